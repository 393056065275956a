"""What Workday says of a requisition, beside what people change here."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from app.activity.models import LogEntry
from app.core.database import reading, unit_of_work
from app.requisitions import service as requisitions
from app.requisitions.values import ExternalRequisition
from tests.support.people import make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
pytestmark = pytest.mark.usefixtures("database")


async def said(actor, **fields):
    external = ExternalRequisition(
        **{"external_id": "REQ-1", "name": "Cook", "data": fields} | fields
    )
    async with unit_of_work() as session:
        return await requisitions.upsert_from_workday(session, actor.organization_id, external)


async def change(actor, number, **changes):
    async with unit_of_work() as session:
        return await requisitions.update(session, actor, number, changes)


async def logged(actor) -> list[str]:
    async with reading() as session:
        return [
            one.message
            for one in (await session.execute(select(LogEntry).order_by(LogEntry.id))).scalars()
        ]


async def test_the_same_requisition_at_once_is_one() -> None:
    actor, stranger = await make_actor(), await make_actor()
    made = await asyncio.gather(*(said(actor) for _ in range(3)))
    other = await said(stranger)
    assert {one.id for one in made} == {made[0].id}
    assert (made[0].number, other.number, other.id == made[0].id) == (1, 1, False)


@on_sqlite
async def test_what_a_person_changed_stays_until_workday_says_the_same() -> None:
    actor = await make_actor()
    made = await said(actor, description="Old.")
    await change(actor, made.number, description="Ours.", auto_send_interview=True)
    kept = await said(actor, name="Chef", description="Theirs.")
    assert (kept.name, kept.description, kept.edited) == ("Chef", "Ours.", ["description"])
    assert kept.auto_send_interview
    # The same conflict is told of once.
    before = await logged(actor)
    assert any("what was changed here was kept" in message for message in before)
    await said(actor, name="Chef", description="Theirs.")
    assert await logged(actor) == before
    agreed = await said(actor, name="Chef", description="Ours.")
    assert agreed.edited == []
    followed = await said(actor, name="Chef", description="Newer.")
    assert followed.description == "Newer."


@on_sqlite
async def test_one_that_is_gone_is_kept_and_may_come_back() -> None:
    actor = await make_actor()
    made = await said(actor)
    async with unit_of_work() as session:
        held = await requisitions.by_id(session, actor.organization_id, made.id, lock=True)
        await requisitions.mark_removed(session, held)
    async with reading() as session:
        gone = await requisitions.get(session, actor, made.number)
    assert (gone.is_active, gone.removed_at is None) == (False, False)
    back = await said(actor)
    assert (back.is_active, back.removed_at) == (True, None)


@on_sqlite
async def test_what_is_too_long_is_cut_rather_than_lost() -> None:
    actor = await make_actor()
    made = await said(actor, name="x" * 500, location="y" * 500, description="z" * 60_000)
    assert (len(made.name), len(made.location), len(made.description)) == (200, 200, 50_000)
    assert (await said(actor, name=" ")).name == "REQ-1"
