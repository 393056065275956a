"""The dialog in which candidates are invited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.database import reading
from app.core.errors import InvalidInputError
from app.identity.permissions import Role
from app.interviews.listing import list_interviews
from state.invite import InviteState, end_of_day, zone_of
from tests.support.browser_tab import Browser
from tests.support.interviews import make_position
from tests.support.people import make_actor

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
FORM = {"full_name": "Ada Example", "email": "ada@example.com", "phone": "", "expires_at": ""}
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def count(actor) -> int:
    async with reading() as session:
        return (await list_interviews(session, actor)).total.count


def test_a_link_is_valid_to_the_end_of_the_day_where_the_recruiter_is() -> None:
    zone, name = zone_of("Asia/Tokyo")

    moment = end_of_day("2026-12-05", zone)

    assert name == "Asia/Tokyo"
    assert moment == datetime(2026, 12, 5, 14, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "UTC", "Nowhere/Land", "../../etc/passwd", None, 7, "a\0b"])
def test_an_unknown_time_zone_is_read_as_utc(name: object) -> None:
    assert zone_of(name) == (UTC, "UTC")


@pytest.mark.parametrize("value", ["soon", "2026-13-01", 7, {"a": 1}, "9999-12-31"])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(InvalidInputError) as caught:
        end_of_day(value, UTC)
    assert caught.value.field == "expires_at"


@sqlite
async def test_an_invitation_gives_a_link(database, monkeypatch) -> None:
    actor = await make_actor(Role.RECRUITER)
    position = await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions")
    with clock.at(NOW):
        outcome = await browser.call(InviteState, "begin", str(position.id))
        await browser.call(InviteState, "set_zone", "Asia/Tokyo")
        state = browser.state(InviteState)
        assert "showModal" in outcome
        assert (state.first_day, state.last_day) == ("2026-11-22", "2026-12-06")
        await browser.call(InviteState, "create", FORM | {"expires_at": "2026-12-01"})

    assert "/interview/" in state.link
    assert (state.name, state.until) == ("Ada Example", "1 December 2026")
    assert await count(actor) == 1

    await browser.call(InviteState, "another")
    assert (state.link, state.position) == ("", str(position.id))


@sqlite
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"email": "nobody"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"expires_at": "2020-01-01"}, "expires_at"),
        ({"full_name": {"a": 1}}, "full_name"),
    ],
)
async def test_a_problem_shows_beside_its_field(database, monkeypatch, changes, field) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions")
    await browser.call(InviteState, "begin", str(position.id))
    await browser.call(InviteState, "create", FORM | changes)

    state = browser.state(InviteState)
    assert {name for name, words in state.errors.items() if words} == {field}
    assert state.link == ""
    assert await count(actor) == 0


@sqlite
async def test_only_open_positions_of_ones_own_are_offered(database, monkeypatch) -> None:
    actor = await make_actor()
    opened = await make_position(actor)
    draft = await make_position(actor, opened=False)
    await make_position(await make_actor())
    browser = Browser(monkeypatch, actor).at("/dashboard")
    await browser.call(InviteState, "begin", "")

    state = browser.state(InviteState)
    assert [one.value for one in state.choices] == [str(opened.id)]
    await browser.call(InviteState, "create", FORM)
    assert state.errors["position_id"]
    await browser.call(InviteState, "create", FORM | {"position_id": str(draft.id)})
    assert "is a draft" in state.errors["position_id"]
    await browser.call(InviteState, "create", FORM | {"position_id": str(opened.id)})
    assert state.link


@sqlite
async def test_a_foreign_position_takes_no_invitation(database, monkeypatch) -> None:
    position = await make_position(await make_actor())
    actor = await make_actor()
    browser = Browser(monkeypatch, actor).at("/dashboard")

    assert "no such position" in await browser.call(InviteState, "begin", str(position.id))
    await browser.call(InviteState, "create", FORM | {"position_id": str(position.id)})
    assert "no such position" in browser.state(InviteState).errors["position_id"]
    assert await count(actor) == 0


@sqlite
async def test_copying_says_how_it_went(database, monkeypatch) -> None:
    browser = Browser(monkeypatch, await make_actor()).at("/dashboard")
    await browser.call(InviteState, "tell_copied", True)
    assert browser.state(InviteState).copied == "The link is copied."
    await browser.call(InviteState, "tell_copied", {"forged": timedelta})
    assert "Copying failed" in browser.state(InviteState).copied
