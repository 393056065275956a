from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL

from app.core.ids import new_id
from state.candidates import HERE, CandidatesState, Query
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.reports import reported
from tests.support.screens import ORIGIN, Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@given(st.text(max_size=130), st.sampled_from(["", "name", "newest"]), st.integers(1, 400))
def test_an_address_leads_back_to_itself(search, sort, page):
    from urllib.parse import parse_qsl, urlsplit

    query = Query.of({"q": search, "sort": sort, "page": str(page)})
    address = query.address(page=query.page)
    assert Query.of(dict(parse_qsl(urlsplit(address).query))) == query


def test_what_nobody_offers_is_read_as_the_default():
    assert Query.of({"sort": "password", "page": "-3", "q": "  "}) == Query()
    assert Query.of({"page": "٣"}) == Query()
    assert Query().address() == HERE


async def screen_with(names, address="/candidates"):
    actor = await make_actor()
    position = await make_position(actor)
    for name in names:
        await reported(actor, position=position, full_name=name)
    screen = Screen(CandidatesState, address, await cookie_of(actor))
    await screen.show("UTC")
    return actor, screen


@on_sqlite
async def test_rows_tell_the_latest_interview_and_who_can_be_compared(database):
    actor, screen = await screen_with(["Ada Example"])
    await invite(actor, await make_position(actor), full_name="Ben Example")
    await screen.show("UTC")
    ada, ben = screen.rows
    assert (ada.name, ada.status_words, ada.can_compare) == ("Ada Example", "Completed", True)
    assert ada.says
    assert ada.score
    assert (ben.name, ben.status_words, ben.score, ben.can_compare) == (
        "Ben Example",
        "Invited",
        "",
        False,
    )
    assert screen.range_words == "1 to 2 of 2"


@on_sqlite
async def test_two_to_four_can_be_chosen_across_searches(database):
    _, screen = await screen_with([f"Ada{number} Example" for number in range(5)])
    ids = [row.id for row in screen.rows]
    await screen.choose(ids[0])
    assert screen.compare_address == ""
    for one in ids[1:4]:
        await screen.choose(one)
    assert screen.is_full
    assert screen.compare_address == f"/candidates/compare?ids={','.join(ids[:4])}"
    assert "4 candidates at most" in str(await screen.choose(ids[4]))
    assert screen.chosen_ids == ids[:4]
    screen.router.url = ReflexURL(f"{ORIGIN}/candidates?q=ada4")
    await screen.show("UTC")
    assert len(screen.rows) == 1
    await screen.choose(ids[1])
    assert screen.chosen_ids == [ids[0], *ids[2:4]]
    await screen.choose_none()
    assert (screen.chosen, screen.compare_address) == ([], "")


@on_sqlite
async def test_nobody_who_is_not_there_can_be_chosen_or_deleted(database):
    _, screen = await screen_with(["Ada Example"])
    _, other = await screen_with(["Ben Example"])
    for wanted in (str(new_id()), other.rows[0].id, "nonsense", None, {"id": 1}):
        assert "no such candidate" in str(await screen.choose(wanted))
        assert "no such candidate" in str(await screen.ask_delete(wanted))
    assert (screen.chosen, screen.doomed) == ([], "")


@on_sqlite
async def test_a_candidate_is_deleted_only_under_their_name(database):
    _, screen = await screen_with(["Ada Example", "Ben Example"])
    ada = screen.rows[0]
    await screen.choose(ada.id)
    await screen.ask_delete(ada.id)
    assert (screen.doomed_name, screen.doomed_has) == ("Ada Example", "1 interview")
    for typed in ("", "Ben Example", {"Ada": "Example"}):
        await screen.type_name(typed)
        await screen.delete()
        assert "Ada Example" in screen.delete_problem
        assert len(screen.rows) == 2
    await screen.type_name("  ada  example ")
    await screen.delete()
    assert [row.name for row in screen.rows] == ["Ben Example"]
    assert screen.chosen == []
    await screen.delete()
    assert len(screen.rows) == 1
