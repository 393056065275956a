"""Telling endpoints of events, durably: each delivery is a workflow of up to four attempts."""

from __future__ import annotations

import asyncio
from uuid import UUID

from dbos import DBOS

from app.core.database import reading, unit_of_work
from app.webhooks import sending, service

FIRST_LOOK_S, LAST_LOOK_S = 0.05, 1.0


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
    if isinstance(due, sending.Request):
        outcome = await sending.make(due)
        async with unit_of_work() as session:
            return await sending.record(session, subject, number, outcome)
    if due is sending.Due.CANCEL:
        async with unit_of_work() as session:
            await sending.cancel(session, subject)
    return due is sending.Due.NEXT


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
