"""The contract's list of interviews against the same done by hand, and what is counted for it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from app.applications.models import Application, ApplicationSource
from app.applications.status import begin
from app.candidates.models import Candidate
from app.core import clock
from app.core.database import reading, unit_of_work
from app.identity.models import Organization
from app.interviews.counts import by_status
from app.interviews.for_hiring import SORTS, listing
from app.interviews.models import Interview, InterviewKind, InterviewStatus
from app.requisitions.models import Requisition
from tests.support.people import make_actor

pytestmark = pytest.mark.usefixtures("database")
MANY = 60
DAY = timedelta(days=1)


async def filled(actor) -> list[Interview]:
    """Interviews for two requisitions and for none, and trials, which no list shows."""
    dice, now, made = random.Random(3), clock.now(), []
    async with unit_of_work() as session:
        requisitions = [
            Requisition(organization_id=actor.organization_id, number=number, name=f"Job {number}")
            for number in (1, 2)
        ]
        session.add_all(requisitions)
        await session.flush()
        for number in range(1, MANY + 1):
            name, created = dice.choice(["Ada", "Bea", "Cleo"]), now - dice.randrange(80) * DAY
            candidate = Candidate(
                organization_id=actor.organization_id,
                full_name=name,
                email=f"someone{number}@example.com",
            )
            session.add(candidate)
            await session.flush()
            of = requisitions[number % 2]
            application = Application(
                organization_id=actor.organization_id,
                number=number,
                requisition_id=of.id,
                candidate_id=candidate.id,
                source=ApplicationSource.API,
                candidate_name=name,
                candidate_email=candidate.email,
            )
            await begin(session, application)
            is_trial, applied = number % 10 == 0, number % 3 > 0
            interview = Interview(
                organization_id=actor.organization_id,
                candidate_id=None if is_trial else candidate.id,
                application_id=application.id if applied and not is_trial else None,
                requisition_id=of.id if applied and not is_trial else None,
                number=None if is_trial else number,
                kind=InterviewKind.TRIAL if is_trial else InterviewKind.CANDIDATE,
                status=dice.choice(list(InterviewStatus)),
                token_hash=f"{actor.organization_id.hex}{number}",
                token_sealed="",
                candidate_name=name,
                position_title="Engineer",
                seniority="senior",
                duration_min=45,
                proctoring="standard",
                plan={},
                seed=number,
                expires_at=now,
                created_at=created,
            )
            session.add(interview)
            made += [] if is_trial else [interview]
    return made


async def test_every_list_is_what_it_is_by_hand() -> None:
    actor, stranger = await make_actor(), await make_actor()
    made = await filled(actor)
    await filled(stranger)
    dice = random.Random(11)
    moments = [None, None, *(clock.now() - days * DAY for days in (3, 30, 62))]
    async with reading() as session:
        for _ in range(60):
            number = dice.choice([None, 1, 2, 7])
            asked = {
                "status": dice.choice([None, None, *InterviewStatus]),
                "since": dice.choice(moments),
                "until": dice.choice(moments),
                "sort": dice.choice(list(SORTS)),
                "descending": dice.random() < 0.5,
            }
            expected = [
                one
                for one in made
                if (number is None or (one.requisition_id and one.number % 2 + 1 == number))
                and asked["status"] in (None, one.status)
                and (asked["since"] is None or one.created_at >= asked["since"])
                and (asked["until"] is None or one.created_at < asked["until"])
            ]
            column = SORTS[asked["sort"]]
            expected.sort(
                key=lambda one, column=column: (getattr(one, column), one.id),
                reverse=asked["descending"],
            )
            per_page = dice.choice([1, 7, 100])
            pages = -(-len(expected) // per_page)
            for page in {1, pages, pages + 1, dice.randint(1, pages + 1)} - {0}:
                found = await listing(
                    session, actor, requisition=number, page=page, per_page=per_page, **asked
                )
                window = expected[(page - 1) * per_page : page * per_page]
                assert ([row.number for row in found.rows], found.total) == (
                    [one.number for one in window],
                    len(expected),
                ), (number, asked, page, per_page)


async def test_what_stands_where_is_counted_with_every_step() -> None:
    actor = await make_actor()
    made = await filled(actor)

    async def is_right(here: list[Interview]) -> None:
        stands = Counter(one.status for one in here)
        async with reading() as session:
            found = await by_status(session, actor.organization_id)
            page = await listing(session, actor, page=1)
            of_first = await listing(session, actor, requisition=1)
        assert found == {status: stands[status] for status in InterviewStatus}
        assert page.total == len(here)
        assert of_first.total == sum(
            one.requisition_id is not None and one.number % 2 == 0 for one in here
        )

    await is_right(made)
    first = next(one for one in made if one.status is not InterviewStatus.EXPIRED)
    async with unit_of_work() as session:
        moved = update(Interview).where(col(Interview.id) == first.id)
        await session.execute(moved.values(status=InterviewStatus.EXPIRED))
        first.status = InterviewStatus.EXPIRED
    await is_right(made)
    async with unit_of_work() as session:
        await session.execute(delete(Candidate).where(col(Candidate.id) == made[1].candidate_id))
    await is_right(rest := [one for one in made if one is not made[1]])
    # With its requisition an interview loses that it was for one, and is kept.
    async with unit_of_work() as session:
        gone = delete(Requisition).where(
            col(Requisition.organization_id) == actor.organization_id,
            col(Requisition.number) == 1,
        )
        await session.execute(gone)
    async with reading() as session:
        assert (await listing(session, actor)).total == len(rest)
        assert (await listing(session, actor, requisition=1)).total == 0


async def test_an_organisation_can_go_with_all_that_is_counted() -> None:
    actor = await make_actor()
    await filled(actor)
    async with unit_of_work() as session:
        mine = col(Organization.id) == actor.organization_id
        await session.execute(delete(Organization).where(mine))
    async with reading() as session:
        found = await by_status(session, actor.organization_id)
    assert set(found.values()) == {0}
