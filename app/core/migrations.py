"""Bringing a database to the newest schema, from code."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.config import Config

from alembic import command
from app.core import durable
from app.core.database import get_engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

ROOT = Path(__file__).resolve().parents[2]


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to an open connection if one is given."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.set_main_option("script_location", str(ROOT / "alembic"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


async def upgrade() -> None:
    """Apply every migration that the configured database lacks, the job runner's included."""

    def apply(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "head")

    async with get_engine().connect() as connection, rebuilding(connection):
        await connection.run_sync(apply)
        await connection.commit()
    await durable.prepare()


@asynccontextmanager
async def rebuilding(connection: AsyncConnection) -> AsyncIterator[None]:
    """Let SQLite's tables be made anew on this connection, which is not in a transaction yet.

    A change that SQLite cannot make drops the old table, and with foreign keys on that would
    delete every row that refers to it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    await driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys=ON")


def main() -> None:
    """Write a migration of what the tables have and the configured database lacks."""
    command.revision(alembic_config(), message=sys.argv[1], autogenerate=True)


if __name__ == "__main__":
    main()
