"""The hiring settings as a form, each with what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.core.paging import MOST_PER_PAGE, Wish
from app.hiring_settings import service as hiring_settings
from app.identity.permissions import Actor, Permission
from app.mail.message import may_send_as
from app.recruiters import service as recruiters
from state.developers import FAILED, LOADING, READY, focus
from state.forms import fields_of, no_errors, words_of
from state.guard import member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.hiring_settings.service import HiringSettingsView

HERE = "/settings/hiring"
WHOLE = (
    "lookback_hours_default",
    "lookback_hours_min",
    "lookback_hours_max",
    "interview_token_expiry_days",
)
TEXT = ("email_from_name", "email_from_address")
RECRUITER, RISK = "default_recruiter_id", "auto_send_max_risk"
FIELDS = (*WHOLE, *TEXT, RECRUITER, RISK)
_RECRUITER_PAGES = 5

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Choice:
    """A recruiter to choose."""

    value: str
    words: str


def changes_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the form asks for, in the service's terms; what is no number goes on as it is."""
    changes: dict[str, Any] = {name: _whole(words_of(form, name)) for name in WHOLE}
    changes |= {name: words_of(form, name).strip() or None for name in TEXT}
    recruiter = words_of(form, RECRUITER)
    changes["default_recruiter_number"] = _whole(recruiter) if recruiter else None
    changes[RISK] = _share(words_of(form, RISK))
    return changes


def _whole(words: str) -> object:
    digits = words.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else words  # noqa: PLR2004 - more than any bound


def _share(words: str) -> object:
    try:
        return float(words.strip().replace(",", "."))
    except ValueError:
        return words


class HiringState(rx.State):
    """The settings as they are kept. `form_key` fills the form anew."""

    phase: str = LOADING
    may_manage: bool = False
    values: dict[str, str] = no_errors(FIELDS)
    recruiters: list[Choice] = []
    recruiter_name: str = ""
    writes_itself: bool = True
    form_key: int = 0
    errors: dict[str, str] = no_errors(FIELDS)
    problem: str = ""

    _version: int = 0

    @rx.event
    @member(Permission.VIEW)
    async def show_hiring(self, actor: Actor) -> Any:
        """Show the settings as they hold."""
        self.may_manage = actor.can(Permission.MANAGE_SETTINGS)
        self.errors, self.problem = no_errors(FIELDS), ""
        try:
            async with reading() as session:
                view = await hiring_settings.get(session, actor)
                self.recruiters = await _choices(session, actor)
        except SQLAlchemyError:
            log.exception("hiring_settings_not_loaded")
            self.phase = FAILED
            return
        self._show(view)

    def _show(self, view: HiringSettingsView) -> None:
        chosen = str(view.default_recruiter_number or "")
        self.values = {
            **{name: str(getattr(view, name)) for name in WHOLE},
            **{name: getattr(view, name) or "" for name in TEXT},
            RECRUITER: chosen,
            RISK: f"{view.auto_send_max_risk:g}",
        }
        self.recruiter_name = next(
            (one.words for one in self.recruiters if one.value == chosen), "Nobody"
        )
        address = view.email_from_address
        self.writes_itself = address is None or may_send_as(address)
        self._version = view.version
        self.form_key += 1
        self.phase = READY

    @rx.event
    @member(Permission.MANAGE_SETTINGS)
    async def keep_hiring(self, actor: Actor, form: Any) -> Any:
        """Keep what was typed; it stays in the form where it is refused."""
        self.errors, self.problem = no_errors(FIELDS), ""
        try:
            async with unit_of_work() as session:
                view = await hiring_settings.update(
                    session, actor, changes_of(fields_of(form)), self._version
                )
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            if problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return focus(f"hiring-{problem.field}")
            self.problem = problem.message
            return focus("hiring-problem")
        self._show(view)
        return rx.toast.success("The hiring settings are saved.", close_button=True)


async def _choices(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The recruiters to choose from, by name: more than anyone wants to choose from are left."""
    found: list[Choice] = []
    for number in range(1, _RECRUITER_PAGES + 1):
        page = await recruiters.listing(session, actor, Wish(page=number, per_page=MOST_PER_PAGE))
        found += [Choice(str(row.number), row.name) for row in page.rows]
        if number * MOST_PER_PAGE >= page.total:
            break
    return found
