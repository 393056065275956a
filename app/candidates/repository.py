"""Queries of candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from app.candidates.models import Candidate

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def by_id(
    session: AsyncSession, organization_id: UUID, candidate_id: UUID
) -> Candidate | None:
    """The organisation's candidate of that id."""
    query = select(Candidate).where(
        col(Candidate.id) == candidate_id, col(Candidate.organization_id) == organization_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def by_email(session: AsyncSession, organization_id: UUID, email: str) -> Candidate | None:
    """The organisation's candidate with that address (in lower case)."""
    query = select(Candidate).where(
        col(Candidate.organization_id) == organization_id, col(Candidate.email) == email
    )
    return (await session.execute(query)).scalar_one_or_none()


async def remove(session: AsyncSession, organization_id: UUID, candidate_id: UUID) -> bool:
    """Delete the organisation's candidate; the database takes all that hangs on it along."""
    query = (
        delete(Candidate)
        .where(col(Candidate.id) == candidate_id, col(Candidate.organization_id) == organization_id)
        .returning(col(Candidate.id))
    )
    return (await session.execute(query)).first() is not None
