"""Workday's credentials: entered, tried, forgotten, and never shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.identity.permissions import Actor, Permission
from app.settings import get_settings
from app.workday import credentials, trying
from components.dialog import close_dialog, open_dialog
from state.developers import FAILED, LOADING, READY, REFUSED, ago_words, focus, moment_words
from state.forms import fields_of, no_errors, words_of
from state.guard import blank, member
from state.invite import zone_of

if TYPE_CHECKING:
    from app.workday.credentials import CredentialStatus

HERE = "/settings/workday"
DELETE_DIALOG, TITLE_ID = "delete-credentials", "credentials-title"
SHOWN = ("tenant_url", "tenant_id", "client_id")
SECRET = ("client_secret", "refresh_token")
FIELDS = (*SHOWN, *SECRET)

log = structlog.get_logger(__name__)


class WorkdayState(rx.State):
    """How things stand, without anything secret. `standing` is works, refused, untried or ""."""

    phase: str = LOADING
    is_demo: bool = False
    standing: str = ""
    stored_problem: str = ""
    values: dict[str, str] = no_errors(FIELDS)
    validated: str = ""
    expires: str = ""
    entered: str = ""

    is_entering: bool = False
    form_key: int = 0
    errors: dict[str, str] = no_errors(FIELDS)
    problem: str = ""
    trying: bool = False
    tried: str = ""
    works: bool = False
    warnings: list[str] = []

    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_workday(self, actor: Actor, zone: Any) -> Any:
        """Show how things stand, to those who may change them."""
        if not actor.can(Permission.MANAGE_CREDENTIALS):
            blank(self)
            self.phase = REFUSED
            return
        self._zone, self.is_demo = zone_of(zone)[1], get_settings().is_demo
        self.is_entering, self.tried, self.warnings = False, "", []
        await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def retry_workday(self, actor: Actor) -> Any:
        """Try again to read how things stand."""
        await self._read(actor)

    async def _read(self, actor: Actor) -> None:
        try:
            async with reading() as session:
                status = await credentials.status(session, actor)
        except SQLAlchemyError:
            log.exception("credentials_not_loaded")
            self.phase = FAILED
            return
        self._show(status)

    def _show(self, status: CredentialStatus) -> None:
        now, zone = clock.now(), zone_of(self._zone)[0]
        if not status.has_credentials:
            self.standing, self.is_entering = "", True
        else:
            self.standing = {True: "works", False: "refused", None: "untried"}[status.is_valid]
        self.stored_problem = status.problem or ""
        self.values = {
            **{name: getattr(status, name) or "" for name in SHOWN},
            **no_errors(SECRET),
        }
        self.validated = ago_words(status.last_validated, now, zone)
        self.expires = moment_words(status.expires_at, now, zone) if status.expires_at else ""
        self.entered = moment_words(status.updated_at, now, zone) if status.updated_at else ""
        self.errors, self.problem = no_errors(FIELDS), ""
        self.form_key += 1
        self.phase = READY

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def enter(self, actor: Actor, asked: Any) -> Any:
        """Show the form in which other credentials are entered, or no longer."""
        self.is_entering = asked is True
        await self._read(actor)
        return focus("workday-tenant_url" if self.is_entering else TITLE_ID)

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def fill_in_simulator(self, _actor: Actor) -> Any:
        """Fill in what the simulator of `make workday` lets in, in the demo alone."""
        if not get_settings().is_demo:
            return None
        from app.simulators.workday.__main__ import PORT  # noqa: PLC0415 - production never loads it
        from app.simulators.workday.tenant import (  # noqa: PLC0415
            CLIENT_ID,
            CLIENT_SECRET,
            TENANT,
        )
        from app.simulators.workday.tokens import FIRST  # noqa: PLC0415

        filled = (f"http://127.0.0.1:{PORT}", TENANT, CLIENT_ID, CLIENT_SECRET, FIRST)
        self.is_entering = True
        self.values = dict(zip(FIELDS, filled, strict=True))
        self.errors, self.problem = no_errors(FIELDS), ""
        self.form_key += 1
        return focus("workday-save")

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def keep_credentials(self, actor: Actor, form: Any) -> Any:
        """Keep what was entered in place of any others, and try it."""
        given = fields_of(form)
        self.errors, self.problem = no_errors(FIELDS), ""
        try:
            checked = await credentials.check(
                tenant_url=words_of(given, "tenant_url"),
                tenant_id=words_of(given, "tenant_id"),
                client_id=words_of(given, "client_id"),
                client_secret=words_of(given, "client_secret"),
                refresh_token=words_of(given, "refresh_token"),
            )
            async with unit_of_work() as session:
                status = await credentials.save(session, actor, checked)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            if problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return focus(f"workday-{problem.field}")
            self.problem = problem.message
            return None
        self.is_entering = False
        self._show(status)
        return [focus(TITLE_ID), WorkdayState.try_credentials]

    @rx.event(background=True)
    @member(Permission.MANAGE_CREDENTIALS)
    async def try_credentials(self, actor: Actor) -> Any:
        """Get a token from Workday, and read something with it."""
        async with self:
            if self.trying:
                return
            self.trying, self.tried, self.warnings = True, "", []
        works, words, warnings = False, "It could not be tried. Try again.", list[str]()
        try:
            trial = await trying.attempt(actor)
            works, words, warnings = trial.is_valid, trial.message, list(trial.warnings)
        except ProblemError as problem:
            words = problem.message
        finally:
            async with self:
                self.trying, self.works, self.tried = False, works, words
                self.warnings = warnings
                await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def ask_delete_credentials(self, _actor: Actor) -> Any:
        """Ask whether the credentials shall be forgotten."""
        return open_dialog(DELETE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def delete_credentials(self, actor: Actor) -> Any:
        """Forget the credentials."""
        async with unit_of_work() as session:
            await credentials.delete(session, actor)
        self.tried, self.warnings = "", []
        await self._read(actor)
        told = rx.toast.success("The credentials are forgotten.", close_button=True)
        return [close_dialog(DELETE_DIALOG), focus(TITLE_ID), told]
