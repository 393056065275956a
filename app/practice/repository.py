"""Queries of practice: one member's own attempts and sessions, and never anybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func
from sqlmodel import col, select

from app.interviews.models import Interview, InterviewKind
from app.practice.models import PracticeAttempt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession


def _own(organization_id: UUID, user_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        col(PracticeAttempt.organization_id) == organization_id,
        col(PracticeAttempt.user_id) == user_id,
    )


async def attempt(
    session: AsyncSession, *, organization_id: UUID, user_id: UUID, attempt_id: UUID
) -> PracticeAttempt | None:
    """The member's attempt of that id."""
    query = select(PracticeAttempt).where(
        *_own(organization_id, user_id), col(PracticeAttempt.id) == attempt_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def attempts(
    session: AsyncSession, *, organization_id: UUID, user_id: UUID, offset: int, limit: int
) -> Sequence[PracticeAttempt]:
    """The member's attempts, the latest first."""
    query = (
        select(PracticeAttempt)
        .where(*_own(organization_id, user_id))
        .order_by(col(PracticeAttempt.created_at).desc(), col(PracticeAttempt.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def count(session: AsyncSession, *, organization_id: UUID, user_id: UUID) -> int:
    """How many attempts the member has."""
    query = select(func.count()).where(*_own(organization_id, user_id))
    return (await session.execute(query)).scalar_one()


async def previous(
    session: AsyncSession, *, organization_id: UUID, user_id: UUID, item_id: str, before: datetime
) -> float | None:
    """The score of the member's last attempt at the item before that moment."""
    query = (
        select(col(PracticeAttempt.score))
        .where(
            *_own(organization_id, user_id),
            col(PracticeAttempt.item_id) == item_id,
            col(PracticeAttempt.created_at) < before,
        )
        .order_by(col(PracticeAttempt.created_at).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def scores(
    session: AsyncSession, *, organization_id: UUID, user_id: UUID, limit: int
) -> Sequence[tuple[str, str, float, datetime]]:
    """The concept, skill, score and moment of the member's latest attempts, the latest first."""
    query = (
        select(
            col(PracticeAttempt.concept),
            col(PracticeAttempt.skill),
            col(PracticeAttempt.score),
            col(PracticeAttempt.created_at),
        )
        .where(*_own(organization_id, user_id))
        .order_by(col(PracticeAttempt.created_at).desc(), col(PracticeAttempt.id).desc())
        .limit(limit)
    )
    return [
        (concept, skill, score, moment)
        for concept, skill, score, moment in await session.execute(query)
    ]


async def remove(
    session: AsyncSession, *, organization_id: UUID, user_id: UUID, attempt_id: UUID
) -> bool:
    """Delete the member's attempt of that id. Whether there was one."""
    query = delete(PracticeAttempt).where(
        *_own(organization_id, user_id), col(PracticeAttempt.id) == attempt_id
    )
    deleted = await session.execute(query.returning(col(PracticeAttempt.id)))
    return deleted.scalar_one_or_none() is not None


async def sessions(
    session: AsyncSession, *, organization_id: UUID, user_id: UUID, limit: int
) -> Sequence[Interview]:
    """The member's latest whole practice interviews, the latest first."""
    query = (
        select(Interview)
        .where(
            col(Interview.organization_id) == organization_id,
            col(Interview.created_by) == user_id,
            col(Interview.kind) == InterviewKind.PRACTICE,
        )
        .order_by(col(Interview.created_at).desc(), col(Interview.id).desc())
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()
