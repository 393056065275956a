"""Blind review: a random answer to be graded without the machine's grade or the candidate's name.

Who has seen a grade leans towards it, so only agreement with blind grades says how good the
machine is. Answers are drawn from the low, middle and high bands of scores alike: at random most
would be of one band, and agreement on the others would stay unknown.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment import regrade_figures
from app.calibration.figures import BANDS, concept_name
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.models import TurnKind, TurnRole
from app.positions.plan import plan_from_json
from app.reports.access import exchanges, found

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor


@dataclass(frozen=True, slots=True)
class BlindPoint:
    """A reference point to be judged."""

    point_id: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said after the question."""

    by_candidate: bool
    text: str


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """An answer with what grading it needs, and nothing of the machine's grade or of who gave it.

    The ids lead to the report: they are for the server alone.
    """

    interview_id: UUID
    evaluation_id: UUID
    concept: str
    depth: int | None
    question: str
    said: tuple[Said, ...]
    points: tuple[BlindPoint, ...]


async def draw(session: AsyncSession, actor: Actor) -> BlindAnswer | None:
    """A random answer of a candidate that nobody has re-graded; None where there is none left.

    A band of scores is drawn first. Eight queries at most.
    """
    actor.require(Permission.REVIEW)
    bands = list(range(len(BANDS)))
    secrets.SystemRandom().shuffle(bands)
    for band in bands:
        drawn = await regrade_figures.ungraded(
            session,
            organization_id=actor.organization_id,
            interviews=record.reported_on(actor.organization_id),
            band=band,
        )
        if drawn is not None:
            return await _answer(session, actor, *drawn)
    return None


async def _answer(
    session: AsyncSession, actor: Actor, interview_id: UUID, evaluation_id: UUID
) -> BlindAnswer:
    interview = await found(session, actor, interview_id)
    turns = await record.turns_of(
        session, organization_id=actor.organization_id, interview_id=interview.id
    )
    exchange = next(
        one
        for one in await exchanges(session, interview, turns)
        if one.evaluation is not None and one.evaluation.id == evaluation_id
    )
    names = {one.slug: one.name for one in plan_from_json(interview.plan).targets}
    evaluation = exchange.evaluation
    return BlindAnswer(
        interview_id=interview.id,
        evaluation_id=evaluation_id,
        concept=concept_name(None if exchange.is_must_ask else exchange.question.concept, names),
        depth=exchange.question.depth,
        question=exchange.question.text,
        said=tuple(
            Said(turn.role is TurnRole.CANDIDATE, turn.text)
            for turn in exchange.turns[1:]
            if turn.kind in {TurnKind.ANSWER, TurnKind.FOLLOW_UP}
        ),
        points=tuple(
            BlindPoint(point.point_id, point.text, point.weight)
            for point in (evaluation.points if evaluation else ())
        ),
    )
