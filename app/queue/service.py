"""Ordering work. The item and the order to do it are committed together, or neither is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from app.core import clock, durable, subjects
from app.core.numbers import Series, take
from app.queue import repository
from app.queue.models import JobType, QueueItem, QueueStatus

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

QUEUE, WORKFLOW = "hiring", "run_queue_item"
MOST_PRIORITY = 100


async def add(
    session: AsyncSession,
    *,
    organization_id: UUID,
    job_type: JobType,
    requisition_id: UUID | None = None,
    application_id: UUID | None = None,
    interview_id: UUID | None = None,
    payload: dict[str, Any] | None = None,
    priority: int = 0,
    key: str | None = None,
    created_by: UUID | None = None,
    delay: timedelta | None = None,
) -> QueueItem:
    """Have something done once this transaction commits.

    With a `key` that an unfinished item of the organisation has, that item is given back; one that
    runs already is done once more afterwards. The caller has seen to it that the subjects are the
    organisation's, and holds their locks before it comes here.
    """
    if key is not None and (there := await _joined(session, organization_id, key)):
        return there
    if requisition_id is None and application_id is not None:
        requisition_id = await subjects.requisition_of(session, application_id)
    now = clock.now()
    item = QueueItem(
        organization_id=organization_id,
        number=await take(session, organization_id, Series.QUEUE_ITEM),
        job_type=job_type,
        priority=priority,
        key=key,
        requisition_id=requisition_id,
        application_id=application_id,
        interview_id=interview_id,
        payload=payload or {},
        created_by=created_by,
        created_at=now,
        due_at=now + delay if delay else now,
    )
    try:
        async with session.begin_nested():
            session.add(item)
    except IntegrityError:
        # Whoever took the key first holds it now; ours goes with theirs.
        there = await _joined(session, organization_id, key) if key else None
        if there is None:
            raise
        return there
    await order(session, item, delay=delay)
    return item


async def is_open(session: AsyncSession, organization_id: UUID, key: str) -> bool:
    """Whether something with that key waits or runs."""
    return await repository.is_open(session, organization_id, key)


async def order(session: AsyncSession, item: QueueItem, *, delay: timedelta | None = None) -> None:
    """Have the next attempt at an item made; one that was ordered before finds nothing to do."""
    item.run += 1
    item.due_at = clock.now() + delay if delay else clock.now()
    await session.flush()
    await durable.enqueue(
        session,
        WORKFLOW,
        item.id,
        queue=QUEUE,
        partition=str(item.organization_id),
        priority=item.priority,
        delay=delay,
        run=str(item.run),
    )


def workflow_id(item: QueueItem) -> str:
    """The name under which the job runner knows the newest order of an item."""
    return f"{WORKFLOW}:{item.id}:{item.run}"


async def _joined(session: AsyncSession, organization_id: UUID, key: str) -> QueueItem | None:
    """The unfinished item with that key, which now stands for another order as well."""
    item = await repository.unfinished(session, organization_id, key)
    if item is not None and item.status is QueueStatus.RUNNING:
        item.wanted_again = True
    return item
