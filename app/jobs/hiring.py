"""What has to happen by the clock in hiring, once, however many processes there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dbos import DBOS

from app.activity import upkeep as activity
from app.core import clock
from app.core.database import unit_of_work
from app.identity import signing_keys
from app.jobs import queue
from app.pipeline import scheduling

if TYPE_CHECKING:
    from datetime import datetime

    from dbos import ScheduleInput

PORTION = 1000


@DBOS.step(name="order_due_syncs")
async def order_due_syncs() -> None:
    """Order what is to be synchronised with Workday by now."""
    await scheduling.order_due(clock.now())


@DBOS.step(name="rotate_signing_keys")
async def rotate_signing_keys() -> None:
    """Sign with a new key where it is time to."""
    async with unit_of_work() as session:
        await signing_keys.rotate(session)


@DBOS.step(name="purge_log")
async def purge_log() -> None:
    """Forget old entries of the activity log, portion by portion."""
    is_done = False
    while not is_done:
        async with unit_of_work() as session:
            is_done = await activity.purge(session, most=PORTION)


@DBOS.workflow(name="hiring_every_minute")
async def every_minute(due: datetime, _context: Any) -> None:  # noqa: ANN401 - DBOS's shape
    """What recruiters would notice the lack of."""
    await order_due_syncs()
    await queue.resume_strays(due)


@DBOS.workflow(name="hiring_every_hour")
async def every_hour(_due: datetime, _context: Any) -> None:  # noqa: ANN401 - DBOS's shape
    """What keeps keys young and tables small."""
    await rotate_signing_keys()
    await queue.purge_queue()
    await purge_log()


SCHEDULES: list[ScheduleInput] = [
    {
        "schedule_name": "hiring_every_minute",
        "workflow_fn": every_minute,
        "schedule": "* * * * *",
        "context": None,
    },
    {
        "schedule_name": "hiring_every_hour",
        "workflow_fn": every_hour,
        "schedule": "37 * * * *",
        "context": None,
    },
]
