"""The table of positions: everything is in its address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interviews.counts import Counts
from app.interviews.models import InterviewKind, InterviewStatus
from app.positions import service as positions
from state.positions import HERE, SORTS, STATUSES, PositionsState, Query, interview_words
from tests.support.browser_tab import Browser
from tests.support.interviews import concept, make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews, completed


@given(
    st.builds(
        Query,
        status=st.sampled_from(["", *STATUSES]),
        search=st.text(max_size=30).map(lambda text: " ".join(text.split())),
        sort=st.sampled_from(SORTS),
        page=st.integers(1, 400),
    )
)
def test_an_address_holds_a_whole_query(query: Query) -> None:
    from urllib.parse import parse_qsl, urlsplit

    address = urlsplit(query.address(page=query.page))

    assert address.path == HERE
    assert Query.of(dict(parse_qsl(address.query))) == query


def test_any_change_but_of_page_goes_to_the_first() -> None:
    query = Query(search="tea", page=4)

    assert query.address(status="open") == "/positions?q=tea&status=open"
    assert Query().address() == "/positions"


@given(st.dictionaries(st.sampled_from(["status", "q", "sort", "page"]), st.text(max_size=200)))
def test_what_nobody_offers_is_read_as_the_default(parameters: dict[str, str]) -> None:
    query = Query.of(parameters)

    assert query.status in {"", *STATUSES}
    assert query.sort in SORTS
    assert 0 <= query.page <= 999
    assert len(query.search) <= 120


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Counts(), "none yet"),
        (Counts(2, 1, 1200), "2 invited, 1 running, 1,200 done"),
        (Counts(done=3), "3 done"),
    ],
)
def test_interviews_are_counted_in_words(counts: Counts, words: str) -> None:
    assert interview_words(counts) == words


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_page_is_loaded_as_its_address_says(database, monkeypatch) -> None:
    actor = await make_actor()
    draft = await make_position(actor, title="Draft of a tea master", opened=False)
    names = ["Tea", "Rice", "Salt", "Soy", "Miso"]
    opened = await make_position(actor, concepts=[concept(name) for name in names])
    await make_position(await make_actor())
    waiting = {"status": InterviewStatus.SCHEDULED}
    await add_interviews(actor, opened, waiting, completed(), {"kind": InterviewKind.TRIAL})

    browser = Browser(monkeypatch, actor).at("/positions?sort=title")
    await browser.call(PositionsState, "load")
    state = browser.state(PositionsState)
    assert [row.id for row in state.rows] == [str(draft.id), str(opened.id)]
    row = state.rows[1]
    assert (row.concepts, row.more_concepts) == ("Tea, Rice, Salt", "and 2 more")
    assert row.interviews == "1 invited, 1 done"
    assert state.range_words == "1 to 2 of 2"

    await browser.at("/positions?status=draft&q=TEA").call(PositionsState, "load")
    assert [row.id for row in state.rows] == [str(draft.id)]
    await browser.at("/positions?q=coffee").call(PositionsState, "load")
    assert (state.rows, state.filtered, state.none_yet) == ([], True, False)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_pages_lead_to_each_other(database, monkeypatch) -> None:
    monkeypatch.setattr(positions, "PER_PAGE", 2)
    actor = await make_actor()
    for _ in range(3):
        await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions?page=2")
    await browser.call(PositionsState, "load")
    state = browser.state(PositionsState)
    assert (state.previous, state.following, len(state.rows)) == ("/positions", "", 1)

    outcome = await browser.at("/positions?page=9").call(PositionsState, "load")
    assert "/positions" in outcome


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_searching_goes_to_an_address_and_keeps_the_filter(database, monkeypatch) -> None:
    browser = Browser(monkeypatch, await make_actor()).at("/positions?status=open&page=3")

    assert "q=tea&status=open" in await browser.call(PositionsState, "find", " tea ")
    gone = await browser.call(PositionsState, "find", {"a": 1})
    assert '"/positions?status=open"' in gone
    assert await browser.call(PositionsState, "find", "  ") == "None"
