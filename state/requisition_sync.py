"""Synchronising with Workday as screens follow it: ordered, on its way, over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.database import unit_of_work
from app.core.errors import InvalidInputError, NotFoundError
from app.queue import view as queue
from app.queue.control import key_for
from app.queue.models import JobType, QueueStatus
from app.requisitions import service as requisitions
from app.workday import vault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.queue.view import ItemView

NO_CREDENTIALS = "There are no credentials for Workday yet: an administrator has to enter them."
_MOVING = frozenset({QueueStatus.PENDING, QueueStatus.RUNNING})


@dataclass(frozen=True)
class Sync:
    """Where a synchronisation stands. `item` is its number in the queue; "" for no words."""

    item: int = 0
    moving: bool = False
    words: str = ""
    tone: str = ""


async def order(actor: Actor, number: object) -> int:
    """Have a requisition synchronised; gives the item's number in the queue.

    Raises NotFoundError, and InvalidInputError where there is nothing to synchronise with.
    """
    async with unit_of_work() as session:
        item = await requisitions.queue_sync(session, actor, number)
        if await vault.credential_of(session, actor.organization_id) is None:
            raise InvalidInputError(NO_CREDENTIALS)
        return item.number


async def under_way(
    session: AsyncSession, actor: Actor, requisition_ids: Collection[UUID]
) -> Mapping[UUID, Sync]:
    """Those of the requisitions that are being synchronised, or will be tried again."""
    keys = {key_for(JobType.SYNC, requisition_id=one): one for one in requisition_ids}
    found = await queue.under_way(session, actor, keys)
    return {keys[key]: _of(item) for key, item in found.items()}


async def outcome(session: AsyncSession, actor: Actor, item: int) -> Sync:
    """What came of one that is no longer under way."""
    try:
        return _of(await queue.one(session, actor, item))
    except NotFoundError:
        # Somebody has cleared the queue since.
        return Sync(item)


def _of(item: ItemView) -> Sync:
    if item.status in _MOVING:
        words = "Synchronising …" if item.status is QueueStatus.RUNNING else "Waiting to begin …"
        return Sync(item.number, moving=True, words=words)
    if item.status is QueueStatus.COMPLETED:
        return Sync(item.number, words="Synchronised just now.", tone="good")
    why = item.problem or "Workday could not be reached."
    again = " It is tried again by itself." if item.status is QueueStatus.FAILED else ""
    return Sync(item.number, words=f"{why}{again}", tone="bad")
