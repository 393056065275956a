"""The table of applications on the screen, and what is done with its rows."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL

from app.applications import service as applications
from app.applications.models import ApplicationStatus
from app.core import clock
from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.interviews import hiring
from app.requisitions import service as requisitions
from state.application_acts import ApplicationActsState
from state.application_lines import HERE, SORTS, STATUS_CHOICES, query_of
from state.applications import ApplicationsState
from state.tables import READY
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of


def on_sqlite(test):
    """Run a test on SQLite alone: its SQL is ordinary."""
    return pytest.mark.parametrize("database", ["sqlite"], indirect=True)(
        pytest.mark.usefixtures("database")(test)
    )


@given(
    given=st.fixed_dictionaries(
        {
            "q": st.text(max_size=8),
            "requisition": st.sampled_from(["", "7", "0", "²", "99999999999", "-1"]),
            "status": st.sampled_from(["", "lost", *(value for value, _ in STATUS_CHOICES)]),
            "from": st.sampled_from(["", "2026-11-03", "2026-13-03", "9999-12-31", "0001-01-01"]),
            "sort": st.sampled_from(["", "shoe-size", *SORTS]),
            "order": st.sampled_from(["", "up", "asc", "desc"]),
            "page": st.sampled_from(["", "0", "3", "²", "1000000000"]),
        }
    ),
    base=st.sampled_from([HERE, "/requisitions/4"]),
)
def test_an_address_leads_back_to_itself(given, base):
    query = query_of(given, base)
    there = urlsplit(query.address(page=query.page))
    assert query_of(dict(parse_qsl(there.query)), there.path) == query
    assert query.page >= 1
    assert query.requisition in ({"", "7"} if base == HERE else {""})
    assert query.first in {"", "2026-11-03"}
    assert query.until is None


async def applied(actor, *names: str) -> list[int]:
    """Applications of those candidates for a requisition of one's own, by number."""
    async with unit_of_work() as session:
        job = await requisitions.create(
            session,
            actor,
            {"name": "Back-end engineer", "description": "SQL, transactions, caching, Python."},
        )
        return [
            (
                await applications.create(
                    session,
                    actor,
                    requisition=job.number,
                    full_name=name,
                    email=f"{name.split()[0].lower()}@example.com",
                )
            ).number
            for name in names
        ]


async def status_of(actor, number: int) -> ApplicationStatus:
    async with unit_of_work() as session:
        return (await applications.by_number(session, actor, number)).status


@on_sqlite
async def test_who_can_be_invited_is_and_the_rest_are_told_apart():
    actor = await make_actor(role=Role.RECRUITER)
    ada, bea, cleo = await applied(actor, "Ada Lind", "Bea Holm", "Cleo Dahl")
    async with unit_of_work() as session:
        await hiring.move_application(session, actor, bea, ApplicationStatus.REJECTED.value)
    screen = Screen(ApplicationActsState, HERE, await cookie_of(actor))
    await screen.load()
    assert (screen.phase, len(screen.rows)) == (READY, 3)
    await screen.choose_all()
    await screen.ask("invite", 0)
    assert (screen.able, [one.name for one in screen.left_out]) == (2, ["Bea Holm"])
    # Meanwhile somebody else is quicker with one of them.
    async with unit_of_work() as session:
        await hiring.move_application(session, actor, cleo, ApplicationStatus.WITHDRAWN.value)
    await screen.do({})
    assert await status_of(actor, ada) is ApplicationStatus.INVITED
    assert [one.name for one in screen.problems] == ["Cleo Dahl"]
    assert "withdrawn" in screen.problems[0].why
    assert (screen.chosen, screen.able) == ([], 0)
    # What was confirmed once is not done again by pressing twice.
    await screen.do({})
    shown = {row.name: row for row in screen.rows}
    assert shown["Ada Lind"].interview_href
    assert shown["Bea Holm"].why_not_invite == "was rejected"


@on_sqlite
async def test_a_reason_goes_with_a_rejection_and_days_and_statuses_narrow():
    actor = await make_actor(role=Role.RECRUITER)
    (ada, bea) = await applied(actor, "Ada Lind", "Bea Holm")
    screen = Screen(ApplicationActsState, HERE, await cookie_of(actor))
    await screen.load()
    await screen.ask("reject", ada)
    await screen.do({"reason": "  Another profile. "})
    async with unit_of_work() as session:
        steps = await applications.history(session, actor, ada)
    assert (steps[-1].to_status, steps[-1].reason) == (
        ApplicationStatus.REJECTED,
        "Another profile.",
    )
    today = clock.now().date().isoformat()
    for address, names in (
        (f"{HERE}?status=rejected&from={today}&to={today}", ["Ada Lind"]),
        (f"{HERE}?status=waiting", []),
        (f"{HERE}?q=bea", ["Bea Holm"]),
        (f"{HERE}?from={today}&to=2020-01-01", []),
        ("/requisitions/1?sort=name", ["Ada Lind", "Bea Holm"]),
        ("/requisitions/2", []),
    ):
        screen.router.url = ReflexURL(ORIGIN + address)
        await screen.load()
        assert [row.name for row in screen.rows] == names, address
        assert screen.wrong_days is ("2020" in address)
    assert bea


@on_sqlite
async def test_readonly_members_see_and_do_nothing_and_strangers_see_nothing():
    actor = await make_actor(role=Role.RECRUITER)
    (ada,) = await applied(actor, "Ada Lind")
    reader = await make_actor(role=Role.READONLY, organization_id=actor.organization_id)
    screen = Screen(ApplicationActsState, HERE, await cookie_of(reader))
    await screen.load()
    assert [row.number for row in screen.rows] == [ada]
    refused = await screen.ask("reject", ada)
    assert "role" in str(refused[0])
    await screen.do({})
    assert await status_of(actor, ada) is ApplicationStatus.NEW
    stranger = Screen(ApplicationsState, HERE, await cookie_of(await make_actor()))
    await stranger.load()
    assert stranger.rows == []
