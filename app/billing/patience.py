"""Trying again later what Stripe did not answer, without holding a place in the queue meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import clock, durable
from app.core.database import unit_of_work

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

QUEUE = "payments"
FIRST_WAIT, PATIENCE = timedelta(minutes=1), timedelta(hours=6)
"""Each wait is as long as all before it; the last ends well within the day for which Stripe
remembers what it has done already."""


async def try_later(workflow: str, top_up_id: UUID, *, since: datetime) -> bool:
    """Order a workflow again; False, and nothing ordered, where it has been tried long enough."""
    waited = clock.now() - since
    if waited > PATIENCE:
        return False
    async with unit_of_work() as session:
        await durable.enqueue(
            session,
            workflow,
            top_up_id,
            queue=QUEUE,
            delay=max(waited, FIRST_WAIT),
            run=f"after {waited.total_seconds():.0f} s",
        )
    return True
