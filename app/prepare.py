"""Bring the database up to date, and seed the demo on a fresh one.

Run in a process of its own, before serving: servers fork their workers, and a worker must not
inherit the threads and connections that this opens.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys

import app.tables  # noqa: F401 - rows refer to those of every capability
from app.core.database import dispose
from app.core.migrations import upgrade
from app.settings import SettingsError, get_settings


def say(words: str) -> None:
    """Tell whoever started this what is going on."""
    print(words, flush=True)  # noqa: T201


def in_its_own_process() -> None:
    """Prepare, as a child. Ends this process too when that fails; the child said why."""
    done = subprocess.run([sys.executable, "-m", "app.prepare"], check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)


async def prepare() -> None:
    """Migrate, and seed if there is nothing and the settings allow it."""
    settings = get_settings()
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    say("Preparing the database …")
    await upgrade()
    if settings.is_demo:
        from app.demo import seed  # noqa: PLC0415 - production never loads it

        await seed.ensure(say)
    await dispose()


def main() -> None:
    """Prepare the configured database."""
    try:
        asyncio.run(prepare())
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
