"""What the database counts of applications, whatever is done with them."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from app.applications.counts import Counted, by_initial, by_month, by_status, of_requisitions
from app.applications.listing import listing
from app.applications.models import (
    Application,
    ApplicationCount,
    ApplicationSource,
    ApplicationTerm,
)
from app.applications.models import ApplicationStatus as Status
from app.applications.progress import note_analysis
from app.applications.status import TRANSITIONS, begin, move
from app.applications.terms import note_terms
from app.candidates.models import Candidate
from app.core import clock
from app.core.database import reading, unit_of_work
from app.requisitions.models import Requisition
from tests.support.people import make_actor

pytestmark = pytest.mark.usefixtures("database")


async def added(session, organization_id, requisition_id, number: int, **fields) -> Application:
    email = f"someone{number}@example.com"
    candidate = Candidate(organization_id=organization_id, full_name="Ada Lind", email=email)
    session.add(candidate)
    await session.flush()
    application = Application(
        organization_id=organization_id,
        number=number,
        requisition_id=requisition_id,
        candidate_id=candidate.id,
        source=ApplicationSource.API,
        candidate_name="Ada Lind",
        candidate_email=email,
        **fields,
    )
    await begin(session, application)
    await note_terms(session, application)
    return application


async def requisitions_of(actor, many: int) -> list[Requisition]:
    made = [
        Requisition(organization_id=actor.organization_id, number=number, name=f"Job {number}")
        for number in range(1, many + 1)
    ]
    async with unit_of_work() as session:
        session.add_all(made)
    return made


async def test_every_step_is_counted_at_once() -> None:
    actor, dice = await make_actor(), random.Random(5)
    first, second = await requisitions_of(actor, 2)
    here: list[Application] = []
    for number in range(1, 61):
        async with unit_of_work() as session:
            deed = (
                dice.choice(["add", "add", "move", "analyse", "rename", "delete"])
                if here
                else "add"
            )
            one = dice.choice(here) if here else None
            if one is None or deed == "add":
                moment = clock.now() - timedelta(days=dice.randrange(70))
                of = dice.choice([first, second])
                here.append(
                    await added(session, actor.organization_id, of.id, number, created_at=moment)
                )
            elif deed == "move":
                one = await session.merge(one)
                await move(session, one, dice.choice(sorted(TRANSITIONS[one.status])))
                here = [one if known.id == one.id else known for known in here]
            elif deed == "analyse":
                one = await session.merge(one)
                risk = dice.choice([None, 0.0, 0.5])
                await note_analysis(session, one, risk_score=risk, compliance_review=False)
                here = [one if known.id == one.id else known for known in here]
            elif deed == "rename":
                one = await session.merge(one)
                one.candidate_name = dice.choice(["Bea O'Hara", "Åsa", "A", "Adam"])
                await note_terms(session, one)
                here = [one if known.id == one.id else known for known in here]
            else:
                gone = delete(Candidate).where(col(Candidate.id) == one.candidate_id)
                await session.execute(gone)
                here.remove(one)
        if number % 6 == 0:
            await is_as_it_is(actor, here, [first, second])
    async with unit_of_work() as session:
        await session.delete(await session.merge(first))
    here = [one for one in here if one.requisition_id == second.id]
    await is_as_it_is(actor, here, [second])


async def is_as_it_is(actor, here: list[Application], requisitions: list[Requisition]) -> None:
    async with reading() as session:
        for of in (None, *requisitions):
            found = [one for one in here if of is None or one.requisition_id == of.id]
            key = of.id if of else None
            months = Counter(
                (one.status, one.created_at.year * 100 + one.created_at.month) for one in found
            )
            counted = await by_month(session, actor.organization_id, key)
            assert {what: one.number for what, one in counted.items()} == months
            assert sum(one.scored for one in counted.values()) == sum(
                one.risk_score is not None for one in found
            )
            begin_so = Counter(one.candidate_name[:2] for one in found)
            initials = await by_initial(session, actor.organization_id, key)
            assert [one for one in initials if one[1]] == sorted(begin_so.items())
            stands = Counter(one.status for one in found)
            there = await by_status(session, actor.organization_id, key)
            assert there == {status: stands[status] for status in Status}
            status = found[0].status if found else Status.NEW
            for asked in ({}, {"statuses": [status]}, {"statuses": [status], "search": "a"}):
                page = await listing(session, actor, requisition=of.number if of else None, **asked)
                expected = [one for one in found if not asked or one.status is status]
                if "search" in asked:
                    expected = [one for one in expected if one.candidate_name[0] in "AÅ"]
                assert page.total == len(expected), asked
        ids = {one.id: one.status for one in here}
        terms = select(ApplicationTerm).where(col(ApplicationTerm.application_id).in_(ids))
        for term in (await session.execute(terms)).scalars():
            assert term.status is ids[term.application_id]


async def test_others_see_no_counts_of_ones_requisitions() -> None:
    actor, stranger = await make_actor(), await make_actor()
    (mine,) = await requisitions_of(actor, 1)
    async with unit_of_work() as session:
        await added(session, actor.organization_id, mine.id, 1, risk_score=0.3)
    async with reading() as session:
        assert (await of_requisitions(session, actor, [mine.id]))[mine.id].total == 1
        assert (await of_requisitions(session, stranger, [mine.id]))[mine.id].total == 0
        assert await by_month(session, stranger.organization_id) == {}
        (counted,) = (await by_month(session, actor.organization_id)).values()
    assert counted == Counted(1, 1)


async def test_with_a_requisition_go_its_counts() -> None:
    actor = await make_actor()
    (mine,) = await requisitions_of(actor, 1)
    async with unit_of_work() as session:
        await added(session, actor.organization_id, mine.id, 1)
        await session.flush()
        await session.execute(delete(Requisition).where(col(Requisition.id) == mine.id))
    async with reading() as session:
        found = await session.execute(select(ApplicationCount))
    assert [one for one in found.scalars() if one.organization_id == actor.organization_id] == []


async def test_who_move_at_once_wait_for_each_other_and_never_against_each_other() -> None:
    actor = await make_actor()
    (mine,) = await requisitions_of(actor, 1)
    async with unit_of_work() as session:
        made = [
            await added(session, actor.organization_id, mine.id, number) for number in range(1, 9)
        ]
        for one in made[:4]:
            await move(session, one, Status.INVITED)

    async def to_and_fro(one: Application) -> None:
        for _ in range(3):
            async with unit_of_work() as session:
                mine = await session.merge(one)
                to = Status.NEW if mine.status is Status.INVITED else Status.INVITED
                await move(session, mine, to)

    await asyncio.gather(*(to_and_fro(one) for one in made))
    async with reading() as session:
        found = await by_status(session, actor.organization_id)
    assert (found[Status.NEW], found[Status.INVITED]) == (4, 4)
