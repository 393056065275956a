"""What tables have in common whose address is the query, on one of them."""

from __future__ import annotations

import pytest
from reflex.istate.data import ReflexURL

from state.interviews import InterviewsState, Query
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def at(screen: Screen, query: Query) -> None:
    """The browser is at the address of that query."""
    screen.router.url = ReflexURL(ORIGIN + query.address(page=query.page))


async def test_filters_come_on_top_of_each_other_however_late_the_address_is(database):
    screen = Screen(
        InterviewsState, "/interviews?q=ada&page=3", await cookie_of(await make_actor())
    )
    one = Query(search="ada", status="completed")
    await screen.narrow("status", "completed")
    (gone,) = await screen.narrow("says", "hire")
    assert "q=ada&status=completed&says=hire" in str(gone.args)
    # The browser comes to the first of them while it is on its way to the second.
    at(screen, one)
    await screen.load()
    assert (screen.query["status"], screen.query["says"]) == ("completed", "")
    (gone,) = await screen.narrow("review", "1")
    assert "q=ada&status=completed&says=hire&review=1" in str(gone.args)
    at(screen, Query(search="ada", status="completed", says="hire", review="1"))
    await screen.load()
    # What the browser goes to by itself is taken as it is: a link, or the button back.
    at(screen, Query(status="expired"))
    await screen.load()
    (gone,) = await screen.narrow("says", "hire")
    assert "status=expired&says=hire" in str(gone.args)
    assert "ada" not in str(gone.args)


async def test_looking_again_takes_no_filter_off_that_is_on_its_way(database):
    screen = Screen(InterviewsState, "/interviews", await cookie_of(await make_actor()))
    await screen.load()
    await screen.narrow("status", "completed")
    # The dialog closes, and the address is not there yet.
    await screen.refresh()
    (gone,) = await screen.find("ada")
    assert "q=ada&status=completed" in str(gone.args)


async def test_a_field_keeps_what_is_typed_until_the_address_says_otherwise(database):
    screen = Screen(InterviewsState, "/interviews", await cookie_of(await make_actor()))
    await screen.load()
    filled = screen.form_key
    await screen.find("ad")
    await screen.find("ada")
    for search in ("ad", "ada"):
        at(screen, Query(search=search))
        await screen.load()
    assert screen.form_key == filled
    at(screen, Query())
    await screen.load()
    assert (screen.form_key, screen.query["search"]) == (filled + 1, "")
