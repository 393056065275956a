"""An interview as it stands: its plan, what was said, what is graded, and whose move it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from app.assessment import service as assessment
from app.interviews import record, repository
from app.interviews.models import InterviewStatus, TurnKind, TurnRole
from app.interviews.transcript import ASKS
from app.positions.plan import plan_from_json
from app.question_bank import service as question_bank
from app.reports.exchanges import exchanges_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.items import Item
    from app.assessment.service import EvaluationView
    from app.assessment.targets import Asked
    from app.interviews.models import Interview, Turn
    from app.positions.plan import InterviewPlan
    from app.question_bank.values import OrganizationItems


class Move(StrEnum):
    """Whose move it is. All of it follows from what was said last."""

    BEGIN = "begin"
    CANDIDATE = "candidate"
    SERVER = "server"
    OVER = "over"


def move_after(last: Turn | None) -> Move:
    """Whose move it is after that turn."""
    if last is None:
        return Move.BEGIN
    if last.role is TurnRole.CANDIDATE:
        return Move.SERVER
    return Move.OVER if last.kind is TurnKind.CLOSING else Move.CANDIDATE


@dataclass(frozen=True)
class Snapshot:
    """An interview at one moment. The rows are read, never written, through it.

    `ours` is what the organisation has in its question bank for the plan's concepts.
    """

    interview: Interview
    plan: InterviewPlan
    turns: tuple[Turn, ...]
    evaluations: tuple[EvaluationView, ...]
    ours: Mapping[str, OrganizationItems]

    @property
    def items(self) -> dict[str, tuple[Item, ...]]:
        """What can be asked, by concept: the items as they are at this moment."""
        return self.plan.items_by_concept(self.ours)

    @property
    def last(self) -> Turn | None:
        """What was said last."""
        return self.turns[-1] if self.turns else None

    @property
    def move(self) -> Move:
        """Whose move it is."""
        return move_after(self.last)

    @cached_property
    def by_id(self) -> dict[UUID, Turn]:
        """The turns by their ids."""
        return {turn.id: turn for turn in self.turns}

    @cached_property
    def by_turn(self) -> dict[UUID, EvaluationView]:
        """The evaluations by the answers they judge."""
        return {evaluation.turn_id: evaluation for evaluation in self.evaluations}

    @property
    def question(self) -> Turn | None:
        """What was asked last."""
        return next((turn for turn in reversed(self.turns) if turn.kind in ASKS), None)

    def count(self, kind: TurnKind) -> int:
        """How many turns are of that kind."""
        return sum(turn.kind is kind for turn in self.turns)

    def replied_to(self, turn: Turn) -> Turn | None:
        """The turn that this one replies to."""
        return self.by_id.get(turn.in_reply_to) if turn.in_reply_to else None

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The items asked, each with the grade that counts, for the estimate of depth."""
        exchanges = exchanges_of(self.turns, self.evaluations)
        return tuple(one.asked for one in exchanges if one.asked is not None)


async def take(session: AsyncSession, interview: Interview, *, graded: bool = True) -> Snapshot:
    """The interview as it stands; its evaluations only with `graded`.

    Raises ValueError where its plan cannot be read.
    """
    organization_id, interview_id = interview.organization_id, interview.id
    plan = plan_from_json(interview.plan)
    return Snapshot(
        interview=interview,
        plan=plan,
        turns=tuple(
            await record.turns_of(
                session, organization_id=organization_id, interview_id=interview_id
            )
        ),
        evaluations=await assessment.evaluations_of(
            session, organization_id=organization_id, interview_id=interview_id
        )
        if graded
        else (),
        ours=await question_bank.items_of(
            session, organization_id, [planned.slug for planned in plan.targets]
        ),
    )


async def take_running(session: AsyncSession, interview_id: UUID) -> Snapshot | None:
    """The interview of an id of our own as it stands, or None where it is not running."""
    interview = await repository.by_own_id(session, interview_id)
    if interview is None or interview.status is not InterviewStatus.IN_PROGRESS:
        return None
    return await take(session, interview)


async def is_still(session: AsyncSession, snapshot: Snapshot) -> bool:
    """Whether nothing has been said since. The caller holds the interview's lock."""
    last = await repository.last_turn(session, snapshot.interview.id)
    return (last.id if last else None) == (snapshot.last.id if snapshot.last else None)
