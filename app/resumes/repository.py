"""Queries of résumés."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.resumes.models import Resume, ResumeFile

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def newest(
    session: AsyncSession, *, organization_id: UUID, application_id: UUID
) -> Resume | None:
    """The résumé of an application that counts: the one that came last."""
    query = (
        select(Resume)
        .where(
            col(Resume.application_id) == application_id,
            col(Resume.organization_id) == organization_id,
        )
        .order_by(col(Resume.created_at).desc(), col(Resume.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def content_of(session: AsyncSession, *, organization_id: UUID, resume_id: UUID) -> bytes:
    """The bytes of a résumé of the organisation."""
    query = select(ResumeFile.content).where(
        col(ResumeFile.resume_id) == resume_id, col(ResumeFile.organization_id) == organization_id
    )
    content: bytes = (await session.execute(query)).scalar_one()
    return content
