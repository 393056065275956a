"""Grades that people gave: kept beside the machine's, point by point, and never changed."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations

from sqlmodel import col, select

from app.assessment.items import Value
from app.assessment.models import Regrade
from app.core.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.service import EvaluationView
    from app.identity.permissions import Actor

CREDITS = {"none": 0.0, "partly": 0.5, "fully": 1.0}
"""What a person can say of a reference point, and the credit it is."""

HUMAN_CONFIDENCE = 0.95
"""How sure a person's grade is taken to be. Not 1: two people agree at about r = 0.6."""


class RegradeView(Value):
    """A person's grade of an answer. `credits` are by reference point; scores are 0 to 1."""

    id: UUID
    interview_id: UUID
    evaluation_id: UUID
    score: float
    credits: dict[str, float]
    machine_score: float
    reason: str
    blind: bool
    counts: bool
    by: str
    by_id: UUID | None
    at: datetime


def parse_credits(evaluation: EvaluationView, given: object) -> dict[str, float]:
    """What was said of each point, `{point_id: "none" | "partly" | "fully"}`, as credits.

    Raises InvalidInputError naming `points` unless every point of the evaluation is judged.
    """
    said = given if isinstance(given, dict) else {}
    judged = {point.point_id: said.get(point.point_id) for point in evaluation.points}
    if not all(isinstance(one, str) and one in CREDITS for one in judged.values()):
        raise InvalidInputError("Say for every point how far the answer has it.", field="points")
    return {point_id: CREDITS[str(one)] for point_id, one in judged.items()}


def score_of(evaluation: EvaluationView, judged: Mapping[str, float]) -> float:
    """The weighted mean of the credits, 0 to 1."""
    weights = sum(point.weight for point in evaluation.points)
    earned = sum(point.weight * judged[point.point_id] for point in evaluation.points)
    return earned / weights if weights else 0.0


async def add_regrade(
    session: AsyncSession,
    actor: Actor,
    *,
    interview_id: UUID,
    evaluation: EvaluationView,
    judged: Mapping[str, float],
    score: float,
    reason: str,
    blind: bool = False,
    counts: bool = True,
) -> RegradeView:
    """Keep what a person says of an answer of the actor's organisation."""
    row = Regrade(
        organization_id=actor.organization_id,
        interview_id=interview_id,
        evaluation_id=evaluation.id,
        concept=evaluation.concept,
        item_id=evaluation.item_id,
        score=min(max(score, 0.0), 1.0),
        points=[{"point_id": point, "credit": credit} for point, credit in judged.items()],
        machine_score=evaluation.score,
        engine=evaluation.engine,
        engine_version=evaluation.engine_version,
        reason=reason,
        blind=blind,
        counts=counts,
        graded_by=actor.user_id,
        graded_by_name=actor.name,
    )
    session.add(row)
    await session.flush()
    return _view(row)


async def regrades_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> tuple[RegradeView, ...]:
    """Every re-grade of an interview's answers, the oldest first."""
    query = (
        select(Regrade)
        .where(
            col(Regrade.interview_id) == interview_id,
            col(Regrade.organization_id) == organization_id,
        )
        .order_by(col(Regrade.created_at), col(Regrade.id))
    )
    return tuple(map(_view, (await session.execute(query)).scalars()))


async def regrade_of(
    session: AsyncSession, *, organization_id: UUID, regrade_id: UUID
) -> RegradeView | None:
    """One re-grade of the organisation."""
    query = select(Regrade).where(
        col(Regrade.id) == regrade_id, col(Regrade.organization_id) == organization_id
    )
    row = (await session.execute(query)).scalar_one_or_none()
    return None if row is None else _view(row)


def holding(regrades: Iterable[RegradeView]) -> RegradeView | None:
    """Of the re-grades of one answer, oldest first, the one that counts in the report."""
    counted = [one for one in regrades if one.counts]
    return counted[-1] if counted else None


def overruled(evaluation: EvaluationView, regrade: RegradeView | None) -> EvaluationView:
    """The evaluation as it counts: a person's credits in place of the machine's."""
    if regrade is None:
        return evaluation
    points = tuple(
        point.model_copy(
            update={
                "credit": regrade.credits.get(point.point_id, point.credit),
                "confidence": HUMAN_CONFIDENCE,
                "contradicted": point.contradicted and not regrade.credits.get(point.point_id),
            }
        )
        for point in evaluation.points
    )
    return evaluation.model_copy(
        update={"score": regrade.score, "confidence": HUMAN_CONFIDENCE, "points": points}
    )


def _view(row: Regrade) -> RegradeView:
    return RegradeView(
        id=row.id,
        interview_id=row.interview_id,
        evaluation_id=row.evaluation_id,
        score=row.score,
        credits={str(one["point_id"]): float(one["credit"]) for one in row.points},
        machine_score=row.machine_score,
        reason=row.reason,
        blind=row.blind,
        counts=row.counts,
        by=row.graded_by_name,
        by_id=row.graded_by,
        at=row.created_at,
    )
