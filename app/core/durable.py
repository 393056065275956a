"""Handing work to the job runner in the transaction that it belongs to.

The row that says what is to be done and the order to do it are committed together, or neither is.
Job modules (`app.jobs`) hold the workflows; a capability knows only the name and the queue.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dbos import DBOS, DBOSClient

from app.core import clock
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from dbos import EnqueueOptions
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncSession

# Changed only when work of an older release could no longer be taken up. By default it is a hash
# of the code, and each release would strand what is under way.
JOBS_VERSION = "1"
MOST_PRIORITY = 1000

PULSE, PULSE_WITHIN = "every_minute", timedelta(minutes=3)
"""A workflow that the job runner begins again and again, and how old the last may be."""

_runners: set[object] = set()


@contextmanager
def at_work() -> Iterator[None]:
    """Inside, this process is known to run jobs."""
    mark = object()
    _runners.add(mark)
    try:
        yield
    finally:
        _runners.discard(mark)


async def is_at_work() -> bool:
    """Whether jobs are run, by this process or another."""
    if _runners:
        return True
    since = (clock.now() - PULSE_WITHIN).isoformat()
    found = await _client().list_workflows_async(
        name=PULSE, start_time=since, limit=1, load_input=False, load_output=False
    )
    return bool(found)


def database_url() -> str:
    """The product's own database, by the driver that the job runner wants."""
    return get_settings().database.replace("sqlite+aiosqlite://", "sqlite://")


async def prepare() -> None:
    """Bring the job runner's own tables to its newest schema."""
    await asyncio.to_thread(DBOS.migrate, database_url())


async def enqueue(
    session: AsyncSession,
    workflow: str,
    subject: UUID,
    *,
    queue: str,
    partition: str | None = None,
    delay: timedelta | None = None,
    priority: int | None = None,
    run: str = "",
) -> None:
    """Order that workflow to be run with that row's id, once this transaction commits.

    `run` tells apart several runs for one row; the same order twice is one. A queue that is
    partitioned needs a `partition`. What has a higher `priority`, between -1000 and 1000, goes
    first; in a queue where one order has one, all have.
    """
    options: EnqueueOptions = {
        "workflow_name": workflow,
        "queue_name": queue,
        "workflow_id": f"{workflow}:{subject}" + (f":{run}" if run else ""),
        "app_version": JOBS_VERSION,
    }
    if partition is not None:
        options["queue_partition_key"] = partition
    if priority is not None:
        # The runner begins with the lowest, and knows none below 1.
        options["priority"] = MOST_PRIORITY + 1 - priority
    if delay is not None:
        options["delay_seconds"] = delay.total_seconds()

    def order(connection: Connection) -> None:
        _client().enqueue_in_transaction(connection, options, str(subject))

    connection = await session.connection()
    await connection.run_sync(order)


async def take_back(orders: Sequence[str]) -> None:
    """Forget orders, by their names, as nothing is left to be done for them."""
    if orders:
        await _client().delete_workflows_async(list(orders))


@lru_cache(maxsize=1)
def _client() -> DBOSClient:
    return DBOSClient(system_database_url=database_url(), lazy=True)


def dispose() -> None:
    """Close what was opened, and forget the address."""
    if _client.cache_info().currsize:
        _client().destroy()
    _client.cache_clear()
