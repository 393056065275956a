"""Queries of assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlmodel import col, select

from app.assessment.models import Evaluation, Evidence, PointEvaluation

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

Rows: TypeAlias = tuple[list[Evaluation], list[PointEvaluation], list[Evidence]]


async def of_interview(session: AsyncSession, organization_id: UUID, interview_id: UUID) -> Rows:
    """Every evaluation of an interview with its points and evidence, in three queries."""
    return await _rows(
        session,
        (col(Evaluation.organization_id) == organization_id)
        & (col(Evaluation.interview_id) == interview_id),
    )


async def of_turn(session: AsyncSession, organization_id: UUID, turn_id: UUID) -> Rows:
    """The evaluation of one answer, if there is one, with its points and evidence."""
    return await _rows(
        session,
        (col(Evaluation.organization_id) == organization_id) & (col(Evaluation.turn_id) == turn_id),
    )


async def is_graded(session: AsyncSession, turn_id: UUID) -> bool:
    """Whether an answer has an evaluation."""
    query = select(Evaluation.id).where(col(Evaluation.turn_id) == turn_id)
    return (await session.execute(query)).first() is not None


async def _rows(session: AsyncSession, wanted: ColumnElement[bool]) -> Rows:
    evaluations = select(Evaluation).where(wanted).order_by(col(Evaluation.id))
    points = (
        select(PointEvaluation)
        .join(Evaluation, col(Evaluation.id) == col(PointEvaluation.evaluation_id))
        .where(wanted)
        .order_by(col(PointEvaluation.ordinal))
    )
    evidence = (
        select(Evidence)
        .join(PointEvaluation, col(PointEvaluation.id) == col(Evidence.point_evaluation_id))
        .join(Evaluation, col(Evaluation.id) == col(PointEvaluation.evaluation_id))
        .where(wanted)
        .order_by(col(Evidence.start_at), col(Evidence.id))
    )
    return (
        list((await session.execute(evaluations)).scalars()),
        list((await session.execute(points)).scalars()),
        list((await session.execute(evidence)).scalars()),
    )
