"""Grading an interview's answers once more, to see whether the same grades come out.

The built-in engine gives the same grade each time, down to the evidence. A model may not: its new
grade is held against the spread that was stated with the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.assessment import registry
from app.assessment import service as assessment
from app.assessment.items import AnswerPart, Item
from app.core.database import reading
from app.engines.service import engine_for
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.models import TurnKind
from app.reports.access import found
from app.reports.exchanges import exchanges_of

if TYPE_CHECKING:
    from uuid import UUID

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

    `skipped` were graded by another engine or version, which cannot be run again here, or could
    not be graded again now. `within` came out otherwise, but inside the spread that was stated.
    """

    identical: tuple[int, ...]
    different: tuple[int, ...]
    skipped: tuple[int, ...]
    within: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The outcome as people read it."""
        if self.different:
            numbers = ", ".join(str(number) for number in self.different)
            return f"different on re-run: question {numbers}"
        again = len(self.identical) + len(self.within)
        if not again:
            return "nothing could be graded again with the engine in use"
        same = (
            "the same on re-run within the stated spread of the judgements"
            if self.within
            else "identical on re-run"
        )
        if self.skipped:
            return f"{same}, {again} of {again + len(self.skipped)} grades"
        return same


class _Outcome(StrEnum):
    IDENTICAL = "identical"
    WITHIN = "within"
    DIFFERENT = "different"
    SKIPPED = "skipped"


async def regrade_check(actor: Actor, interview_id: object) -> RegradeCheck:
    """Grade every graded question of an interview again and compare; nothing is stored.

    Takes as long as grading did, and costs as much: never inside a transaction. Raises
    NotFoundError.
    """
    actor.require(Permission.VIEW)
    async with reading() as session:
        interview = await found(session, actor, interview_id)
        scope = {"organization_id": interview.organization_id, "interview_id": interview.id}
        exchanges = exchanges_of(
            await record.turns_of(session, **scope),
            await assessment.evaluations_of(session, **scope),
        )
    outcomes: dict[_Outcome, list[int]] = {outcome: [] for outcome in _Outcome}
    for number, exchange in enumerate(exchanges, start=1):
        if exchange.evaluation is not None:
            evaluator = await _evaluator(actor.organization_id, interview.id, exchange.evaluation)
            outcomes[await _again(evaluator, exchange, exchange.evaluation)].append(number)
    return RegradeCheck(
        identical=tuple(outcomes[_Outcome.IDENTICAL]),
        within=tuple(outcomes[_Outcome.WITHIN]),
        different=tuple(outcomes[_Outcome.DIFFERENT]),
        skipped=tuple(outcomes[_Outcome.SKIPPED]),
    )


async def _evaluator(
    organization_id: UUID, interview_id: UUID, stored: EvaluationView
) -> Evaluator | None:
    """What gave a grade, if it is still in use. The built-in engine always is."""
    evaluator = (await engine_for(organization_id, interview_id)).evaluator
    if stored.engine != evaluator.name and registry.replaced() is None:
        evaluator = registry.built_in().evaluator
    same = (stored.engine, stored.engine_version) == (evaluator.name, evaluator.version)
    return evaluator if same else None


async def _again(
    evaluator: Evaluator | None, exchange: Exchange, stored: EvaluationView
) -> _Outcome:
    """How the grade comes out again."""
    if evaluator is None:
        return _Outcome.SKIPPED
    try:
        item = Item.model_validate(exchange.question.item)
    except ValidationError:
        return _Outcome.SKIPPED
    parts = _parts(exchange, stored)
    grade = assessment.checked(item, await evaluator.grade(item, parts), parts)
    if grade.engine != stored.engine:
        return _Outcome.SKIPPED
    if _agree(stored, grade):
        return _Outcome.IDENTICAL
    return _Outcome.WITHIN if _overlap(stored, grade) else _Outcome.DIFFERENT


def _overlap(stored: EvaluationView, grade: Grade) -> bool:
    """Whether what two rounds of judgements spread over has something in common."""
    if None in (stored.score_low, stored.score_high, grade.score_low, grade.score_high):
        return False
    lows = (stored.score_low or 0.0, grade.score_low or 0.0)
    highs = (stored.score_high or 0.0, grade.score_high or 0.0)
    return max(lows) <= min(highs) + _SAME


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
