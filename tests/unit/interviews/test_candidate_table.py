"""The table of candidates."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.core.database import get_engine, reading
from app.interviews import candidate_table
from app.interviews.candidate_table import list_candidates
from app.interviews.listing import PER_PAGE
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews, completed


@pytest.fixture(params=["few", "many"])
def plan(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either way of looking a word up, whatever the number of rows."""
    if request.param == "many":
        monkeypatch.setattr(candidate_table, "FEW", 0)
    return request.param


async def table(actor, **question: object):
    async with reading() as session:
        return await list_candidates(session, actor, **question)


async def test_a_candidate_is_shown_once_with_the_newest_interview(database: str) -> None:
    actor = await make_actor()
    tea, cups = await make_position(actor), await make_position(actor, title="Cup maker")
    await invite(actor, tea, full_name="Ada Example", email="ada@example.com")
    newest = await invite(actor, cups, full_name="Ada Example", email="ada@example.com")
    (row,) = (await table(actor)).rows
    assert (row.full_name, row.email, row.interviews) == ("Ada Example", "ada@example.com", 2)
    assert row.latest is not None
    assert (row.latest.id, row.latest.position_title) == (newest.interview_id, "Cup maker")


async def test_candidates_are_found_by_name_address_or_position(database: str, plan: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(
        actor,
        position,
        {"name": "Émile Brönte", "email": "eb@example.com"},
        {"name": "Ada Example", "email": "ada@example.com"},
    )
    for search, found in (
        ("", ["Ada Example", "Émile Brönte"]),
        ("bron", ["Émile Brönte"]),
        ("EB@exa", ["Émile Brönte"]),
        ("tea", ["Ada Example", "Émile Brönte"]),
        ("ada tea", ["Ada Example"]),
        ("ada bron", []),
        ("%", []),
    ):
        rows = (await table(actor, search=search)).rows
        assert sorted(row.full_name for row in rows) == found, search


async def test_pages_are_read_with_as_many_queries_however_many_rows(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, *[completed() for _ in range(PER_PAGE + 3)])
    statements: list[str] = []

    def note(_c, _cursor, statement, *_: object) -> None:
        statements.append(statement)

    event.listen(get_engine().sync_engine, "before_cursor_execute", note)
    counts, found = [], []
    for number in (1, 2, 3):
        statements.clear()
        page = await table(actor, page=number)
        counts.append(len([one for one in statements if one.startswith("SELECT")]))
        found.append(page)
    assert [len(page.rows) for page in found] == [PER_PAGE, 3, 0]
    assert [page.has_next for page in found] == [True, False, False]
    assert found[0].total_words == str(PER_PAGE + 3)
    assert counts == [3, 3, 3]


async def test_another_organisation_is_never_seen(database: str, plan: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    await add_interviews(actor, await make_position(actor), {"name": "Ada Example"})
    for search in ("", "ada", "row", "tea"):
        page = await table(stranger, search=search)
        assert (page.rows, page.total.count) == ((), 0)


async def test_what_nobody_offers_is_read_as_the_default(database: str) -> None:
    actor = await make_actor()
    await add_interviews(actor, await make_position(actor), {})
    for forged in (None, "no", -1, 10**30, True, [], {}, "\x00"):
        assert len((await table(actor, page=forged, sort=forged)).rows) == 1
    for forged in (None, 7, [], "\x00", "\ud800"):
        assert len((await table(actor, search=forged)).rows) == 1
