"""What an administrator does with the queue: trying again, and clearing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import audit
from app.core.errors import ConflictError, NotFoundError
from app.identity.permissions import Permission
from app.queue import repository
from app.queue.models import JobType, QueueItem, QueueStatus
from app.queue.service import order

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

RETRIABLE = frozenset({QueueStatus.FAILED, QueueStatus.DEAD})
CLEARABLE = frozenset(
    {QueueStatus.PENDING, QueueStatus.FAILED, QueueStatus.DEAD, QueueStatus.COMPLETED}
)
MOST_RETRIED = 500
NO_SUCH_ITEM = "There is no such item in the queue."
_STANDS = {
    QueueStatus.PENDING: "waits for its turn already",
    QueueStatus.RUNNING: "is being done now",
    QueueStatus.COMPLETED: "is done",
}


def key_of(item: QueueItem) -> str:
    """The key under which there is one order of a thing at a time."""
    return key_for(
        item.job_type,
        requisition_id=item.requisition_id,
        application_id=item.application_id,
        interview_id=item.interview_id,
    )


def key_for(
    job_type: JobType,
    *,
    requisition_id: UUID | None = None,
    application_id: UUID | None = None,
    interview_id: UUID | None = None,
) -> str:
    """That key for what is to be done with a thing, the nearest of those given."""
    subject = interview_id or application_id or requisition_id
    return f"{job_type.value}:{subject or 'all'}"


async def retry(session: AsyncSession, actor: Actor, number: int) -> QueueItem:
    """Have an item that failed or is dead done now, with all its attempts before it again.

    Raises NotFoundError, and ConflictError for any other item or where the same has been ordered
    anew since.
    """
    actor.require(Permission.MANAGE_QUEUE)
    item = await repository.by_number(session, actor.organization_id, number)
    if item is None:
        raise NotFoundError(NO_SUCH_ITEM)
    if item.status not in RETRIABLE:
        raise ConflictError(f"Item {item.number} {_STANDS[item.status]}.")
    if item.key is None:
        wanted = key_of(item)
        other = await repository.unfinished(session, actor.organization_id, wanted)
        if other is not None:
            raise ConflictError(f"The same has been ordered anew since, as item {other.number}.")
        item.key = wanted
    await again(session, item)
    _record(session, actor, "queue.retried", item=item.number, job_type=item.job_type.value)
    return item


async def retry_failed(session: AsyncSession, actor: Actor) -> int:
    """Have everything done now that failed or is dead, at most MOST_RETRIED items; gives how many.

    What has been ordered anew since is left as it is.
    """
    actor.require(Permission.MANAGE_QUEUE)
    retried = 0
    for item in await repository.in_status(
        session, actor.organization_id, RETRIABLE, most=MOST_RETRIED
    ):
        if item.key is None:
            wanted = key_of(item)
            if await repository.unfinished(session, actor.organization_id, wanted):
                continue
            item.key = wanted
        await again(session, item)
        retried += 1
    _record(session, actor, "queue.failed_retried", retried=retried)
    return retried


async def again(session: AsyncSession, item: QueueItem) -> None:
    """Have an item that waits or is dead done now. The caller holds its lock and its key."""
    item.status, item.attempts, item.problem = QueueStatus.PENDING, 0, None
    item.wanted_again = False
    await order(session, item)


async def clear_completed(session: AsyncSession, actor: Actor) -> int:
    """Remove what is done from the queue; gives how many."""
    actor.require(Permission.MANAGE_QUEUE)
    removed = await repository.remove(
        session, actor.organization_id, frozenset({QueueStatus.COMPLETED})
    )
    _record(session, actor, "queue.completed_cleared", removed=removed)
    return removed


async def clear_all(session: AsyncSession, actor: Actor) -> int:
    """Remove everything but what is being done now; gives how many."""
    actor.require(Permission.MANAGE_QUEUE)
    removed = await repository.remove(session, actor.organization_id, CLEARABLE)
    _record(session, actor, "queue.cleared", removed=removed)
    return removed


def _record(session: AsyncSession, actor: Actor, action: str, **details: int | str) -> None:
    audit.record(
        session,
        action,
        subject_type="organization",
        subject_id=actor.organization_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
