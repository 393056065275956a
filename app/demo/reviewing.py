"""What people of the demo made of the machine's grades: blind, and in one report openly.

The reviewer knows what the simulated candidates chose to say, so their grades owe nothing to the
machine's: a point was made where one of its wordings or the whole sample answer was. Where only a
part of the sample answer was given nobody could say which points that was, and it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.items import Item
from app.assessment.regrades import CREDITS
from app.core.database import reading, unit_of_work
from app.demo.simulation import sentences_of
from app.interviews import record
from app.interviews.models import TurnKind
from app.reports import human_grades
from app.reports.access import exchanges, found

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from app.assessment.service import EvaluationView
    from app.identity.permissions import Actor
    from app.reports.exchanges import Exchange

_EVERY = 2
_CLOSE = 0.5


async def grade_blind(actor: Actor, interview_id: UUID) -> None:
    """Grade every other answer of a finished interview without the machine's grades."""
    for exchange in (await _graded(actor, interview_id))[::_EVERY]:
        points = _judged(exchange)
        if exchange.evaluation is not None and points is not None:
            async with unit_of_work() as session:
                await human_grades.regrade_blind(
                    session, actor, interview_id, exchange.evaluation.id, points=points
                )


async def correct_first(actor: Actor, interview_id: UUID, reason: str) -> None:
    """Re-grade the first answer that a person sees otherwise than the machine, with a reason."""
    for exchange in await _graded(actor, interview_id):
        evaluation, points = exchange.evaluation, _judged(exchange)
        if evaluation is None or points is None or _agree(evaluation, points):
            continue
        async with unit_of_work() as session:
            await human_grades.regrade(
                session, actor, interview_id, evaluation.id, points=points, reason=reason, seen=""
            )
        return


async def _graded(actor: Actor, interview_id: UUID) -> list[Exchange]:
    """The questions with a grade, must-ask ones left out."""
    async with reading() as session:
        interview = await found(session, actor, interview_id)
        turns = await record.turns_of(
            session, organization_id=actor.organization_id, interview_id=interview.id
        )
        every = await exchanges(session, interview, turns)
    return [one for one in every if one.asked is not None and one.evaluation is not None]


def _agree(evaluation: EvaluationView, points: Mapping[str, str]) -> bool:
    return all(
        abs(one.credit - CREDITS[points[one.point_id]]) < _CLOSE for one in evaluation.points
    )


def _judged(exchange: Exchange) -> dict[str, str] | None:
    """What was said of each point; None where that cannot be told."""
    said = " ".join(turn.text for turn in exchange.turns if turn.kind is TurnKind.ANSWER)
    item = Item.model_validate(exchange.question.item)
    sample = [sentence in said for sentence in sentences_of(item.sample_answer)]
    if any(sample) and not all(sample):
        return None
    return {
        point.id: "fully"
        if any(sample) or any(wording in said for wording in (point.text, *point.also))
        else "none"
        for point in item.points
    }
