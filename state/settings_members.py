"""The members: their roles, shutting somebody out, and who asks to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.identity import members
from app.identity.permissions import Actor, Permission, Role
from components.dialog import close_dialog, open_dialog
from state.developers import FAILED, LOADING, READY, REFUSED, ago_words, focus
from state.guard import blank, member
from state.invite import zone_of
from state.rows import day

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from uuid import UUID

HERE = "/settings/members"
DEACTIVATE_DIALOG, OWN_ROLE_DIALOG, TITLE_ID = "deactivate", "own-role", "members-title"
ROLES = ((Role.ADMIN, "Administrator"), (Role.RECRUITER, "Recruiter"), (Role.READONLY, "Read-only"))
ROLE_WORDS = dict(ROLES)
ROLE_CHOICES = [(role.value, words) for role, words in ROLES]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class MemberRow:
    """A member in words."""

    id: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    role_words: str = ""
    is_active: bool = True
    is_you: bool = False
    by_provider: bool = False
    since: str = ""
    since_iso: str = ""


@dataclass(frozen=True)
class WaitingRow:
    """Somebody who asks to be let in, in words."""

    id: str
    name: str
    email: str
    asked: str
    asked_iso: str


def row_of(one: members.Member, actor: Actor, now: datetime, zone: tzinfo) -> MemberRow:
    """A member in words."""
    return MemberRow(
        id=str(one.user_id),
        name=one.name,
        email=one.email,
        role=one.role.value,
        role_words=ROLE_WORDS[one.role],
        is_active=one.is_active,
        is_you=one.user_id == actor.user_id,
        by_provider=one.signs_in_by_provider,
        since=day(one.created_at, now, zone),
        since_iso=one.created_at.isoformat(),
    )


class MembersState(rx.State):
    """The members, and those who wait. `role_key` sets the roles' controls anew."""

    phase: str = LOADING
    rows: list[MemberRow] = []
    waiting: list[WaitingRow] = []
    role_key: int = 0
    doomed: MemberRow = MemberRow()
    problem: str = ""
    own_role: str = ""
    own_role_words: str = ""

    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_members(self, actor: Actor, zone: Any) -> Any:
        """Show the members, to those who may steer them."""
        if not actor.can(Permission.MANAGE_MEMBERS):
            blank(self)
            self.phase = REFUSED
            return
        self._zone = zone_of(zone)[1]
        await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def retry_members(self, actor: Actor) -> Any:
        """Try again to read the members."""
        await self._read(actor)

    async def _read(self, actor: Actor) -> None:
        try:
            async with reading() as session:
                people = await members.members(session, actor)
                asking = await members.access_requests(session, actor)
        except SQLAlchemyError:
            log.exception("members_not_loaded")
            self.phase = FAILED
            return
        now, zone = clock.now(), zone_of(self._zone)[0]
        # Those who are shut out come last, so that a long list begins with who works here.
        people = sorted(people, key=lambda one: not one.is_active)
        self.rows = [row_of(one, actor, now, zone) for one in people]
        self.waiting = [
            WaitingRow(
                str(one.id),
                one.name,
                one.email,
                ago_words(one.created_at, now, zone),
                one.created_at.isoformat(),
            )
            for one in asking
        ]
        self.role_key += 1
        self.phase = READY

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def pick_role(self, actor: Actor, user_id: Any, role: Any) -> Any:
        """Give that member another role; whoever changes their own is asked first."""
        wanted, chosen = _id(user_id), _role(role)
        if wanted == actor.user_id and chosen is not Role.ADMIN:
            self.own_role, self.own_role_words = chosen.value, ROLE_WORDS[chosen]
            self.problem = ""
            return open_dialog(OWN_ROLE_DIALOG)
        try:
            async with unit_of_work() as session:
                await members.change_role(session, actor, wanted, chosen)
        except ConflictError:
            self.role_key += 1
            raise
        await self._read(actor)
        name = next((row.name for row in self.rows if row.id == str(wanted)), "")
        words = f"{name}’s role is now: {ROLE_WORDS[chosen]}."
        return [focus(f"role-{wanted}"), rx.toast.success(words, close_button=True)]

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def change_own_role(self, actor: Actor) -> Any:
        """Give up being an administrator, as was asked."""
        if actor.user_id is None or not self.own_role:
            return None
        try:
            async with unit_of_work() as session:
                await members.change_role(session, actor, actor.user_id, _role(self.own_role))
        except ConflictError as problem:
            self.problem = problem.message
            return None
        return rx.call_script("location.reload()")

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def leave_roles(self, _actor: Actor) -> Any:
        """Show the roles as they are: a dialog was closed."""
        self.own_role = ""
        self.role_key += 1

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def ask_deactivate(self, actor: Actor, user_id: Any) -> Any:
        """Ask whether that member shall be shut out."""
        await self._read(actor)
        row = next((row for row in self.rows if row.id == str(_id(user_id))), None)
        if row is None:
            raise NotFoundError("There is no such member.")
        self.doomed, self.problem = row, ""
        return open_dialog(DEACTIVATE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def deactivate(self, actor: Actor) -> Any:
        """Shut out whoever was asked about."""
        wanted, name = _id(self.doomed.id), self.doomed.name
        try:
            async with unit_of_work() as session:
                await members.deactivate(session, actor, wanted)
        except ConflictError as problem:
            # A message outside the dialog would be hidden behind it.
            self.problem = problem.message
            return None
        if wanted == actor.user_id:
            return rx.call_script("location.reload()")
        return await self._done(actor, f"{name} can no longer sign in.", DEACTIVATE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def reactivate(self, actor: Actor, user_id: Any) -> Any:
        """Let that member sign in again."""
        async with unit_of_work() as session:
            await members.reactivate(session, actor, _id(user_id))
        return await self._done(actor, "They can sign in again.")

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def grant(self, actor: Actor, request_id: Any) -> Any:
        """Let in who asks."""
        return await self._answer(actor, request_id, is_granted=True)

    @rx.event
    @member(Permission.MANAGE_MEMBERS)
    async def decline(self, actor: Actor, request_id: Any) -> Any:
        """Say no to who asks."""
        return await self._answer(actor, request_id, is_granted=False)

    async def _answer(self, actor: Actor, request_id: object, *, is_granted: bool) -> Any:
        wanted = parse_id(request_id)
        if wanted is None:
            raise NotFoundError("There is no such request.")
        name = next((row.name for row in self.waiting if row.id == str(wanted)), "They")
        async with unit_of_work() as session:
            if is_granted:
                await members.grant(session, actor, wanted)
            else:
                await members.decline(session, actor, wanted)
        if is_granted:
            return await self._done(actor, f"{name} can sign in as a recruiter.")
        return await self._done(actor, f"{name} is not let in.")

    async def _done(self, actor: Actor, words: str, dialog_id: str = "") -> list[Any]:
        await self._read(actor)
        closing = [close_dialog(dialog_id)] if dialog_id else []
        return [*closing, focus(TITLE_ID), rx.toast.success(words, close_button=True)]


def _id(value: object) -> UUID:
    """A member's id. Raises NotFoundError."""
    wanted = parse_id(value)
    if wanted is None:
        raise NotFoundError("There is no such member.")
    return wanted


def _role(value: object) -> Role:
    """A role by its value. Raises InvalidInputError."""
    role = next((role for role in Role if role.value == value), None)
    if role is None:
        raise InvalidInputError("There is no such role.")
    return role
