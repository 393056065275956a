"""Queries of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, delete, func, or_
from sqlmodel import col, select

from app.queue.models import QueueItem, QueueStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.queue.models import JobType

WAITING = (QueueStatus.PENDING, QueueStatus.FAILED)


async def unfinished(session: AsyncSession, organization_id: UUID, key: str) -> QueueItem | None:
    """The item with that key that is not over, locked."""
    query = (
        select(QueueItem)
        .where(col(QueueItem.organization_id) == organization_id, col(QueueItem.key) == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def is_open(session: AsyncSession, organization_id: UUID, key: str) -> bool:
    """Whether an item with that key is not over. It is not held."""
    query = select(col(QueueItem.id)).where(
        col(QueueItem.organization_id) == organization_id,
        col(QueueItem.key) == key,
        col(QueueItem.status) != QueueStatus.DEAD,
    )
    return (await session.execute(query)).first() is not None


async def with_keys(
    session: AsyncSession, organization_id: UUID, keys: Collection[str]
) -> list[QueueItem]:
    """The items with those keys, none of which is over, as they stand."""
    query = select(QueueItem).where(
        col(QueueItem.organization_id) == organization_id, col(QueueItem.key).in_(sorted(keys))
    )
    return list((await session.execute(query)).scalars())


async def by_id(session: AsyncSession, item_id: UUID) -> QueueItem | None:
    """An item, locked, for the runner that was given its id."""
    query = select(QueueItem).where(col(QueueItem.id) == item_id).with_for_update()
    query = query.execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def by_number(
    session: AsyncSession, organization_id: UUID, number: int, *, lock: bool = True
) -> QueueItem | None:
    """The organisation's item with that public number; with `lock`, held till the end."""
    query = select(QueueItem).where(
        col(QueueItem.organization_id) == organization_id, col(QueueItem.number) == number
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def counts(
    session: AsyncSession, organization_id: UUID, *, job_type: JobType | None = None
) -> dict[QueueStatus, int]:
    """How many items of the organisation stand where."""
    query = (
        select(col(QueueItem.status), func.count())
        .where(col(QueueItem.organization_id) == organization_id)
        .group_by(col(QueueItem.status))
    )
    if job_type is not None:
        query = query.where(col(QueueItem.job_type) == job_type)
    return {row[0]: row[1] for row in await session.execute(query)}


async def last_completed(session: AsyncSession, organization_id: UUID) -> datetime | None:
    """When an item of the organisation was done last, of those that are kept."""
    query = select(func.max(col(QueueItem.finished_at))).where(
        col(QueueItem.organization_id) == organization_id,
        col(QueueItem.status) == QueueStatus.COMPLETED,
    )
    return (await session.execute(query)).scalar_one()


async def page(
    session: AsyncSession,
    organization_id: UUID,
    *,
    status: QueueStatus | None,
    job_type: JobType | None,
    offset: int,
    limit: int,
) -> list[QueueItem]:
    """Some items, the newest first; those that wait, in the order in which they are to be done."""
    query = select(QueueItem).where(col(QueueItem.organization_id) == organization_id)
    if status is not None:
        query = query.where(col(QueueItem.status) == status)
    if job_type is not None:
        query = query.where(col(QueueItem.job_type) == job_type)
    if status is QueueStatus.PENDING:
        query = query.order_by(col(QueueItem.priority).desc(), col(QueueItem.id))
    else:
        query = query.order_by(col(QueueItem.id).desc())
    return list((await session.execute(query.offset(offset).limit(limit))).scalars())


async def in_status(
    session: AsyncSession, organization_id: UUID, statuses: Collection[QueueStatus], *, most: int
) -> Sequence[QueueItem]:
    """Some of the organisation's items that stand so, the oldest first, locked."""
    query = (
        select(QueueItem)
        .where(
            col(QueueItem.organization_id) == organization_id, col(QueueItem.status).in_(statuses)
        )
        .order_by(col(QueueItem.id))
        .limit(most)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalars().all()


async def remove(
    session: AsyncSession, organization_id: UUID, statuses: Collection[QueueStatus]
) -> int:
    """Delete the organisation's items that stand so; gives how many."""
    statement = delete(QueueItem).where(
        col(QueueItem.organization_id) == organization_id, col(QueueItem.status).in_(statuses)
    )
    result = await session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0


async def purge(session: AsyncSession, before: datetime, *, most: int) -> int:
    """Delete some items that were completed before; gives how many."""
    old = (
        select(col(QueueItem.id))
        .where(col(QueueItem.status) == QueueStatus.COMPLETED, col(QueueItem.started_at) < before)
        .limit(most)
    )
    result = await session.execute(delete(QueueItem).where(col(QueueItem.id).in_(old)))
    return result.rowcount if isinstance(result, CursorResult) else 0


async def overdue(
    session: AsyncSession, *, due_before: datetime, begun_before: datetime, most: int
) -> Sequence[QueueItem]:
    """Items of any organisation that should have been begun, or over, by now."""
    query = (
        select(QueueItem)
        .where(
            or_(
                col(QueueItem.status).in_(WAITING) & (col(QueueItem.due_at) < due_before),
                (col(QueueItem.status) == QueueStatus.RUNNING)
                & (col(QueueItem.started_at) < begun_before),
            )
        )
        .order_by(col(QueueItem.id))
        .limit(most)
    )
    return (await session.execute(query)).scalars().all()
