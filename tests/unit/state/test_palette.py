from __future__ import annotations

import pytest

from app.identity.permissions import Role
from state.palette import MOST, PaletteState
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def found(actor, typed) -> list[str]:
    screen = Screen(PaletteState, "/dashboard", await cookie_of(actor))
    await screen.find(typed)
    return [one.title for one in screen.results]


@on_sqlite
async def test_it_begins_with_the_pages_the_member_may_open(database):
    actor = await make_actor()
    reader = await make_actor(Role.READONLY, actor.organization_id)
    for who, may_build in ((actor, True), (reader, False)):
        screen = Screen(PaletteState, "/dashboard", await cookie_of(who))
        await screen.begin()
        titles = [one.title for one in screen.results]
        assert titles[0] == "Dashboard"
        assert ("New position" in titles) is may_build


@on_sqlite
async def test_pages_positions_and_people_are_found_by_beginnings(database):
    actor, other = await make_actor(), await make_actor()
    position = await make_position(actor, title="Candle maker")
    await invite(actor, position, full_name="Candida Example")
    await invite(other, await make_position(other, title="Candy maker"), full_name="Candy Other")
    assert await found(actor, "cand") == ["Candidates", "Candle maker", "Candida Example"]
    assert await found(actor, "candida exa") == ["Candida Example"]
    assert await found(actor, "nobody") == []


@on_sqlite
async def test_more_than_fit_lead_to_the_whole_list(database):
    actor = await make_actor()
    position = await make_position(actor, title="Tea master")
    for number in range(MOST + 2):
        await invite(actor, position, full_name=f"Tea Example{number}")
    screen = Screen(PaletteState, "/dashboard", await cookie_of(actor))
    await screen.find("  tea ")
    assert len(screen.results) == MOST
    assert screen.results[0].title == "Tea master"
    assert screen.results[-1].href == "/interviews?q=tea"


@on_sqlite
async def test_nonsense_shows_the_pages(database):
    actor = await make_actor()
    pages = await found(actor, "")
    for typed in (None, 7, ["x"], {"q": "x"}, "   "):
        assert await found(actor, typed) == pages
    assert await found(actor, "%_\x00" * 500) == []
