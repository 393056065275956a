"""What has to happen by the clock, whether or not anybody looks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from dbos import DBOS

from app.core.database import unit_of_work
from app.idempotency import service as idempotency
from app.identity import service as identity
from app.jobs import deliveries
from app.room import conduct

if TYPE_CHECKING:
    from dbos import ScheduleInput

log = structlog.get_logger(__name__)
KEEP_FINISHED = timedelta(days=7)
MOST_DELETED = 2000


@DBOS.step(name="sweep_interviews")
async def sweep_interviews() -> None:
    """Expire invitations past their time, and end interviews that were left."""
    swept = await conduct.sweep()
    if any(swept):
        log.info("interviews_swept", **swept._asdict())


@DBOS.step(name="purge_sessions")
async def purge_sessions() -> None:
    """Forget sessions that have ended and sign-in attempts that no longer count."""
    async with unit_of_work() as session:
        await identity.purge_expired(session)


@DBOS.step(name="purge_answers")
async def purge_answers() -> None:
    """Forget what was answered under idempotency keys whose time is over."""
    async with unit_of_work() as session:
        await idempotency.purge_expired(session)


@DBOS.workflow(name="every_minute")
async def every_minute(_due: datetime, _context: Any) -> None:  # noqa: ANN401 - DBOS's shape
    """The upkeep that candidates and recruiters would notice the lack of."""
    await sweep_interviews()


@DBOS.workflow(name="every_hour")
async def every_hour(due: datetime, _context: Any) -> None:  # noqa: ANN401 - DBOS's shape
    """The upkeep that keeps tables small, DBOS's own included: it never deletes by itself."""
    await purge_sessions()
    await purge_answers()
    await deliveries.purge_events()
    await deliveries.resume_strays(due)
    finished = await DBOS.list_workflows_async(
        completed_before=(due - KEEP_FINISHED).isoformat(), limit=MOST_DELETED
    )
    await DBOS.delete_workflows_async([workflow.workflow_id for workflow in finished])


SCHEDULES: list[ScheduleInput] = [
    {
        "schedule_name": "every_minute",
        "workflow_fn": every_minute,
        "schedule": "* * * * *",
        "context": None,
    },
    {
        "schedule_name": "every_hour",
        "workflow_fn": every_hour,
        "schedule": "7 * * * *",
        "context": None,
    },
]
