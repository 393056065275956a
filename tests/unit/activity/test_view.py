"""Searching the activity log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import func, select

from app.activity import service, upkeep, view
from app.activity.models import LogEntry, LogLevel
from app.activity.view import LogQuery, listing
from app.core import clock
from app.core.database import reading, unit_of_work
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def log(actor, message: str, **fields: object) -> None:
    async with unit_of_work() as session:
        service.log(
            session,
            message,
            **({"organization_id": actor.organization_id, "source": "test"} | fields),
        )


async def found(actor, **wanted: object) -> tuple[list[str], int]:
    async with reading() as session:
        page = await listing(session, actor, LogQuery(**wanted))
    return [row.message for row in page.rows], page.total


async def test_the_log_is_filtered_searched_and_paged(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    requisition = await made_requisition(actor)
    application = await made_application(actor, requisition)
    async with unit_of_work() as session:
        for entry in (await session.execute(select(LogEntry))).scalars():
            await session.delete(entry)
    start = clock.now() - timedelta(hours=5)
    with clock.at(start):
        await log(actor, "One", level=LogLevel.DEBUG)
    with clock.at(start + timedelta(hours=1)):
        await log(actor, "Two of 100%", level=LogLevel.ERROR, requisition_id=requisition.id)
    with clock.at(start + timedelta(hours=2)):
        await log(
            actor,
            "Three",
            requisition_id=requisition.id,
            application_id=application.id,
            duration_ms=1500,
        )
    await log(other, "Theirs")

    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    for who, wanted, messages in (
        (actor, {}, ["Three", "Two of 100%", "One"]),
        (recruiter, {}, ["Three", "Two of 100%"]),
        (actor, {"level": LogLevel.ERROR}, ["Two of 100%"]),
        (actor, {"requisition": requisition.number}, ["Three", "Two of 100%"]),
        (actor, {"requisition": 99}, []),
        (other, {"requisition": requisition.number}, []),
        (actor, {"application": application.number}, ["Three"]),
        (actor, {"search": "oNE"}, ["One"]),
        (actor, {"search": "%"}, ["Two of 100%"]),
        (actor, {"search": "_"}, []),
        (actor, {"source": "test"}, ["Three", "Two of 100%", "One"]),
        (actor, {"source": "test", "search": "three"}, ["Three"]),
        (actor, {"source": "tes"}, []),
        (actor, {"search": "  "}, ["Three", "Two of 100%", "One"]),
        (actor, {"start": start + timedelta(hours=1)}, ["Three", "Two of 100%"]),
        (actor, {"end": start + timedelta(hours=1)}, ["One"]),
    ):
        assert await found(who, **wanted) == (messages, len(messages)), wanted
    assert await found(actor, per_page=2, page=2) == (["One"], 3)
    assert await found(actor, per_page=2, page=3) == ([], 3)
    async with reading() as session:
        [row] = (await listing(session, actor, LogQuery(application=application.number))).rows
    assert (row.requisition_number, row.requisition_name) == (requisition.number, requisition.name)
    assert (row.application_number, row.extra) == (application.number, {"duration_ms": 1500})


@on_sqlite
async def test_what_is_counted_and_searched_is_bounded(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "MOST_COUNTED", 3)
    actor = await make_actor()
    for number in range(5):
        await log(actor, f"Entry {number}")
    assert await found(actor) == (["Entry 4", "Entry 3", "Entry 2"], 3)
    assert await found(actor, search="entry 1") == ([], 0)
    assert await found(actor, search="entry 2") == (["Entry 2"], 1)


@on_sqlite
async def test_old_entries_are_forgotten_portion_by_portion(database: str) -> None:
    actor = await make_actor()
    with clock.at(clock.now() - upkeep.KEEP - timedelta(hours=1)):
        for _ in range(5):
            await log(actor, "Old")
    await log(actor, "New")
    portions = 0
    is_done = False
    while not is_done:
        portions += 1
        async with unit_of_work() as session:
            is_done = await upkeep.purge(session, most=2)
    assert (portions, await found(actor)) == (3, (["New"], 1))
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(LogEntry))).scalar_one() == 1
