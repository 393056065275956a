"""Working on one item of the queue, from its beginning to how it ended."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from app.activity import service as activity
from app.activity.models import LogLevel
from app.core.database import unit_of_work
from app.pipeline.handlers import HANDLERS
from app.queue import running
from app.queue.models import JobType
from app.queue.outcomes import Failure, failure_of
from app.queue.running import INTERRUPTED, MOST_BEGUN, OvertakenError

if TYPE_CHECKING:
    from uuid import UUID

    from app.queue.running import Work

log = structlog.get_logger(__name__)

LONGEST_WORK = timedelta(minutes=30)
TOO_LONG = Failure("It took longer than half an hour and was stopped.")
DEEDS = {
    JobType.SYNC: "Synchronising with Workday",
    JobType.ANALYSE: "Analysing the résumé",
    JobType.INVITE: "Inviting the candidate",
    JobType.EVALUATE: "Evaluating the interview",
    JobType.REPORT: "Making the report",
    JobType.DELIVER: "Delivering the report",
}


async def work_on(item_id: UUID, run: int) -> None:
    """Make that run's attempt at an item, if it is still wanted.

    How it ends is noted with the item, and nothing is raised but what the database refuses.
    """
    async with unit_of_work() as session:
        work = await running.begin(session, item_id, run)
    if work is None:
        return
    try:
        if work.attempts > MOST_BEGUN:
            await _note(work, INTERRUPTED)
            return
        try:
            async with asyncio.timeout(LONGEST_WORK.total_seconds()) as limit:
                await _do(work)
        except OvertakenError:
            raise
        except Exception as error:
            failure = TOO_LONG if limit.expired() else failure_of(error)
            if not failure.is_foreseen:
                log.exception("queue_item_failed", item=work.number, job_type=work.job_type.value)
            await _note(work, failure)
    except OvertakenError:
        log.info("queue_item_overtaken", item=work.number, job_type=work.job_type.value)


async def _do(work: Work) -> None:
    handler = HANDLERS[work.job_type]
    if handler.outside is not None:
        await handler.outside(work)
    async with unit_of_work() as session:
        if handler.within is not None:
            await handler.within(session, work)
        # Last, as whoever orders work on a thing holds the thing's lock before the item's.
        await running.complete(session, work)


async def _note(work: Work, failure: Failure) -> None:
    """Note a failure, for the queue and for the activity log."""
    handler = HANDLERS[work.job_type]
    async with unit_of_work() as session:
        if handler.given_up is not None and running.is_last(work, failure):
            await handler.given_up(session, work, failure.words)
        is_dead = await running.fail(session, work, failure)
        activity.log(
            session,
            f"{DEEDS[work.job_type]} failed{'' if is_dead else ' and is tried again'}. "
            f"{failure.words}",
            organization_id=work.organization_id,
            source="queue",
            level=LogLevel.ERROR if is_dead else LogLevel.WARNING,
            requisition_id=work.requisition_id,
            application_id=work.application_id,
            item=work.number,
            attempt=work.attempts,
        )
