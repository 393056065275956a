"""How applications come in: each of them once."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.applications import service as applications
from app.applications.counts import by_status, of_requisitions
from app.applications.models import Application, ApplicationStatus
from app.applications.values import ExternalApplication
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError, NotPermittedError
from app.identity.permissions import Role
from app.interviews import service as interviews
from app.requisitions import service as requisitions
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
pytestmark = pytest.mark.usefixtures("database")
Status = ApplicationStatus


async def stored(actor) -> list[Application]:
    async with reading() as session:
        query = (
            select(Application)
            .where(col(Application.organization_id) == actor.organization_id)
            .order_by(col(Application.number))
        )
        return list((await session.execute(query)).scalars())


async def counted(actor) -> dict[Status, int]:
    """What is counted, which must be what there is."""
    async with reading() as session:
        counts = await by_status(session, actor.organization_id)
    found = Counter(one.status for one in await stored(actor))
    assert {status: number for status, number in counts.items() if number} == found
    return found


async def take_over(actor, requisition, **fields):
    external = ExternalApplication(
        **{"external_id": "APP-1", "full_name": "Ada Example", "email": "ada@example.com"} | fields
    )
    async with unit_of_work() as session:
        of = await requisitions.by_id(session, actor.organization_id, requisition.id)
        return await applications.upsert_from_workday(session, actor.organization_id, of, external)


async def test_the_same_applicant_at_once_is_one_application() -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    made = await asyncio.gather(
        *(made_application(actor, requisition, email="Ada@Example.com") for _ in range(4)),
        take_over(actor, requisition),
    )
    (one,) = await stored(actor)
    assert {getattr(each, "application", each).id for each in made} == {one.id}
    assert (one.number, one.external_application_id) == (1, "APP-1")
    other = await made_requisition(actor)
    await made_application(actor, other, email="ada@example.com")
    assert len(await stored(actor)) == 2
    assert await counted(actor) == {Status.NEW: 2}


@on_sqlite
async def test_what_cannot_be_an_application_is_refused() -> None:
    actor, stranger = await make_actor(), await make_actor()
    requisition = await made_requisition(actor)
    with pytest.raises(InvalidInputError) as refused:
        await made_application(actor, requisition, email="nobody")
    assert refused.value.field == "email"
    with pytest.raises(NotFoundError) as missing:
        await made_application(stranger, requisition)
    assert missing.value.field == "requisition_id"
    reader = await make_actor(Role.READONLY, actor.organization_id)
    with pytest.raises(NotPermittedError):
        await made_application(reader, requisition)
    assert await stored(actor) == []


@on_sqlite
async def test_workday_says_what_holds_until_a_person_decides() -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor, external_id="REQ-1")
    new = await take_over(actor, requisition, workday_status="Screen", data={"v": 1})
    assert (new.is_new, new.application.workday_status) == (True, "Screen")
    again = await take_over(actor, requisition, workday_status="Screen", data={"v": 1})
    assert (again.is_new, again.changed) == (False, ())
    gone = {"workday_status": "Withdrawn", "withdrawn": True, "data": {"v": 2}}
    taken = await take_over(actor, requisition, **gone)
    assert taken.changed == ("workday_status", "status")
    assert taken.application.status is Status.WITHDRAWN
    async with unit_of_work() as session:
        await applications.move_by_person(
            session, actor, taken.application.number, Status.NEW, reason="A mistake."
        )
    taken = await take_over(actor, requisition, **gone)
    assert (taken.changed, taken.application.status) == ((), Status.NEW)
    async with reading() as session:
        steps = await applications.history(session, actor, taken.application.number)
    assert [(one.to_status, one.actor_name) for one in steps] == [
        (Status.NEW, ""),
        (Status.WITHDRAWN, ""),
        (Status.NEW, actor.name),
    ]
    assert await counted(actor) == {Status.NEW: 1}


@on_sqlite
async def test_an_applicant_without_a_usable_address_gets_one_later() -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor, external_id="REQ-1")
    without = await take_over(actor, requisition, email="not an address", full_name=" ")
    assert (without.application.candidate_email, without.application.candidate_name) == (
        "",
        "APP-1",
    )
    await take_over(actor, requisition, email="ada@example.com", data={"v": 2})
    (one,) = await stored(actor)
    assert (one.candidate_email, one.candidate_name) == ("ada@example.com", "Ada Example")


async def test_a_candidate_takes_their_applications_along() -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    one = await made_application(actor, requisition)
    await made_application(actor, requisition)
    async with unit_of_work() as session:
        await interviews.update_candidate(
            session, actor, one.candidate_id, full_name="Grace New", email="grace@example.com"
        )
    async with reading() as session:
        seen = (await applications.get(session, actor, one.number)).row
    assert (seen.candidate_name, seen.candidate_email) == ("Grace New", "grace@example.com")
    async with unit_of_work() as session:
        await interviews.delete_candidate(session, actor, one.candidate_id)
    assert await counted(actor) == {Status.NEW: 1}
    async with reading() as session:
        counts = await of_requisitions(session, actor, [requisition.id])
    assert (counts[requisition.id].total, counts[requisition.id].pending) == (1, 1)
