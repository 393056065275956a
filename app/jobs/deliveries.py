"""Telling endpoints of events, durably: each delivery is a workflow of up to four attempts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog
from dbos import DBOS

from app.core.database import reading, unit_of_work
from app.webhooks import sending, service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession

log = structlog.get_logger(__name__)

FIRST_LOOK_S, LAST_LOOK_S = 0.05, 1.0
PORTION = 500
MOST_RECORDING = 2
STRAY_AFTER = timedelta(minutes=10)
_ALIVE = ["ENQUEUED", "DELAYED", "PENDING"]
_recorders: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@DBOS.workflow(name=service.WORKFLOW)
async def deliver_webhook(delivery_id: str) -> None:
    """Attempt a delivery until it is over."""
    for number, pause in enumerate(sending.PAUSES, start=1):
        if not await attempt_delivery(delivery_id, number):
            return
        await DBOS.sleep_async(pause.total_seconds())
    await attempt_delivery(delivery_id, len(sending.PAUSES) + 1)


# What a receiver does is an outcome and raises nothing. What is tried again here is what the
# product's own database may refuse for a moment.
@DBOS.step(
    name="attempt_delivery",
    retries_allowed=True,
    max_attempts=6,
    interval_seconds=1,
    backoff_rate=2,
)
async def attempt_delivery(delivery_id: str, number: int) -> bool:
    """One attempt, made once its turn has come; whether another is due."""
    subject = UUID(delivery_id)
    if number == 1:
        await _turn(subject)
    async with reading() as session:
        due = await sending.what_is_due(session, subject, number)
    if isinstance(due, sending.Request | sending.Outcome):
        outcome = due if isinstance(due, sending.Outcome) else await sending.make(due)
        async with _recording() as session:
            return await sending.record(session, subject, number, outcome)
    if due is sending.Due.CANCEL:
        async with _recording() as session:
            await sending.cancel(session, subject)
    return due is sending.Due.NEXT


@asynccontextmanager
async def _recording() -> AsyncIterator[AsyncSession]:
    """A unit of work for which deliveries queue among themselves.

    On SQLite all writers wait in one line; a candidate's answer must not find in front of it as
    many as are being told.
    """
    loop = asyncio.get_running_loop()
    line = _recorders.setdefault(loop, asyncio.Semaphore(MOST_RECORDING))
    async with line, unit_of_work() as session:
        yield session


async def _turn(delivery_id: UUID) -> None:
    """Wait for what happened earlier in the same interview, as long as that can take."""
    loop = asyncio.get_running_loop()
    end = loop.time() + sending.LONGEST_WAIT.total_seconds()
    pause = FIRST_LOOK_S
    while loop.time() < end:
        async with reading() as session:
            if await sending.is_its_turn(session, delivery_id):
                return
        await asyncio.sleep(pause)
        pause = min(2 * pause, LAST_LOOK_S)


@DBOS.step(name="purge_events")
async def purge_events() -> None:
    """Forget old events, portion by portion."""
    is_done = False
    while not is_done:
        async with unit_of_work() as session:
            is_done = await service.purge(session, most=PORTION)


@DBOS.step(name="resume_strays")
async def resume_strays(due: datetime) -> None:
    """Order anew what is to be told and nobody works on, as after long trouble with the database.

    A delivery that is ordered twice all the same is attempted under the same numbers.
    """
    async with reading() as session:
        pending = await service.unfinished(session, before=due - STRAY_AFTER, most=PORTION)
    if not pending:
        return
    prefixes = [f"{service.WORKFLOW}:{one.delivery_id}" for one in pending]
    alive = await DBOS.list_workflows_async(
        workflow_id_prefix=prefixes, status=_ALIVE, load_input=False, load_output=False
    )
    worked_on = {workflow.workflow_id.split(":")[1] for workflow in alive}
    strays = [one for one in pending if str(one.delivery_id) not in worked_on]
    for one in strays:
        async with unit_of_work() as session:
            await service.order(session, one.delivery_id, one.endpoint_id, run=f"{due:%Y%m%d%H}")
    if strays:
        log.warning("deliveries_resumed", count=len(strays))
