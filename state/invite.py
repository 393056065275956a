"""The dialog "Invite candidate", on whichever screen it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.prices import money, price_of
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import (
    InvalidInputError,
    NotAuthenticatedError,
    PaymentRequiredError,
    ProblemError,
)
from app.identity.permissions import Actor, Permission
from app.interviews import letters
from app.interviews import service as interviews
from app.positions import service as positions
from app.settings import get_settings
from state.guard import member

DIALOG = "invite-dialog"
UTC_NAME = "UTC"
# So many open positions are offered: more than anyone wants to choose from.
MOST_CHOICES = 200
SHOW = f"document.getElementById('{DIALOG}')?.showModal()"
FOCUS_NAME = "setTimeout(() => document.getElementById('invite-full_name')?.focus(), 80)"
FOCUS_LINK = "setTimeout(() => document.getElementById('invite-copy')?.focus(), 80)"
ZONE = "Intl.DateTimeFormat().resolvedOptions().timeZone"
# Pages that are not served over TLS have no clipboard API; there the selection is copied.
COPY = """(async () => {
  const box = document.getElementById('invite-link');
  try { await navigator.clipboard.writeText(box.value); return true; } catch (error) {
    box.select();
    return document.execCommand('copy');
  }
})()"""


@dataclass(frozen=True)
class Choice:
    """An open position one can invite for, and the price of an interview for it."""

    value: str
    words: str
    price: str


def zone_of(name: object) -> tuple[tzinfo, str]:
    """The time zone of that name, or UTC where the server does not know it."""
    if isinstance(name, str) and name and name != UTC_NAME:
        try:
            return ZoneInfo(name), name
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return UTC, UTC_NAME


def end_of_day(value: object, zone: tzinfo) -> datetime | None:
    """The end of the day a date field holds, or None where it is empty.

    Raises InvalidInputError for what is no date.
    """
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.year >= date.max.year:
        raise InvalidInputError("Choose a date.", field="expires_at")
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def day_words(moment: datetime) -> str:
    """A day as people read it, such as "5 December 2026"."""
    return f"{moment.day} {moment:%B %Y}"


def blank_errors() -> dict[str, str]:
    """No error beside any field of the dialog."""
    return dict.fromkeys(("position_id", "full_name", "email", "phone", "expires_at"), "")


def price_words(duration_min: int) -> str:
    """The price of an interview of that many minutes, or nothing where it costs nothing."""
    cents = price_of(duration_min)
    return money(cents) if cents else ""


async def _open_positions(session: AsyncSession, actor: Actor) -> list[Choice]:
    opened = await positions.open_positions(session, actor)
    return [
        Choice(str(one.id), one.title, price_words(one.duration_min))
        for one in opened[:MOST_CHOICES]
    ]


class InviteState(rx.State):
    """An invitation while it is being made, and the link that comes out."""

    position: str = ""
    position_title: str = ""
    choices: list[Choice] = []
    price: str = ""
    errors: dict[str, str] = blank_errors()
    problem: str = ""
    unpaid: bool = False
    may_pay: bool = False
    first_day: str = ""
    last_day: str = ""
    zone: str = UTC_NAME
    form_key: int = 0
    link: str = ""
    name: str = ""
    until: str = ""
    sent_to: str = ""
    is_kept_here: bool = False
    copied: str = ""

    @rx.event
    @member(Permission.INVITE)
    async def begin(self, actor: Actor, position_id: str) -> Any:
        """Open the dialog for a position, or with a choice of the open ones for ""."""
        self.position, self.position_title, self.choices, self.price = "", "", [], ""
        async with reading() as session:
            if position_id:
                detail = await positions.get(session, actor, position_id)
                self.position, self.position_title = str(detail.id), detail.title
                self.price = price_words(detail.duration_min)
            else:
                self.choices = await _open_positions(session, actor)
        self._clear()
        return [rx.call_script(ZONE, callback=InviteState.set_zone), rx.call_script(SHOW)]

    @rx.event
    @member(Permission.INVITE)
    async def set_zone(self, _actor: Actor, name: Any) -> Any:
        """Take over the browser's time zone: a link is valid to the end of a day there."""
        before = self.last_day
        zone, self.zone = zone_of(name)
        self._set_days(zone)
        if self.last_day != before:
            self.form_key += 1

    @rx.event
    @member(Permission.INVITE)
    async def choose(self, _actor: Actor, position_id: str) -> Any:
        """Say what an interview for the chosen position costs."""
        self.price = next((one.price for one in self.choices if one.value == position_id), "")

    @rx.event
    @member(Permission.INVITE)
    async def create(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Invite, and show the link. A second click while the first is under way does nothing."""
        if self.link:
            return None
        given = form if isinstance(form, dict) else {}
        self.errors, self.problem, self.unpaid = blank_errors(), "", False
        notify = bool(given.get("notify"))
        try:
            expires_at = end_of_day(given.get("expires_at"), zone_of(self.zone)[0])
            position_id = self.position or given.get("position_id")
            if not position_id:
                raise InvalidInputError("Choose a position.", field="position_id")
            async with unit_of_work() as session:
                invitation = await interviews.invite(
                    session,
                    actor,
                    position_id=position_id,
                    full_name=given.get("full_name"),
                    email=given.get("email"),
                    phone=given.get("phone"),
                    expires_at=expires_at,
                    notify=notify,
                )
                mail = await letters.last_invitation(
                    session,
                    organization_id=actor.organization_id,
                    interview_id=invitation.interview_id,
                )
        except NotAuthenticatedError:
            raise
        except PaymentRequiredError as problem:
            self.problem, self.unpaid = problem.message, True
            self.may_pay = actor.can(Permission.MANAGE_BILLING)
            return None
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            has_field = problem.field != "position_id" or not self.position
            if has_field and problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return rx.call_script(
                    f"setTimeout(() => document.getElementById('invite-{problem.field}')"
                    "?.focus(), 80)"
                )
            self.problem = problem.message
            return None
        self.link, self.name = invitation.url, invitation.candidate_name
        self.sent_to = mail.recipient if mail else ""
        self.is_kept_here = not get_settings().smtp_host
        self.until = day_words(invitation.expires_at.astimezone(zone_of(self.zone)[0]))
        self.copied = ""
        return rx.call_script(FOCUS_LINK)

    @rx.event
    @member(Permission.INVITE)
    async def copy(self, _actor: Actor) -> Any:
        """Copy the link, in the browser."""
        self.copied = ""
        return rx.call_script(COPY, callback=InviteState.tell_copied)

    @rx.event
    @member(Permission.INVITE)
    async def tell_copied(self, _actor: Actor, done: Any) -> Any:
        """Say whether copying worked."""
        self.copied = (
            "The link is copied."
            if done is True
            else "Copying failed: select the link and copy it."
        )

    @rx.event
    @member(Permission.INVITE)
    async def another(self, _actor: Actor) -> Any:
        """Begin again, for the same position."""
        self._clear()
        return rx.call_script(FOCUS_NAME)

    def _clear(self) -> None:
        self.errors, self.problem, self.unpaid = blank_errors(), "", False
        self.link = self.name = self.until = self.sent_to = self.copied = ""
        if not self.position:
            self.price = ""
        self._set_days(zone_of(self.zone)[0])
        self.form_key += 1

    def _set_days(self, zone: tzinfo) -> None:
        today = clock.now().astimezone(zone).date()
        self.first_day = today.isoformat()
        self.last_day = (today + timedelta(days=get_settings().invitation_days)).isoformat()
