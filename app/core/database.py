"""The engine, sessions, and the column types all tables share.

Nothing is opened at import: workers fork from a loaded parent, and each opens its own engine on
first use.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlmodel import SQLModel

from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from enum import StrEnum

BUSY_TIMEOUT_MS = 10_000
CACHE_KIB = 24_576
# Hundreds who ask for the same wallet at once are better late than refused.
POOL_TIMEOUT_S = 120
_READ_ONLY = "vivavoce_read_only"
_LAST_STEPS = "last_steps"

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in UTC, on SQLite too (which itself knows no zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was stored, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


def enum_column(kind: type[StrEnum], *, name: str = "") -> Enum:
    """A string column that holds an enum's values, checked by the database.

    A table with two columns of one enum needs a `name` for the second one's rule.
    """
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
    )


def prefix_searched(length: int) -> String:
    """A text column whose index serves LIKE 'word%' on PostgreSQL too, which wants C's order."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def make_engine(url: str) -> AsyncEngine:
    """An engine for the URL; SQLite gets WAL, a busy timeout and foreign keys."""
    if not url.startswith("sqlite"):
        return create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_timeout=POOL_TIMEOUT_S,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    engine = create_async_engine(
        url,
        pool_size=10,
        max_overflow=10,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        # An error would quote what was to be stored, such as an answer.
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - DB-API, untyped
        # The driver must not begin transactions by itself: see _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        # As much as is read of an index on the way to a page far in; it is taken as needed.
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads and then writes cannot wait for a lock half way, so one that
        # may write takes the lock at once and queues for it.
        mode = "" if connection.get_execution_options().get(_READ_ONLY) else " IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN{mode}")

    return engine


@lru_cache(maxsize=1)
def get_engine() -> AsyncEngine:
    """The engine of this process, made on first use."""
    return make_engine(get_settings().database)


@lru_cache(maxsize=1)
def _sessions() -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(get_engine(), expire_on_commit=False)


@lru_cache(maxsize=1)
def _writers() -> AbstractAsyncContextManager[object]:
    """On SQLite the queue in which this process's writers wait, in order of arrival.

    SQLite lets one write at a time and the others knock again at intervals, so that under load
    some would knock in vain until their time is up.
    """
    return asyncio.Lock() if get_engine().dialect.name == "sqlite" else nullcontext()


@asynccontextmanager
async def unit_of_work() -> AsyncIterator[AsyncSession]:
    """One transaction: committed at the end of the block, rolled back by an exception."""
    async with _writers():
        session = _sessions()()
        try:
            await _to_its_end(session.connection())
            yield session
            for last_step in session.info.get(_LAST_STEPS, ()):
                await last_step(session)
            await _to_its_end(session.commit())
        finally:
            await _to_its_end(session.close())


def before_commit(
    session: AsyncSession, step: Callable[[AsyncSession], Coroutine[Any, Any, None]]
) -> None:
    """Have a step done once, at the very end of the session's unit of work.

    What is locked there is locked last and for a moment, whatever else the work has locked.
    """
    steps = session.info.setdefault(_LAST_STEPS, [])
    if step not in steps:
        steps.append(step)


async def _to_its_end(step: Coroutine[Any, Any, object]) -> None:
    """Do a step whole even when the caller is cancelled in it, as by a browser that disconnects.

    Cut in the middle, it could leave SQLite's write lock with a connection nobody owns.
    """
    task = asyncio.ensure_future(step)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """A session for queries alone, which waits for nobody's lock. It never commits."""
    async with _sessions()() as session:
        await session.connection(execution_options={_READ_ONLY: True})
        yield session


async def dispose() -> None:
    """Close every connection of this process."""
    if get_engine.cache_info().currsize:
        await get_engine().dispose()
    _writers.cache_clear()
    _sessions.cache_clear()
    get_engine.cache_clear()
