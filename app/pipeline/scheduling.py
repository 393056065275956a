"""Ordering what is due by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.database import reading, unit_of_work
from app.queue import service as queue
from app.queue.models import JobType
from app.workday import sync

if TYPE_CHECKING:
    from datetime import datetime


async def order_due(now: datetime) -> int:
    """Order every synchronisation with Workday that is due by then; gives how many are.

    One that is ordered already, and not over, stands for both; a requisition is due again only
    after its interval, counted from when the work on it last began.
    """
    async with reading() as session:
        wanted = await sync.due(session, now)
    for one in wanted:
        async with unit_of_work() as session:
            await queue.add(
                session,
                organization_id=one.organization_id,
                job_type=JobType.SYNC,
                requisition_id=one.requisition_id,
                key=one.key,
            )
    return len(wanted)
