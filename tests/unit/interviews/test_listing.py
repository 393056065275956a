"""The table of interviews: what is found, in which order, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.database import reading
from app.identity.permissions import Role
from app.interviews import finding
from app.interviews.listing import PER_PAGE, list_interviews
from app.interviews.models import InterviewKind, InterviewStatus
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews, completed


@pytest.fixture(params=["few", "many"])
def plan(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either plan of a search, whatever the number of rows."""
    if request.param == "many":
        monkeypatch.setattr(finding, "FEW", 0)
    return request.param


async def table(actor, **question: object):
    async with reading() as session:
        return await list_interviews(session, actor, **question)


async def names(actor, **question: object) -> list[str]:
    return [row.candidate_name for row in (await table(actor, **question)).rows]


async def test_the_newest_come_first_and_trials_not_at_all(database: str) -> None:
    actor = await make_actor(Role.READONLY)
    admin = await make_actor(organization_id=actor.organization_id)
    position = await make_position(admin)
    await add_interviews(
        admin, position, {"name": "Ada"}, {"kind": InterviewKind.TRIAL}, completed(name="Ben")
    )
    page = await table(actor)
    assert [row.candidate_name for row in page.rows] == ["Ben", "Ada"]
    assert (page.total_words, page.has_next) == ("2", False)
    row = page.rows[0]
    assert (row.status_words, row.score, row.recommendation) == ("Completed", 70.0, "hire")
    assert (row.depths, row.needs_review, row.asks_for_human) == ((3.1, -1.0), True, False)


async def test_every_word_must_begin_a_word_of_name_address_or_title(
    database: str, plan: str
) -> None:
    actor = await make_actor()
    tea = await make_position(actor, title="Tea master")
    await add_interviews(
        actor,
        tea,
        {"name": "Émile Brönte", "email": "emile.b@example.com"},
        {"name": "Bea O'Brien", "email": "bea_100@example.com"},
    )
    for search, found in (
        ("emile", ["Émile Brönte"]),
        ("ÉMI bron", ["Émile Brönte"]),
        ("bron emile tea", ["Émile Brönte"]),
        ("b", ["Bea O'Brien", "Émile Brönte"]),
        ("brien", ["Bea O'Brien"]),
        ("o'b", ["Bea O'Brien"]),
        ("emile.b@example.com", ["Émile Brönte"]),
        ("bea_", ["Bea O'Brien"]),
        ("beax1", []),
        ("mile", []),
        ("emile bea", []),
        ("%", []),
        ("tea mas", ["Bea O'Brien", "Émile Brönte"]),
    ):
        assert await names(actor, search=search) == found, search


async def test_filters_narrow_and_combine(database: str, plan: str) -> None:
    actor = await make_actor()
    tea, cups = await make_position(actor), await make_position(actor, title="Cup maker")
    now = clock.now()
    await add_interviews(
        actor,
        tea,
        {"name": "Invited"},
        completed(name="Hired"),
        completed(name="Reviewed", recommendation="no_hire", reviewed_at=now),
        {"name": "Gone", "status": InterviewStatus.EXPIRED},
        {"name": "Early", "created_at": now - timedelta(days=40)},
    )
    await add_interviews(actor, cups, completed(name="Potter", recommendation="discuss"))
    for question, found in (
        ({"statuses": ["scheduled"]}, {"Invited", "Early"}),
        ({"statuses": ["scheduled", "expired"]}, {"Invited", "Gone", "Early"}),
        ({"position_id": cups.id}, {"Potter"}),
        ({"position_id": str(tea.id), "statuses": ["completed"]}, {"Hired", "Reviewed"}),
        ({"recommendation": "no_hire"}, {"Reviewed"}),
        ({"needs_review": True}, {"Hired", "Potter"}),
        ({"needs_review": False}, {"Reviewed"}),
        ({"needs_review": True, "position_id": tea.id}, {"Hired"}),
        ({"recommendation": "hire", "statuses": ["scheduled"]}, set()),
        ({"until": now - timedelta(days=30)}, {"Early"}),
        ({"since": now - timedelta(days=1), "position_id": cups.id}, {"Potter"}),
        ({"search": "cup", "needs_review": True}, {"Potter"}),
        ({"search": "cup", "recommendation": "hire"}, set()),
    ):
        assert set(await names(actor, **question)) == found, question


