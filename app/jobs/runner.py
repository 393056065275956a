"""Starting and stopping the job runner with the server, on the product's own database."""

from __future__ import annotations

import fcntl
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from dbos import DBOS, DBOSConfig

from app.core import durable
from app.jobs import upkeep
from app.settings import Settings, get_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

MOST_PROCESSES = 64


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
    with executor_id(settings) as executor:
        DBOS(config=configuration(executor))
        DBOS.launch()
        await DBOS.apply_schedules_async(upkeep.SCHEDULES)
        try:
            yield
        finally:
            DBOS.destroy()
