"""Grading an interview's answers once more, to see whether the same grades come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.assessment import registry
from app.assessment import service as assessment
from app.assessment.items import AnswerPart, Item
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.models import TurnKind
from app.reports.exchanges import exchanges_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.engines import Evaluator
    from app.assessment.items import Grade
    from app.assessment.service import EvaluationView
    from app.identity.permissions import Actor
    from app.reports.exchanges import Exchange

# Credits this close are the same: they differ only in how a number is stored.
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class RegradeCheck:
    """What grading again showed. Question numbers are those of the report, from 1.

    `skipped` were graded by another engine or version, which cannot be run again here.
    """

    identical: tuple[int, ...]
    different: tuple[int, ...]
    skipped: tuple[int, ...]

    @property
    def words(self) -> str:
        """The outcome as people read it."""
        if self.different:
            numbers = ", ".join(str(number) for number in self.different)
            return f"different on re-run: question {numbers}"
        if not self.identical:
            return "nothing could be graded again with the engine in use"
        if self.skipped:
            again, all_graded = len(self.identical), len(self.identical) + len(self.skipped)
            return f"identical on re-run, {again} of {all_graded} grades"
        return "identical on re-run"


async def regrade_check(session: AsyncSession, actor: Actor, interview_id: object) -> RegradeCheck:
    """Grade every graded question of an interview again and compare; nothing is stored.

    Takes as long as grading did: call it with a session for reading. Raises NotFoundError.
    """
    actor.require(Permission.VIEW)
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id
    )
    if interview is None:
        raise NotFoundError("There is no such interview.")
    scope = {"organization_id": interview.organization_id, "interview_id": interview.id}
    exchanges = exchanges_of(
        await record.turns_of(session, **scope),
        await assessment.evaluations_of(session, **scope),
    )
    evaluator = registry.engine().evaluator
    outcomes: dict[bool | None, list[int]] = {True: [], False: [], None: []}
    for number, exchange in enumerate(exchanges, start=1):
        if exchange.evaluation is not None:
            same = await _is_same(evaluator, exchange, exchange.evaluation)
            outcomes[same].append(number)
    return RegradeCheck(
        identical=tuple(outcomes[True]),
        different=tuple(outcomes[False]),
        skipped=tuple(outcomes[None]),
    )


async def _is_same(evaluator: Evaluator, exchange: Exchange, stored: EvaluationView) -> bool | None:
    """Whether the same grade comes out; None where this engine did not give it."""
    if (stored.engine, stored.engine_version) != (evaluator.name, evaluator.version):
        return None
    try:
        item = Item.model_validate(exchange.question.item)
    except ValidationError:
        return None
    parts = _parts(exchange, stored)
    grade = await evaluator.grade(item, parts)
    return _agree(stored, assessment.checked(item, grade, parts))


def _parts(exchange: Exchange, stored: EvaluationView) -> tuple[AnswerPart, ...]:
    """The answers that were judged together: all up to the one the grade was stored for."""
    answers = [turn for turn in exchange.turns if turn.kind is TurnKind.ANSWER]
    last = next(place for place, turn in enumerate(answers) if turn.id == stored.turn_id)
    return tuple(AnswerPart(turn_id=turn.id, text=turn.text) for turn in answers[: last + 1])


def _agree(stored: EvaluationView, grade: Grade) -> bool:
    if stored.kind is not grade.kind or abs(stored.score - grade.score) > _SAME:
        return False
    return all(
        abs(old.credit - new.credit) <= _SAME and set(old.evidence) == set(new.evidence)
        for old, new in zip(stored.points, grade.points, strict=True)
    )