async def test_what_somebody_must_see_to_soon_is_found(database: str, plan: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    now = clock.now()
    running = {"status": InterviewStatus.IN_PROGRESS, "human_requested_at": now}
    soon = {"expires_at": now + timedelta(hours=47)}
    await add_interviews(
        actor,
        position,
        {"name": "Waits", **running},
        {"name": "Answered", **running, "human_resolved_at": now},
        {"name": "Waits before, soon", "human_requested_at": now, **soon},
        {"name": "Soon", **soon},
        {"name": "Later", "expires_at": now + timedelta(hours=49)},
        {"name": "Too late", "expires_at": now - timedelta(minutes=1)},
        {"name": "Began in time", **soon, "status": InterviewStatus.IN_PROGRESS},
        {"name": "A trial", "kind": InterviewKind.TRIAL, "human_requested_at": now, **soon},
    )
    other = await make_actor()
    await add_interviews(other, await make_position(other), running, soon)
    for question, found in (
        ({"asks_for_human": True}, {"Waits", "Waits before, soon"}),
        ({"asks_for_human": True, "statuses": ["in_progress"]}, {"Waits"}),
        ({"expires_soon": True}, {"Waits before, soon", "Soon"}),
        ({"expires_soon": True, "asks_for_human": True}, {"Waits before, soon"}),
        ({"expires_soon": True, "statuses": ["completed"]}, set()),
        ({"expires_soon": True, "search": "waits"}, {"Waits before, soon"}),
    ):
        assert set(await names(actor, **question)) == found, question


async def test_rows_are_sorted_with_the_unscored_last(database: str, plan: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(
        actor,
        position,
        completed(50.0, name="Cora"),
        completed(None, name="Abe"),
        completed(90.0, name="Bo"),
        completed(50.0, name="Dan"),
    )
    for sort, order, found in (
        ("score", "", ["Bo", "Dan", "Cora", "Abe"]),
        ("score", "asc", ["Cora", "Dan", "Bo", "Abe"]),
        ("name", "", ["Abe", "Bo", "Cora", "Dan"]),
        ("name", "desc", ["Dan", "Cora", "Bo", "Abe"]),
        ("created", "asc", ["Cora", "Abe", "Bo", "Dan"]),
    ):
        for extra in ({}, {"statuses": ["completed"]}):
            assert await names(actor, sort=sort, order=order, **extra) == found


async def test_pages_together_hold_every_row_once(database: str, plan: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    rows = [completed(float(number % 3) if number % 4 else None) for number in range(30)]
    made = await add_interviews(actor, position, *rows)
    for sort in ("created", "name", "score"):
        for extra in ({}, {"position_id": position.id}):
            pages = [
                await table(actor, sort=sort, page=number, per_page=8, **extra)
                for number in range(1, 6)
            ]
            found = [row.id for page in pages for row in page.rows]
            assert len(found) == len(set(found)) == len(made)
            assert [page.has_next for page in pages] == [True, True, True, False, False]


async def test_totals_are_exact_where_they_can_be(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, *[{} for _ in range(PER_PAGE + 2)])
    for question in ({}, {"search": "tea"}, {"position_id": position.id}, {"page": 2}):
        page = await table(actor, **question)
        assert page.total_words == str(PER_PAGE + 2), question


async def test_many_are_counted_up_to_a_limit(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, *[{} for _ in range(8)])
    monkeypatch.setattr(finding, "FEW", 4)
    monkeypatch.setattr(finding, "COUNT_TO", 5)
    for question in (
        {},
        {"search": "tea"},
        {"position_id": position.id},
        {"search": "tea master"},
        {"search": "tea", "statuses": ["scheduled"]},
    ):
        assert (await table(actor, **question)).total_words == "5+", question


async def test_another_organisation_is_never_seen_nor_counted(database: str, plan: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, completed(name="Ada"))
    for question in (
        {},
        {"search": "ada"},
        {"position_id": position.id},
        {"statuses": ["completed"]},
        {"recommendation": "hire"},
        {"needs_review": True},
        {"sort": "score"},
    ):
        page = await table(stranger, **question)
        assert (page.rows, page.total.count, page.has_next) == ((), 0, False), question


async def test_what_nobody_offers_is_read_as_the_default(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, {}, {})
    usual = await table(actor)
    for forged in (None, "no", "", -1, 0, 10**30, True, 1.5, [], ["x", 3, None], {}, "\x00"):
        for name in (
            "statuses",
            "position_id",
            "recommendation",
            "since",
            "until",
            "sort",
            "order",
            "page",
        ):
            assert (await table(actor, **{name: forged})).rows == usual.rows, (name, forged)
    for forged in (None, 7, [], {}, "\x00", "\ud800", "   "):
        assert (await table(actor, search=forged)).rows == usual.rows


@given(st.text(max_size=300))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_search_is_answered(database: str, search: str) -> None:
    actor = await make_actor()
    assert (await table(actor, search=search)).rows == ()
