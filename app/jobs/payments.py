"""Payments in the background: charging and keeping saved cards, and checking the books."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from dbos import DBOS

from app.billing import automatic, booking, checkout, reconcile, repository
from app.core import clock
from app.core.database import reading, unit_of_work

if TYPE_CHECKING:
    from dbos import ScheduleInput

log = structlog.get_logger(__name__)
KEEP_EVENTS = timedelta(days=60)
"""Stripe sends an event again for three days, and a person can have it sent for thirty."""


@DBOS.step(name="charge_saved_card", retries_allowed=True, max_attempts=4, interval_seconds=2)
async def charge_saved_card(top_up_id: str) -> None:
    """Charge for an automatic top-up; Stripe knows a repeated order by its id."""
    await automatic.charge(UUID(top_up_id))


@DBOS.workflow(name=automatic.WORKFLOW)
async def auto_top_up(top_up_id: str) -> None:
    """Top up with the saved card."""
    await charge_saved_card(top_up_id)


@DBOS.step(name="keep_card", retries_allowed=True, max_attempts=4, interval_seconds=2)
async def keep_card(top_up_id: str) -> None:
    """Keep the card that a top-up was paid with."""
    await checkout.save_card(UUID(top_up_id))


@DBOS.workflow(name=booking.SAVE_CARD)
async def save_card(top_up_id: str) -> None:
    """Keep the card that a top-up was paid with, where its holder agreed."""
    await keep_card(top_up_id)


@DBOS.step(name="check_books")
async def check_books() -> int:
    """Look whether the books agree; gives how many organisations' do not."""
    async with reading() as session:
        found = await reconcile.discrepancies(session)
    for one in found:
        log.error(
            "books_do_not_agree",
            organization_id=str(one.organization_id),
            balance=one.balance,
            owed=one.owed,
            ledger=one.ledger,
        )
    return len(found)


@DBOS.step(name="purge_stripe_events")
async def purge_stripe_events() -> None:
    """Forget events that cannot come again."""
    async with unit_of_work() as session:
        await repository.forget_events(session, clock.now() - KEEP_EVENTS)


@DBOS.workflow(name="hourly_books")
async def hourly_books(_due: datetime, _context: Any) -> None:  # noqa: ANN401 - DBOS's shape
    """Check the books; what does not agree is in the log."""
    await purge_stripe_events()
    await check_books()


SCHEDULES: list[ScheduleInput] = [
    {
        "schedule_name": "hourly_books",
        "workflow_fn": hourly_books,
        "schedule": "23 * * * *",
        "context": None,
    },
]
