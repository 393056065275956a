"""What became of the demo's synchronisation with Workday: it has none, and the queue says so."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import clock, outbound
from app.core.database import reading, unit_of_work
from app.queue import repository as queue
from app.queue.models import QueueStatus
from app.queue.outcomes import PAUSES
from app.requisitions import service as requisitions
from app.simulators.workday.tenant import CLIENT_ID, CLIENT_SECRET, TENANT
from app.simulators.workday.tokens import FIRST
from app.workday import credentials

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from app.demo.desk import Desk
    from app.identity.permissions import Actor

_LEAD = timedelta(minutes=30)
"""So long ago the last attempt was made; the next one is hours away."""


async def try_workday(admin: Actor, desk: Desk, first: int, second: int, *, now: datetime) -> None:
    """Synchronise two requisitions: once without credentials, once with a Workday that is off.

    The credentials are those of the simulator, which nobody has started. They are taken away
    again, so that a demo that is only looked at does not go on asking. One that was started is
    left alone: it would have the demo's requisitions go on otherwise.
    """
    begun = now - _LEAD - sum(PAUSES[:-1], timedelta())
    with clock.at(begun - timedelta(hours=1)):
        await _order(admin, first)
    await desk.work_off()
    if await _simulator_is_on():
        return
    with clock.at(begun - timedelta(minutes=20)):
        await _enter_credentials(admin)
    with clock.at(begun):
        item_id = await _order(admin, second)
    for _ in PAUSES:
        async with reading() as session:
            item = await queue.by_id(session, item_id)
        if item is None or item.status not in {QueueStatus.PENDING, QueueStatus.FAILED}:
            break
        await desk.attempt(item)
    with clock.at(now - timedelta(minutes=10)):
        async with unit_of_work() as session:
            await credentials.delete(session, admin)


async def _simulator_is_on() -> bool:
    try:
        _, writer = await asyncio.open_connection(*outbound.WORKDAY_SIMULATOR)
    except OSError:
        return False
    writer.close()
    return True


async def _order(admin: Actor, requisition: int) -> UUID:
    async with unit_of_work() as session:
        return (await requisitions.queue_sync(session, admin, requisition)).id


async def _enter_credentials(admin: Actor) -> None:
    host, port = outbound.WORKDAY_SIMULATOR
    entered = await credentials.check(
        tenant_url=f"http://{host}:{port}",
        tenant_id=TENANT,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        refresh_token=FIRST,
    )
    async with unit_of_work() as session:
        await credentials.save(session, admin, entered)
