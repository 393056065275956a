"""Webhook endpoints: the list, and what can be done about each."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, NotFoundError, ProblemError
from app.core.ids import parse_id
from app.identity.permissions import Actor, Permission
from app.webhooks import deliveries, endpoints
from app.webhooks.endpoints import EVENT_TYPES, OLD_SECRET_VALID
from app.webhooks.models import DeliveryStatus
from app.webhooks.views import DeliveryDetail, EndpointView
from components.dialog import close_dialog, open_dialog
from state.developers import (
    FAILED,
    LOADING,
    READY,
    REFUSED,
    copied_words,
    copying,
    focus,
    look_again,
    moment_words,
)
from state.developers_endpoint_rows import EVENTS, EndpointRow, EventRow, endpoint_row
from state.guard import blank, member
from state.invite import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping

EDIT_DIALOG, SECRET_DIALOG, DELETE_DIALOG = "edit-endpoint", "endpoint-secret", "delete-endpoint"
SECRET, ENDPOINTS_TITLE, REFRESH = "signing-secret", "endpoints-title", "refresh-endpoints"
_LONGEST_LOOK_UP_S = 5

log = structlog.get_logger(__name__)


def blank_errors() -> dict[str, str]:
    """No error beside any field of the dialog."""
    return dict.fromkeys(("url", "description", "event_types"), "")


class EndpointsState(rx.State):
    """The endpoints. `secret` holds one from when it is asked for until its dialog closes."""

    phase: str = LOADING
    rows: list[EndpointRow] = []

    editing: str = ""
    edit_url: str = ""
    edit_description: str = ""
    edit_events: list[EventRow] = []
    edit_key: int = 0
    errors: dict[str, str] = blank_errors()
    problem: str = ""

    secret: str = ""
    secret_of: str = ""
    secret_url: str = ""
    secret_is_new: bool = False
    is_replacing: bool = False
    old_until: str = ""
    hours: int = int(OLD_SECRET_VALID.total_seconds() // 3600)
    copied: str = ""

    doomed: str = ""
    doomed_url: str = ""

    _zone: str = ""
    _tests: dict[str, str] = {}

    @rx.event
    @member(Permission.VIEW)
    async def show_endpoints(self, actor: Actor, zone: Any) -> Any:
        """Show the endpoints, to those who may manage them."""
        if not actor.can(Permission.MANAGE_DEVELOPERS):
            blank(self)
            self.phase = REFUSED
            return None
        self._forget()
        self._zone = zone_of(zone)[1]
        return await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def refresh_endpoints(self, actor: Actor) -> Any:
        """Look again, as the browser does every second while a test event is on its way."""
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        try:
            async with reading() as session:
                views = await endpoints.listing(session, actor)
                tests = await self._read_tests(session, actor)
        except SQLAlchemyError:
            log.exception("endpoints_not_loaded")
            self.phase = FAILED
            return None
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.rows = [endpoint_row(view, now, zone, tests.get(str(view.id))) for view in views]
        self.phase = READY
        is_waiting = any(test.delivery.status is DeliveryStatus.PENDING for test in tests.values())
        return look_again(REFRESH) if is_waiting else None

    async def _read_tests(self, session: AsyncSession, actor: Actor) -> dict[str, DeliveryDetail]:
        """The last test event of each endpoint that was sent one from here, as far as there."""
        found = {}
        for endpoint_id, delivery_id in self._tests.items():
            try:
                found[endpoint_id] = await deliveries.detail(session, actor, delivery_id)
            except NotFoundError:
                continue
        return found

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def begin_endpoint(self, actor: Actor, endpoint_id: Any) -> Any:
        """Open the dialog for an endpoint of the list, or for a new one for ""."""
        self._forget()
        view = await _view_of(actor, endpoint_id) if endpoint_id else None
        self.editing = str(view.id) if view else ""
        self.edit_url = view.url if view else ""
        self.edit_description = view.description if view else ""
        chosen = view.event_types if view else ()
        self.edit_events = [
            EventRow(type_.value, EVENTS[type_], type_.value in chosen) for type_ in EVENT_TYPES
        ]
        self.edit_key += 1
        return open_dialog(EDIT_DIALOG)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def keep_endpoint(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Add the endpoint and show its secret, or keep what was changed."""
        if self.secret_is_new:
            # Pressed twice: the endpoint of the first time is there, and its secret shown.
            return None
        self.errors, self.problem = blank_errors(), ""
        try:
            added = await self._keep(actor, form if isinstance(form, dict) else {})
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            if problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return focus(f"endpoint-{problem.field}")
            self.problem = problem.message
            return None
        events = [await self._read(actor), close_dialog(EDIT_DIALOG)]
        events.append(
            open_dialog(SECRET_DIALOG)
            if added
            else rx.toast.success("The endpoint is saved.", close_button=True)
        )
        return [event for event in events if event is not None]

    async def _keep(self, actor: Actor, form: Mapping[str, Any]) -> bool:
        """Write the form down; whether it is a new endpoint, whose secret is then shown."""
        url, description = form.get("url"), form.get("description")
        chosen = [type_.value for type_ in EVENT_TYPES if form.get(f"event.{type_.value}")]
        # A name that takes longer is let in: every request looks again where it leads.
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_LOOK_UP_S):
                await endpoints.check_host(url)
        async with unit_of_work() as session:
            if self.editing:
                await endpoints.update(
                    session,
                    actor,
                    self.editing,
                    url=url,
                    event_types=chosen,
                    description=description,
                )
                return False
            new = await endpoints.create(
                session, actor, url=url, event_types=chosen, description=description
            )
        self._forget()
        self.secret, self.secret_of, self.secret_is_new = new.secret, str(new.id), True
        self.secret_url = str(url).strip()
        return True

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def show_secret(self, actor: Actor, endpoint_id: Any) -> Any:
        """Show the secret of an endpoint."""
        self._forget()
        view = await _view_of(actor, endpoint_id)
        async with unit_of_work() as session:
            self.secret = await endpoints.reveal_secret(session, actor, view.id)
        self._show_whose(view)
        return open_dialog(SECRET_DIALOG)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def ask_replace(self, _actor: Actor, asked: Any) -> Any:
        """Ask whether the secret shall be replaced, or no longer."""
        self.is_replacing = asked is True
        return focus("replace-secret" if self.is_replacing else "ask-replace-secret")

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def replace_secret(self, actor: Actor) -> Any:
        """Replace the secret that is shown; the old one stays valid for a while."""
        if not self.is_replacing:
            # Pressed twice: a second time would end the old secret's validity.
            return None
        view = await _view_of(actor, self.secret_of)
        async with unit_of_work() as session:
            self.secret = await endpoints.rotate_secret(session, actor, view.id)
        self._show_whose(await _view_of(actor, view.id))
        self.is_replacing, self.copied = False, "The secret is replaced."
        return [event for event in (await self._read(actor), focus("copy-secret")) if event]

    def _show_whose(self, view: EndpointView) -> None:
        now = clock.now()
        self.secret_of, self.secret_url = str(view.id), view.url
        until = view.old_secret_until
        is_valid = until is not None and until > now
        self.old_until = (
            moment_words(until, now, zone_of(self._zone)[0]) if until and is_valid else ""
        )

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def copy_secret(self, _actor: Actor) -> Any:
        """Copy the secret, in the browser."""
        self.copied = ""
        return rx.call_script(copying(SECRET), callback=EndpointsState.tell_secret_copied)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def tell_secret_copied(self, _actor: Actor, done: Any) -> Any:
        """Say whether copying worked."""
        self.copied = copied_words(done, "The secret")

    @rx.event
    @member(Permission.VIEW)
    async def forget_secret(self, _actor: Actor) -> Any:
        """Forget the secret: its dialog is closed, or the page left."""
        self._forget()

    def _forget(self) -> None:
        self.secret = self.secret_of = self.secret_url = self.old_until = self.copied = ""
        self.is_replacing = self.secret_is_new = False
        self.errors, self.problem = blank_errors(), ""

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def switch(self, actor: Actor, endpoint_id: Any, enabled: Any) -> Any:
        """Switch an endpoint on or off."""
        async with unit_of_work() as session:
            await endpoints.set_enabled(session, actor, endpoint_id, enabled is True)
        words = (
            "The endpoint is on. Failures so far are forgotten."
            if enabled is True
            else "The endpoint is off. What happens meanwhile is not sent later."
        )
        told = rx.toast.success(words, close_button=True)
        return [event for event in (await self._read(actor), told) if event]

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def send_test(self, actor: Actor, endpoint_id: Any) -> Any:
        """Send a test event; how it goes appears in the list."""
        async with unit_of_work() as session:
            delivery = await endpoints.send_test(session, actor, endpoint_id)
        self._tests = {**self._tests, str(parse_id(endpoint_id)): str(delivery)}
        return await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def ask_delete(self, actor: Actor, endpoint_id: Any) -> Any:
        """Ask whether that endpoint shall be deleted, naming it."""
        view = await _view_of(actor, endpoint_id)
        self.doomed, self.doomed_url = str(view.id), view.url
        return open_dialog(DELETE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def delete(self, actor: Actor) -> Any:
        """Delete the endpoint that was asked about."""
        async with unit_of_work() as session:
            await endpoints.delete(session, actor, self.doomed)
        self.doomed = ""
        events = [
            await self._read(actor),
            close_dialog(DELETE_DIALOG),
            focus(ENDPOINTS_TITLE),
            rx.toast.success("The endpoint is deleted.", close_button=True),
        ]
        return [event for event in events if event is not None]


async def _view_of(actor: Actor, endpoint_id: object) -> EndpointView:
    """One of the organisation's endpoints. Raises NotFoundError."""
    wanted = parse_id(endpoint_id)
    async with reading() as session:
        views = await endpoints.listing(session, actor)
    view = next((view for view in views if view.id == wanted), None)
    if view is None:
        raise NotFoundError("There is no such endpoint.")
    return view
