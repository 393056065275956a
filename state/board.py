"""The board of a requisition: every application in the column of its stage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.status import WORDS
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.identity.permissions import Actor, Permission
from app.interviews import hiring
from app.requisitions import service as requisitions
from app.resumes import marks
from components.dialog import close_dialog, open_dialog
from state.application_steps import ApplicationStepsState
from state.board_rows import (
    ANALYSE,
    FOLDED,
    INVITE,
    LEAVE,
    MAIN,
    ColumnRow,
    TargetRow,
    column_row,
    rules_of,
    shifted,
    standing_of,
    targets,
    way,
)
from state.guard import member
from state.numbered import NumberedState
from state.requisition_fields import under_words

PER_COLUMN, MOST_PER_COLUMN = 25, 500
MOVE_DIALOG, REFRESH, DROPPED = "move-card", "refresh-board", "board-dropped"
SOON_MS, LATER_MS = 2_000, 5_000
_AGAIN = """(() => {
  const press = () => {
    if (document.hidden) document.addEventListener('visibilitychange', press, { once: true });
    else if (document.querySelector('[data-dragging]')) wait();
    else document.getElementById('%s')?.click();
  };
  const wait = () => { window.vivavoceBoardLook = setTimeout(press, %d); };
  clearTimeout(window.vivavoceBoardLook);
  wait();
})()"""

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

STEPS: Any = ApplicationStepsState


class BoardState(NumberedState, rx.State):
    """The columns of one requisition, and the card that is being moved."""

    number: int = 0
    title: str = ""
    under: str = ""
    active: bool = True
    gone: bool = False
    total: int = 0
    columns: list[ColumnRow] = []
    folded: list[ColumnRow] = []
    rules: str = "{}"
    can_edit: bool = False
    can_invite: bool = False
    moving_name: str = ""
    moving_from: str = ""
    targets: list[TargetRow] = []

    _moving: int = 0
    _limits: dict[str, int] = {}

    @rx.event
    @member(Permission.VIEW)
    async def show_more(self, actor: Actor, status: Any) -> Any:
        """Show another portion of a column."""
        column = next((one for one in self._all() if one.status == status), None)
        if column is None:
            return None
        wanted = min(len(column.cards) + PER_COLUMN, MOST_PER_COLUMN)
        self._limits = {**self._limits, column.status: wanted}
        return await self._read(actor)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def ask_move(self, actor: Actor, number: Any) -> Any:
        """Open the dialog that says where a card may be moved."""
        async with reading() as session:
            row = (await applications.get(session, actor, number)).row
        self._moving, self.moving_name = row.number, row.candidate_name
        self.moving_from = WORDS[row.status]
        self.targets = targets(standing_of(row))
        return open_dialog(MOVE_DIALOG)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def choose(self, actor: Actor, to: Any) -> Any:
        """Move the card of the dialog."""
        yield close_dialog(MOVE_DIALOG)
        async for step in self._move(actor, self._moving, to):
            yield step

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def drop(self, actor: Actor, dropped: Any) -> Any:
        """Move a card that was dragged; what the browser tells of it may be anything."""
        given = dropped if isinstance(dropped, dict) else {}
        async for step in self._move(actor, given.get("number"), given.get("to")):
            yield step

    async def _move(self, actor: Actor, number: Any, to: Any) -> Any:
        """Take the step, shown before it is taken and taken back where it is refused."""
        wanted = applications.check_status(to)
        async with reading() as session:
            row = (await applications.get(session, actor, number)).row
        action, why = way(standing_of(row), wanted)
        stays = f"{row.candidate_name} stays in “{WORDS[row.status]}”."
        if action == INVITE:
            yield STEPS.ask_invite(row.number)
        elif action == LEAVE:
            yield STEPS.ask_out(row.number, wanted.value)
        elif not action:
            self.said = why
            if wanted is not row.status:
                self.said = f"{stays} {why}"
                yield rx.toast.error(self.said, duration=8000, close_button=True)
        else:
            before = self.columns, self.folded
            self.columns = shifted_in(self.columns, self.folded, row.number, wanted, main=True)
            self.folded = shifted_in(before[0], before[1], row.number, wanted, main=False)
            self.said = f"{row.candidate_name} is moved to {WORDS[wanted]}."
            yield
            try:
                async with unit_of_work() as session:
                    if action == ANALYSE:
                        await applications.reprocess(session, actor, row.number)
                    else:
                        await hiring.move_application(session, actor, row.number, wanted.value)
            except NotAuthenticatedError:
                raise
            except ProblemError as problem:
                self.columns, self.folded = before
                self.said = f"{stays} {problem.message}"
                yield rx.toast.error(self.said, duration=8000, close_button=True)
            else:
                yield rx.call_script(_AGAIN % (REFRESH, SOON_MS))

    def _all(self) -> list[ColumnRow]:
        return [*self.columns, *self.folded]

    def _again(self) -> Any:
        is_busy = any(one.status == Status.ANALYSING and one.total for one in self._all())
        return rx.call_script(_AGAIN % (REFRESH, SOON_MS if is_busy else LATER_MS))

    async def _show(self, session: AsyncSession, actor: Actor) -> None:
        head = await requisitions.get(session, actor, self._wanted())
        stages = await applications.board(
            session,
            actor,
            head.number,
            per_stage=PER_COLUMN,
            more={Status(name): limit for name, limit in self._limits.items()},
        )
        hiding = await marks.with_hidden_text(
            session, actor, [row.id for stage in stages for row in stage.rows if row.has_resume]
        )
        rows = {stage.status: column_row(stage, hiding) for stage in stages}
        self.number, self.title, self.under = head.number, head.name, under_words(head)
        self.active, self.gone = head.is_active, head.removed_at is not None
        self.columns = [rows[one] for one in MAIN]
        self.folded = [rows[one] for one in FOLDED]
        self.total = sum(one.total for one in self._all())
        self.rules = json.dumps(rules_of(stages))
        self.can_edit = actor.can(Permission.EDIT_APPLICATIONS)
        self.can_invite = actor.can(Permission.INVITE)


def shifted_in(
    columns: list[ColumnRow], folded: list[ColumnRow], number: int, to: Status, *, main: bool
) -> list[ColumnRow]:
    """One of the two parts of the board, with a card moved."""
    moved = shifted([*columns, *folded], number, to)
    return moved[: len(columns)] if main else moved[len(columns) :]
