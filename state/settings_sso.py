"""Single sign-on: how it is set up, and whether the provider answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotAuthenticatedError, ProblemError
from app.identity import connections, sso
from app.identity.connections import Wanted
from app.identity.models import FirstSignIn
from app.identity.permissions import Actor, Permission
from components.dialog import close_dialog, open_dialog
from state.developers import FAILED, LOADING, READY, REFUSED, copied_words, copying, focus
from state.forms import fields_of, lines_of, no_errors, words_of
from state.guard import blank, member

if TYPE_CHECKING:
    from app.identity.connections import ConnectionView

HERE = "/settings/sign-on"
REMOVE_DIALOG, TITLE_ID = "remove-sso", "sso-title"
FIELDS = ("name", "slug", "discovery_url", "client_id", "client_secret", "email_domains")
ADDRESSES = ("sso-redirect", "sso-address")

log = structlog.get_logger(__name__)


class SignOnState(rx.State):
    """The connection as it is kept, without its secret, and how trying it went."""

    phase: str = LOADING
    is_set_up: bool = False
    is_enabled: bool = True
    has_secret: bool = False
    name: str = ""
    slug: str = ""
    discovery_url: str = ""
    client_id: str = ""
    email_domains: str = ""
    first_sign_in: str = FirstSignIn.APPROVAL.value
    redirect_uri: str = ""
    sign_in_url: str = ""

    form_key: int = 0
    errors: dict[str, str] = no_errors(FIELDS)
    problem: str = ""
    trying: bool = False
    tried: str = ""
    works: bool = False
    copied: str = ""

    _version: int = 0
    _tries: bool = False
    _trial_url: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_sign_on(self, actor: Actor) -> Any:
        """Show the connection, to those who may change it."""
        if not actor.can(Permission.MANAGE_MEMBERS):
            blank(self)
            self.phase = REFUSED
            return
        self.tried = self.copied = ""
        await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def retry_sign_on(self, actor: Actor) -> Any:
        """Try again to read the connection."""
        await self._read(actor)

    async def _read(self, actor: Actor) -> None:
        try:
            async with reading() as session:
                view = await connections.connection_of(session, actor)
        except SQLAlchemyError:
            log.exception("sso_not_loaded")
            self.phase = FAILED
            return
        self._show(view)

    def _show(self, view: ConnectionView | None) -> None:
        self.is_set_up = view is not None
        self.is_enabled = view.is_enabled if view else True
        self.has_secret = view.has_secret if view else False
        self.name = view.name if view else ""
        self.slug = view.slug if view else ""
        self.discovery_url = view.discovery_url if view else ""
        self.client_id = view.client_id if view else ""
        self.email_domains = "\n".join(view.email_domains) if view else ""
        self.first_sign_in = (view.first_sign_in if view else FirstSignIn.APPROVAL).value
        self.redirect_uri = sso.redirect_uri()
        self.sign_in_url = view.sign_in_url if view else ""
        self._version = view.version if view else 0
        self.errors, self.problem = no_errors(FIELDS), ""
        self.form_key += 1
        self.phase = READY

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def mean_to_try(self, _actor: Actor, tries: Any) -> Any:
        """Remember which button sends the form: the browser's event does not say."""
        self._tries = tries is True

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def send_sign_on(self, actor: Actor, form: Any) -> Any:
        """Keep what was typed, or try the provider that was typed."""
        given = fields_of(form)
        tries, self._tries = self._tries, False
        self.errors, self.problem = no_errors(FIELDS), ""
        if tries:
            self._trial_url = words_of(given, "discovery_url")
            return SignOnState.try_sign_on
        try:
            wanted = _wanted(given)
            async with unit_of_work() as session:
                view = await connections.save(
                    session, actor, wanted, expected_version=self._version
                )
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            if problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return focus(f"sso-{problem.field}")
            self.problem = problem.message
            return focus("sso-problem")
        self._show(view)
        self._trial_url = view.discovery_url
        words = "Single sign-on is saved."
        return [
            SignOnState.try_sign_on,
            rx.toast.success(words, close_button=True),
        ]

    @rx.event(background=True)
    @member(Permission.MANAGE_MEMBERS)
    async def try_sign_on(self, actor: Actor) -> Any:
        """Ask the provider that was typed for its description and its keys."""
        async with self:
            if self.trying:
                return
            self.trying, self.tried = True, ""
            url = self._trial_url
        works, words, at_fault = False, "It could not be tried. Try again.", ""
        try:
            trial = await connections.attempt(actor, url)
            works, words = trial.is_valid, trial.message
        except InvalidInputError as problem:
            words, at_fault = "", problem.message
        finally:
            async with self:
                self.trying, self.works, self.tried = False, works, words
                self.errors = {**self.errors, "discovery_url": at_fault}

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def copy_address(self, _actor: Actor, field_id: Any) -> Any:
        """Copy one of the addresses, in the browser."""
        if field_id not in ADDRESSES:
            return None
        self.copied = ""
        return rx.call_script(copying(field_id), callback=SignOnState.tell_address_copied)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def tell_address_copied(self, _actor: Actor, done: Any) -> Any:
        """Say whether copying worked."""
        self.copied = copied_words(done, "The address")

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def ask_remove_sign_on(self, _actor: Actor) -> Any:
        """Ask whether the single sign-on shall be taken away."""
        return open_dialog(REMOVE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def remove_sign_on(self, actor: Actor) -> Any:
        """Take the single sign-on away."""
        async with unit_of_work() as session:
            await connections.remove(session, actor)
        self.tried = ""
        await self._read(actor)
        words = "Single sign-on is removed."
        return [
            close_dialog(REMOVE_DIALOG),
            focus(TITLE_ID),
            rx.toast.success(words, close_button=True),
        ]


def _wanted(given: dict[str, Any]) -> Wanted:
    """The connection as it was typed; an empty secret keeps the one there is."""
    secret = words_of(given, "client_secret")
    first = words_of(given, "first_sign_in")
    return Wanted(
        slug=words_of(given, "slug"),
        name=words_of(given, "name"),
        discovery_url=words_of(given, "discovery_url"),
        client_id=words_of(given, "client_id"),
        client_secret="" if given.get("forget_secret") else secret or None,
        email_domains=lines_of(given, "email_domains"),
        first_sign_in=FirstSignIn.RECRUITER
        if first == FirstSignIn.RECRUITER.value
        else FirstSignIn.APPROVAL,
        is_enabled=bool(given.get("is_enabled")),
    )
