"""What is done with one application of the table, or with all that are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.applications import service as applications
from app.applications.models import ApplicationStatus
from app.applications.progress import MAX_REASON
from app.billing.prices import price_of
from app.core.database import unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.identity.permissions import Actor, Permission
from app.interviews import hiring
from components.dialog import close_dialog, open_dialog
from state.application_lines import HERE
from state.applications import ApplicationsState
from state.guard import member
from state.requisition import RequisitionState
from state.shell import ShellState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from state.application_lines import Line

DIALOG = "application-act"
INVITE, REJECT, REPROCESS = "invite", "reject", "reprocess"
VERBS = {INVITE: "Invite", REJECT: "Reject", REPROCESS: "Analyse again"}
DONE = {INVITE: "invited", REJECT: "rejected", REPROCESS: "on the way to be analysed"}
NEEDS = {
    INVITE: Permission.INVITE,
    REJECT: Permission.EDIT_APPLICATIONS,
    REPROCESS: Permission.EDIT_APPLICATIONS,
}


@dataclass(frozen=True)
class Left:
    """An application with which it cannot be done, and why."""

    name: str
    why: str


class ApplicationActsState(ApplicationsState):
    """The act that is being confirmed, and what has come of it."""

    act: str = ""
    act_title: str = ""
    names: str = ""
    left_out: list[Left] = []
    problems: list[Left] = []
    able: int = 0
    busy: bool = False
    progress: str = ""
    reason: str = ""
    reason_key: int = 0
    costs: bool = False

    _targets: list[int] = []

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def ask(self, actor: Actor, act: Any, number: Any) -> Any:
        """Ask before it is done: with that application, or for 0 with all that are chosen."""
        if not isinstance(act, str) or act not in VERBS:
            return None
        actor.require(NEEDS[act])
        wanted = self.chosen if number == 0 else [number]
        rows = [row for row in self.get_value("rows") if row.number in wanted]
        if not rows:
            return None
        able = [row for row in rows if not _why_not(act, row)]
        self.act, self.act_title = act, _title(act, able or rows)
        self.left_out = [Left(row.name, _why_not(act, row)) for row in rows if row not in able]
        self.names, self.able = ", ".join(row.name for row in able), len(able)
        self._targets = [row.number for row in able]
        self.problems, self.progress, self.reason, self.busy = [], "", "", False
        self.reason_key += 1
        self.costs = act == INVITE and price_of(1) > 0
        return open_dialog(DIALOG)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def do(self, actor: Actor, form: Any) -> AsyncIterator[Any]:
        """Do it with each of them, and say of whom it could not be done."""
        act, targets, self._targets = self.act, self._targets, []
        if act not in VERBS or not targets:
            return
        actor.require(NEEDS[act])
        said = form.get("reason") if isinstance(form, dict) else ""
        self.reason = said[:MAX_REASON] if isinstance(said, str) else ""
        self.busy, self.problems, done, failed = True, [], 0, []
        names = {row.number: row.name for row in self.get_value("rows")}
        for place, number in enumerate(targets, start=1):
            self.progress = f"{place} of {len(targets)} …" if len(targets) > 1 else ""
            yield
            try:
                await _carry_out(actor, act, number, self.reason)
                done += 1
            except NotAuthenticatedError:
                self.busy = False
                raise
            except ProblemError as problem:
                failed.append(Left(names.get(number, f"Application {number}"), problem.message))
        self.busy, self.problems, self.able = False, failed, 0
        self.progress = f"{done} {DONE[act]}, {len(failed)} not." if failed else ""
        self._choose_none()
        if not failed:
            yield close_dialog(DIALOG)
            yield rx.toast.success(_told(act, self.names, done), close_button=True)
        query = self._query()
        yield await self._read(actor, query)
        yield ShellState.load
        if query.base != HERE:
            yield RequisitionState.refresh


async def _carry_out(actor: Actor, act: str, number: int, reason: str) -> None:
    async with unit_of_work() as session:
        if act == INVITE:
            application = await applications.by_number(session, actor, number)
            await hiring.invite_application(session, actor, application.id)
        elif act == REJECT:
            await hiring.move_application(
                session, actor, number, ApplicationStatus.REJECTED.value, reason=reason
            )
        else:
            await applications.reprocess(session, actor, number)


def _why_not(act: str, row: Line) -> str:
    if act == INVITE:
        return row.why_not_invite
    if act == REPROCESS:
        return row.why_not_reprocess
    return "" if row.can_reject else "was rejected already"


def _title(act: str, rows: list[Line]) -> str:
    whom = rows[0].name if len(rows) == 1 else f"{len(rows)} candidates"
    if act == REPROCESS:
        whose = "the résumé of " + whom if len(rows) == 1 else f"{len(rows)} résumés"
        return f"Analyse {whose} again?"
    return f"{VERBS[act]} {whom}?"


def _told(act: str, names: str, count: int) -> str:
    return f"{names if count == 1 else count} {'is' if count == 1 else 'are'} {DONE[act]}."
