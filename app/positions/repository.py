"""Queries of positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func
from sqlmodel import col, select

from app.positions.models import MustAskQuestion, Position, PositionConcept, PositionStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.positions.models import Seniority


async def position(
    session: AsyncSession, *, organization_id: UUID, position_id: UUID, lock: bool = False
) -> Position | None:
    """The organisation's position of that id; with `lock`, held until the transaction ends."""
    query = select(Position).where(
        col(Position.id) == position_id, col(Position.organization_id) == organization_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def by_own_id(session: AsyncSession, position_id: UUID) -> Position | None:
    """The position of an id of our own, as a job was given it."""
    return await session.get(Position, position_id)


async def open_ones(
    session: AsyncSession, *, organization_id: UUID
) -> list[tuple[UUID, str, Seniority, int]]:
    """Id, title, seniority and minutes of the organisation's open positions, by title."""
    query = (
        select(
            col(Position.id),
            col(Position.title),
            col(Position.seniority),
            col(Position.duration_min),
        )
        .where(
            col(Position.organization_id) == organization_id,
            col(Position.status) == PositionStatus.OPEN,
        )
        .order_by(func.lower(col(Position.title)), col(Position.id))
    )
    return [(row[0], row[1], row[2], row[3]) for row in (await session.execute(query)).all()]


async def concepts_of(
    session: AsyncSession, position_ids: Collection[UUID]
) -> list[PositionConcept]:
    """The concepts of those positions, in their order."""
    query = (
        select(PositionConcept)
        .where(col(PositionConcept.position_id).in_(position_ids))
        .order_by(col(PositionConcept.position_id), col(PositionConcept.ordinal))
    )
    return list((await session.execute(query)).scalars())


async def questions_of(session: AsyncSession, position_id: UUID) -> list[MustAskQuestion]:
    """The must-ask questions of a position, in their order."""
    query = (
        select(MustAskQuestion)
        .where(col(MustAskQuestion.position_id) == position_id)
        .order_by(col(MustAskQuestion.ordinal))
    )
    return list((await session.execute(query)).scalars())


async def clear_contents(session: AsyncSession, position_id: UUID) -> None:
    """Delete the concepts and must-ask questions of a position."""
    for table in (PositionConcept, MustAskQuestion):
        await session.execute(delete(table).where(col(table.position_id) == position_id))


async def page(
    session: AsyncSession,
    *,
    organization_id: UUID,
    status: PositionStatus | None,
    search: str,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[Position], int]:
    """A page of the organisation's positions that match, and how many there are in all."""
    conditions: list[ColumnElement[bool]] = [col(Position.organization_id) == organization_id]
    if status is not None:
        conditions.append(col(Position.status) == status)
    if search:
        conditions.append(func.lower(col(Position.title)).contains(search.lower(), autoescape=True))
    orders: dict[str, list[Any]] = {
        "newest": [col(Position.id).desc()],
        "updated": [col(Position.updated_at).desc(), col(Position.id).desc()],
        "title": [func.lower(col(Position.title)), col(Position.id)],
    }
    query = (
        select(Position)
        .where(*conditions)
        .order_by(*orders.get(sort, orders["newest"]))
        .offset(offset)
        .limit(limit)
    )
    counting = select(func.count()).select_from(Position).where(*conditions)
    found = list((await session.execute(query)).scalars())
    return found, (await session.execute(counting)).scalar_one()


async def count(session: AsyncSession, *, organization_id: UUID, limit: int) -> int:
    """How many positions the organisation has, counted up to `limit`."""
    of_ours = col(Position.organization_id) == organization_id
    some = select(col(Position.id)).where(of_ours).limit(limit).subquery()
    return (await session.execute(select(func.count()).select_from(some))).scalar_one()
