"""Queries for analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.analysis.models import Analysis

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def newest(
    session: AsyncSession, *, organization_id: UUID, application_id: UUID
) -> Analysis | None:
    """The analysis of an application that counts."""
    query = (
        select(Analysis)
        .where(
            col(Analysis.organization_id) == organization_id,
            col(Analysis.application_id) == application_id,
        )
        .order_by(col(Analysis.created_at).desc(), col(Analysis.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def same(
    session: AsyncSession,
    *,
    organization_id: UUID,
    application_id: UUID,
    resume_id: UUID,
    engine_version: str,
) -> Analysis | None:
    """The newest analysis, if this engine made it of this résumé and nothing kept it from it."""
    row = await newest(session, organization_id=organization_id, application_id=application_id)
    if row is None or row.fallback:
        return None
    return row if (row.resume_id, row.engine_version) == (resume_id, engine_version) else None
