"""Queries of interviews and what was said in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_
from sqlmodel import col, select

from app.interviews.models import (
    IntegritySignal,
    Interview,
    InterviewStatus,
    InterviewTerm,
    Turn,
    TurnKind,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar


async def by_token_hash(
    session: AsyncSession, token_hash: str, *, lock: bool = False
) -> Interview | None:
    """The interview whose invitation has that hash."""
    query = select(Interview).where(col(Interview.token_hash) == token_hash)
    return await _one(session, query, lock=lock)


async def by_own_id(
    session: AsyncSession, interview_id: UUID, *, lock: bool = False
) -> Interview | None:
    """The interview of an id that came from the database itself, never from outside."""
    query = select(Interview).where(col(Interview.id) == interview_id)
    return await _one(session, query, lock=lock)


async def _one(
    session: AsyncSession, query: SelectOfScalar[Interview], *, lock: bool
) -> Interview | None:
    if lock:
        # What this session has read before may be stale by the time it gets the lock.
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def of_candidate(
    session: AsyncSession, organization_id: UUID, candidate_id: UUID
) -> list[Interview]:
    """Every interview of a candidate, oldest first."""
    query = (
        select(Interview)
        .where(
            col(Interview.organization_id) == organization_id,
            col(Interview.candidate_id) == candidate_id,
        )
        .order_by(col(Interview.id))
    )
    return list((await session.execute(query)).scalars())


async def forget_terms(session: AsyncSession, interview_ids: Collection[UUID]) -> None:
    """Delete the search terms of those interviews."""
    await session.execute(
        delete(InterviewTerm).where(col(InterviewTerm.interview_id).in_(interview_ids))
    )


async def overdue(session: AsyncSession, now: datetime, limit: int) -> list[UUID]:
    """Interviews not begun whose invitation has run out, the longest overdue first."""
    query = (
        select(Interview.id)
        .where(col(Interview.status) == InterviewStatus.SCHEDULED, col(Interview.expires_at) <= now)
        .order_by(col(Interview.expires_at))
        .limit(limit)
    )
    return list((await session.execute(query)).scalars())


async def left(session: AsyncSession, before: datetime, limit: int) -> list[UUID]:
    """Running interviews last seen before that moment, or whose invitation ran out before it."""
    query = (
        select(Interview.id)
        .where(
            col(Interview.status) == InterviewStatus.IN_PROGRESS,
            or_(col(Interview.last_seen_at) < before, col(Interview.expires_at) < before),
        )
        .order_by(col(Interview.last_seen_at))
        .limit(limit)
    )
    return list((await session.execute(query)).scalars())


async def last_turn(
    session: AsyncSession, interview_id: UUID, kinds: Collection[TurnKind] = tuple(TurnKind)
) -> Turn | None:
    """What was said last, of those kinds."""
    query = (
        select(Turn)
        .where(col(Turn.interview_id) == interview_id, col(Turn.kind).in_(kinds))
        .order_by(col(Turn.ordinal).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def turn(session: AsyncSession, interview_id: UUID, turn_id: UUID) -> Turn | None:
    """One turn of the interview."""
    query = select(Turn).where(col(Turn.id) == turn_id, col(Turn.interview_id) == interview_id)
    return (await session.execute(query)).scalar_one_or_none()


async def turn_by_key(session: AsyncSession, interview_id: UUID, client_key: str) -> Turn | None:
    """What was sent under that key of the browser's."""
    query = select(Turn).where(
        col(Turn.interview_id) == interview_id, col(Turn.client_key) == client_key
    )
    return (await session.execute(query)).scalar_one_or_none()


async def replies(
    session: AsyncSession, interview_id: UUID, turn_id: UUID, kind: TurnKind
) -> list[Turn]:
    """What was said of that kind in reply to a turn."""
    query = (
        select(Turn)
        .where(
            col(Turn.interview_id) == interview_id,
            col(Turn.in_reply_to) == turn_id,
            col(Turn.kind) == kind,
        )
        .order_by(col(Turn.ordinal))
    )
    return list((await session.execute(query)).scalars())


async def count_signals(session: AsyncSession, interview_id: UUID) -> int:
    """How many integrity signals an interview has."""
    query = (
        select(func.count())
        .select_from(IntegritySignal)
        .where(col(IntegritySignal.interview_id) == interview_id)
    )
    return (await session.execute(query)).scalar_one()
