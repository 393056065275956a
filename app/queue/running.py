"""The life of an item while it is worked on: begun, and completed or failed.

Whoever works on it says for which run; where that has been overtaken, as after a long silence,
nothing is noted and whatever was done in the same unit of work is undone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.queue import repository
from app.queue.models import JobType, QueueItem, QueueStatus
from app.queue.outcomes import PAUSES, Failure, after
from app.queue.service import order

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

MOST_BEGUN = 2 * len(PAUSES) + 2
INTERRUPTED = Failure("The work was interrupted again and again.", is_final=True)
_OVER = frozenset({QueueStatus.COMPLETED, QueueStatus.DEAD})


class OvertakenError(Exception):
    """The run is not the item's newest any more, or the item is gone."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done, for whom; `attempts` counts from 1, this one included."""

    item_id: UUID
    run: int
    number: int
    organization_id: UUID
    job_type: JobType
    requisition_id: UUID | None = None
    application_id: UUID | None = None
    interview_id: UUID | None = None
    created_by: UUID | None = None
    priority: int = 0
    attempts: int = 1
    payload: dict[str, Any] = field(default_factory=dict)


async def begin(session: AsyncSession, item_id: UUID, run: int) -> Work | None:
    """Begin an attempt; None where there is nothing to do for that run.

    A run that was cut off is begun again, as another attempt.
    """
    item = await repository.by_id(session, item_id)
    if item is None or item.run != run or item.status in _OVER:
        return None
    item.status = QueueStatus.RUNNING
    item.attempts += 1
    item.started_at, item.finished_at = clock.now(), None
    return _work(item)


async def complete(session: AsyncSession, work: Work) -> None:
    """Note that the work is done, in the unit of work of its effects. Raises OvertakenError.

    What was ordered again meanwhile is ordered now.
    """
    item = await _held(session, work)
    item.problem, item.finished_at = None, clock.now()
    if item.wanted_again:
        item.wanted_again, item.attempts = False, 0
        item.status = QueueStatus.PENDING
        await order(session, item)
        return
    item.status, item.key = QueueStatus.COMPLETED, None


def is_last(work: Work, failure: Failure) -> bool:
    """Whether no attempt would follow this failure of it."""
    return after(failure, work.attempts).is_dead


async def fail(session: AsyncSession, work: Work, failure: Failure) -> bool:
    """Note a failure, and order the next attempt unless there is none; whether the item is dead.

    Raises OvertakenError.
    """
    item = await _held(session, work)
    item.problem, item.finished_at = failure.words, clock.now()
    coming = after(failure, item.attempts)
    if coming.is_dead:
        item.status, item.key, item.wanted_again = QueueStatus.DEAD, None, False
        return True
    item.status, item.wanted_again = QueueStatus.FAILED, False
    await order(session, item, delay=coming.delay)
    return False


async def _held(session: AsyncSession, work: Work) -> QueueItem:
    item = await repository.by_id(session, work.item_id)
    if item is None or item.run != work.run or item.status is not QueueStatus.RUNNING:
        raise OvertakenError
    return item


def _work(item: QueueItem) -> Work:
    return Work(
        item_id=item.id,
        run=item.run,
        number=item.number,
        organization_id=item.organization_id,
        job_type=item.job_type,
        requisition_id=item.requisition_id,
        application_id=item.application_id,
        interview_id=item.interview_id,
        created_by=item.created_by,
        priority=item.priority,
        attempts=item.attempts,
        payload=dict(item.payload),
    )
