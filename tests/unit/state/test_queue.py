"""The queue on the screen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL

from app.core.database import unit_of_work
from app.core.numbers import LARGEST
from app.identity.permissions import Role
from app.queue import running, service
from app.queue.models import JobType, QueueStatus
from app.queue.outcomes import Failure
from state.queue import HERE, MAX_PAGE, REFRESH, Query, QueueState, whole
from state.queue_rows import JOBS, MEANINGS, STATUSES
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition
from tests.support.screens import ORIGIN, Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@given(
    status=st.sampled_from(["", "lost", *QueueStatus]),
    job=st.sampled_from(["", "dance", *JobType]),
    page=st.integers(-5, 10**9).map(str) | st.sampled_from(["", "x", "٣", "9" * 5_000]),
)
def test_an_address_leads_back_to_itself(status, job, page):
    from urllib.parse import parse_qsl, urlsplit

    query = Query.of({"status": status, "type": job, "page": page})
    assert 1 <= query.page <= MAX_PAGE
    assert "lost" not in repr(query)
    assert "dance" not in repr(query)
    address = query.address(page=query.page)
    assert Query.of(dict(parse_qsl(urlsplit(address).query))) == query


def test_everything_has_words_and_numbers_are_read_strictly():
    assert set(STATUSES) == set(MEANINGS) == set(QueueStatus)
    assert set(JOBS) == set(JobType)
    assert Query().address() == HERE
    assert [whole(one) for one in ("7", " -3 ", "", "1.5", "x", str(LARGEST + 1), None, ["1"])] == [
        7,
        -3,
        *[None] * 6,
    ]


async def failed(actor, problem, *, is_final, **subject):
    """An item that was tried and went wrong."""
    async with unit_of_work() as session:
        item = await service.add(
            session, organization_id=actor.organization_id, job_type=JobType.SYNC, **subject
        )
    async with unit_of_work() as session:
        work = await running.begin(session, item.id, item.run)
    async with unit_of_work() as session:
        await running.fail(session, work, Failure(problem, is_final=is_final))
    return item.number


async def at(screen, **query):
    screen.router.url = ReflexURL(ORIGIN + Query(**query).address())
    return await screen.show("Europe/Berlin")


@on_sqlite
async def test_an_administrator_looks_retries_and_clears(database):
    actor, other = await make_actor(), await make_actor()
    requisition = await made_requisition(actor)
    application = await made_application(actor, requisition)
    dead = await failed(actor, "Gone for good.", is_final=True, requisition_id=requisition.id)
    later = await failed(actor, "Busy.", is_final=False, application_id=application.id)
    theirs = await failed(other, "Theirs.", is_final=True)
    screen = Screen(QueueState, HERE, await cookie_of(actor))

    assert await at(screen) == []
    assert not screen.is_live
    assert {row.number: (row.status, row.problem, row.href) for row in screen.rows} == {
        dead: ("Dead", "Gone for good.", f"/requisitions/{requisition.number}"),
        later: ("Failed", "Busy.", f"/applications/{application.number}"),
    }
    assert application.candidate_name in {row.subject for row in screen.rows}
    assert "Theirs" not in json.dumps(screen.shown())
    assert [(one.words, one.number) for one in screen.counts] == [
        ("All", "2"),
        ("Waiting", "0"),
        ("Running", "0"),
        ("Failed", "1"),
        ("Dead", "1"),
        ("Done", "0"),
    ]
    await at(screen, status="dead")
    assert [row.number for row in screen.rows] == [dead]

    for nonsense in ("1", None, 0, LARGEST + 1, {}):
        await screen.retry(nonsense)
    assert "no such item" in str(await screen.retry(10_000))
    assert "is tried again" in str(await screen.retry(dead))
    assert screen.is_live
    assert REFRESH in str(await at(screen))
    assert "1 item is tried again." in str(await screen.retry_failed())
    await at(screen)
    assert {row.status for row in screen.rows} == {"Waiting"}
    assert screen.losing == ["2 wait and will not be done"]
    assert "queue-clear" in str(await screen.begin_clearing())
    assert "2 items are removed." in str(await screen.clear_all())
    assert screen.rows == []
    assert screen.total == 0

    theirs_screen = Screen(QueueState, HERE, await cookie_of(other))
    await at(theirs_screen)
    assert [row.number for row in theirs_screen.rows] == [theirs]


@on_sqlite
async def test_work_is_added_by_hand_and_what_cannot_be_is_said_at_its_field(database):
    actor = await make_actor()
    requisition = await made_requisition(actor)
    screen = Screen(QueueState, HERE, await cookie_of(actor))
    await at(screen)
    await screen.begin_adding()
    for job, form, field, words in (
        ("sync", {"number": ""}, "requisition_id", "Give its number."),
        ("sync", {"number": "99"}, "requisition_id", "no such requisition"),
        ("sync", {"number": str(requisition.number)}, "requisition_id", "not from Workday"),
        ("analyze", {"number": "99"}, "application_id", "no such application"),
        ("analyze", {"number": "1", "priority": "high"}, "priority", "whole number"),
        ("analyze", {"number": "1", "priority": "101"}, "priority", "100"),
        ("analyze", "nonsense", "application_id", "Give its number."),
    ):
        await screen.pick_job(job)
        await screen.add(form)
        assert words in screen.errors[field], (job, form, screen.errors, screen.problem)
        assert [name for name, error in screen.errors.items() if error] == [field]
    await screen.pick_job(["sync"])
    application = await made_application(actor, requisition)
    await screen.pick_job("invite")
    assert not any(screen.errors.values())
    told = await screen.add({"number": str(application.number), "priority": "7"})
    assert "is in the queue" in str(told)
    assert [(row.job, row.priority, row.status) for row in screen.rows] == [
        ("Invite", "+7", "Waiting")
    ]
    assert screen.is_live


@on_sqlite
async def test_who_may_not_steer_sees_it_and_is_refused(database):
    admin = await make_actor()
    number = await failed(admin, "Gone.", is_final=True)
    reader = await make_actor(Role.RECRUITER, admin.organization_id)
    screen = Screen(QueueState, HERE, await cookie_of(reader))
    await at(screen)
    assert not screen.can_manage
    assert screen.losing == []
    assert len(screen.rows) == 1
    for told in (
        await screen.retry(number),
        await screen.retry_failed(),
        await screen.clear_completed(),
        await screen.begin_clearing(),
        await screen.clear_all(),
        await screen.begin_adding(),
        await screen.add({"number": "1"}),
    ):
        assert "Your role does not allow this" in str(told)
    await at(screen)
    assert [row.status for row in screen.rows] == ["Dead"]
