"""Starting and stopping the job runner with the server, on the product's own database."""

from __future__ import annotations

import asyncio
import fcntl
import resource
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, TypedDict

from dbos import DBOS, DBOSConfig

import app.tables  # noqa: F401 - rows refer to those of every capability
from app.billing import patience
from app.core import durable
from app.engines import service as engines
from app.jobs import (
    deliveries,  # noqa: F401 - a process can run only the workflows it has seen
    hiring,
    item_generation,  # noqa: F401
    mail,
    payments,
    upkeep,
)
from app.mail import service as mailing
from app.queue import service as queue
from app.settings import Settings, get_settings
from app.webhooks import service as webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

MOST_PROCESSES = 64
INTERRUPT_S = 5.0
MOST_FILES = 65_536
MOST_AT_ONCE = 6
"""So many items of an organisation's queue are worked on at once, in all processes."""

SCHEDULES = [*upkeep.SCHEDULES, *mail.SCHEDULES, *payments.SCHEDULES, *hiring.SCHEDULES]


class QueueRules(TypedDict, total=False):
    """How often a queue is looked at, and how much of it runs at once in all processes."""

    polling_interval_sec: float
    global_concurrency: int
    partition_concurrency: int


# Each endpoint is a partition with room of its own and there is no limit above: endpoints that
# hang hold nobody else up, however many they are.
QUEUES: dict[str, QueueRules] = {
    webhooks.QUEUE: {"polling_interval_sec": 0.1, "partition_concurrency": 16},
    mailing.QUEUE: {"polling_interval_sec": 0.5, "global_concurrency": 8},
    engines.ITEMS_QUEUE: {"polling_interval_sec": 1.0, "global_concurrency": 2},
    patience.QUEUE: {"polling_interval_sec": 0.5, "global_concurrency": 4},
    # Each organisation is a partition: one that brings in thousands makes nobody else wait.
    queue.QUEUE: {"polling_interval_sec": 0.2, "partition_concurrency": MOST_AT_ONCE},
}


@contextmanager
def executor_id(settings: Settings) -> Iterator[str]:
    """An id no other process on this machine has now, and that a restart takes up again.

    Nobody else recovers the work of an executor, so the ids are slots: the lowest free one.
    """
    for slot in range(MOST_PROCESSES):
        with (settings.var_dir / f"worker-{slot}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield f"worker-{slot}"
            return
    raise RuntimeError(f"there are {MOST_PROCESSES} processes at work on this machine already")


def configuration(executor: str) -> DBOSConfig:
    """DBOS's configuration: our database, by the driver it wants."""
    return {
        "name": "vivavoce",
        "system_database_url": durable.database_url(),
        "application_version": durable.JOBS_VERSION,
        "executor_id": executor,
        "enable_otlp": False,
        "log_level": "WARNING",
    }


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Jobs run while this block does."""
    settings = get_settings()
    if not settings.jobs:
        yield
        return
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    _allow_connections()
    with executor_id(settings) as executor:
        runner = DBOS(config=configuration(executor))
        DBOS.launch()
        for name, rules in QUEUES.items():
            await DBOS.register_queue_async(name, on_conflict="always_update", **rules)
        await DBOS.apply_schedules_async(SCHEDULES)
        try:
            yield
        finally:
            await _interrupt(runner)
            DBOS.destroy()
            await _interrupt(runner)


def _allow_connections() -> None:
    """Raise the limit of open files as far as this process may.

    By default a few dozen endpoints that hang would use it up, and nobody could be told any more.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


async def _interrupt(runner: DBOS) -> None:
    """Stop what is under way, as a crash would; whoever starts next takes it up again.

    Left alone it would go on in a process that has closed its database.
    """
    tasks = tuple(runner._workflow_tasks)
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=INTERRUPT_S)
