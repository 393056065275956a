"""The unit of work, and the columns that all tables share."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from app.core.database import get_engine, reading, unit_of_work
from app.core.ids import new_id
from app.identity.models import Membership, Organization
from app.identity.permissions import Role
from app.positions.models import Difficulty, Position, Proctoring, Seniority


async def stored(organization_id) -> Organization | None:
    async with reading() as session:
        return await session.get(Organization, organization_id)


async def test_a_unit_of_work_is_kept_whole(database: str) -> None:
    organization = Organization(name="Example Works")
    async with unit_of_work() as session:
        session.add(organization)
    assert (await stored(organization.id)).name == "Example Works"


async def test_a_unit_of_work_that_fails_leaves_nothing(database: str) -> None:
    organization = Organization(name="Example Works")

    async def fail() -> None:
        async with unit_of_work() as session:
            session.add(organization)
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await stored(organization.id) is None


async def test_units_that_read_and_then_write_queue_for_each_other(database: str) -> None:
    organization = Organization(name="0")
    async with unit_of_work() as session:
        session.add(organization)

    async def count_up() -> None:
        async with unit_of_work() as session:
            found = await session.get_one(Organization, organization.id, with_for_update=True)
            await asyncio.sleep(0)
            found.name = str(int(found.name) + 1)

    await asyncio.gather(*(count_up() for _ in range(20)))
    assert (await stored(organization.id)).name == "20"


async def test_foreign_keys_hold(database: str) -> None:
    with pytest.raises(IntegrityError):
        async with unit_of_work() as session:
            session.add(Membership(user_id=new_id(), organization_id=new_id(), role=Role.READONLY))


async def test_moments_come_back_aware_in_utc_and_naive_ones_are_refused(database: str) -> None:
    moment = datetime(2026, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    organization = Organization(name="Example Works", created_at=moment)
    async with unit_of_work() as session:
        session.add(organization)
    found = await stored(organization.id)
    assert found.created_at == moment
    assert found.created_at.tzinfo is UTC
    with pytest.raises(StatementError):
        async with unit_of_work() as session:
            session.add(Organization(name="Naive", created_at=datetime(2026, 5, 1)))  # noqa: DTZ001


async def test_an_enum_column_refuses_what_is_not_a_member(database: str) -> None:
    organization = Organization(name="Example Works")
    async with unit_of_work() as session:
        session.add(organization)
        await session.flush()
        session.add(
            Position(
                organization_id=organization.id,
                title="Engineer",
                seniority=Seniority.MID,
                difficulty=Difficulty.STANDARD,
                proctoring=Proctoring.STANDARD,
                interview_types=["technical"],
                duration_min=30,
            )
        )
    with pytest.raises(IntegrityError):
        async with unit_of_work() as session:
            await session.execute(text("update position set status = 'forged'"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_sqlite_keeps_a_write_ahead_log_and_waits_for_locks(database: str) -> None:
    async with get_engine().connect() as connection:
        journal = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
        wait = (await connection.execute(text("PRAGMA busy_timeout"))).scalar_one()
        keys = (await connection.execute(text("PRAGMA foreign_keys"))).scalar_one()
    assert (journal, keys) == ("wal", 1)
    assert wait >= 5000


async def test_a_writer_cut_off_at_any_moment_leaves_the_database_free(database: str) -> None:
    async def write() -> None:
        async with unit_of_work() as session:
            session.add(Organization(name="Example Works"))
            await session.flush()
            await asyncio.sleep(0)

    for turns in range(40):
        task = asyncio.create_task(write())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.wait_for(write(), timeout=5)


async def test_fifty_writers_at_once_all_get_their_turn(database: str) -> None:
    async def write(number: int) -> None:
        async with unit_of_work() as session:
            session.add(Organization(name=str(number)))
            await asyncio.sleep(0.01)

    await asyncio.gather(*(write(number) for number in range(50)))
    async with reading() as session:
        found = (await session.execute(text("select count(*) from organization"))).scalar_one()
    assert found == 50
