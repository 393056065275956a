"""Queries of evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.evaluations.models import InterviewEvaluation

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def evaluation_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> InterviewEvaluation | None:
    """The evaluation of that interview of the organisation, if it has one."""
    query = select(InterviewEvaluation).where(
        col(InterviewEvaluation.interview_id) == interview_id,
        col(InterviewEvaluation.organization_id) == organization_id,
    )
    return (await session.execute(query)).scalar_one_or_none()
