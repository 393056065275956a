"""API keys on the screen: who may see them, and how long a new one is there to be seen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL
from sqlalchemy.exc import OperationalError

from app.api_keys import service as api_keys
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Role, Scope
from state.developers import FAILED, HERE, READY, REFUSED
from state.developers_keys import (
    EVERY,
    PARTNER_SCOPES,
    PER_PAGE,
    SCOPES,
    SHOWN,
    KeysState,
    Query,
)
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FORM = {"name": " Careers  site ", "scope.interviews:read": "on", "expiry": ""}


@given(
    search=st.text(max_size=90),
    show=st.sampled_from(["", "nobody", *SHOWN]),
    page=st.integers(1, 9_999),
)
def test_an_address_leads_back_to_itself(search, show, page):
    from urllib.parse import parse_qsl, urlsplit

    query = Query.of({"q": search, "keys": show, "page": str(page)})
    address = query.address(page=query.page)
    assert Query.of(dict(parse_qsl(urlsplit(address).query))) == query


def test_what_nobody_offers_is_read_as_the_default():
    assert Query.of({"keys": "secret", "page": "-3", "q": "  "}) == Query()
    assert Query.of({"page": "٣"}) == Query()
    assert Query.of({"page": "0"}) == Query()
    assert Query().address() == HERE


def test_every_scope_says_what_it_allows():
    assert set(SCOPES) == set(Scope)
    assert all(words.endswith(".") for words in SCOPES.values())


async def screen_of(actor, address=HERE):
    screen = Screen(KeysState, address, await cookie_of(actor))
    await screen.show_keys("UTC")
    return screen


async def issue(actor, name, **more):
    async with unit_of_work() as session:
        return await api_keys.issue(session, actor, name=name, scopes=["interviews:read"], **more)


async def keys_of(actor):
    async with reading() as session:
        return await api_keys.listing(session, actor)


async def opens(plain):
    async with reading() as session:
        return await api_keys.authenticate(session, plain) is not None


@on_sqlite
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_nothing_reaches_the_browser_of_who_is_no_administrator(database, role):
    admin = await make_actor()
    made = await issue(admin, "Careers site")
    screen = await screen_of(await make_actor(role, admin.organization_id))
    assert screen.phase == REFUSED
    assert "Careers" not in json.dumps(screen.shown())
    for outcome in (
        await screen.begin_key(""),
        await screen.create(FORM),
        await screen.ask_revoke(str(made.id)),
        await screen.revoke(),
        await screen.refresh(),
    ):
        assert "role does not allow" in str(outcome)
    assert (screen.rows, screen.plain, screen.doomed) == ([], "", "")
    assert await opens(made.plain)


@on_sqlite
async def test_who_is_an_administrator_no_longer_sees_nothing_of_before(database):
    admin = await make_actor()
    await issue(admin, "Careers site")
    screen = await screen_of(admin)
    assert len(screen.rows) == 1
    cookie = await cookie_of(await make_actor(Role.RECRUITER, admin.organization_id))
    screen.router.headers.raw_headers["cookie"] = cookie
    await screen.show_keys("UTC")
    assert screen.phase == REFUSED
    assert "Careers" not in json.dumps(screen.shown())


@on_sqlite
async def test_a_new_key_is_in_the_browser_once_until_its_dialog_closes(database):
    actor = await make_actor()
    screen = await screen_of(actor)
    await screen.begin_key("")
    await screen.create(FORM)
    plain = screen.plain
    assert plain.startswith("hia_")
    assert await opens(plain)
    everything = repr({name: screen.__dict__[name] for name in screen._defaults})
    assert everything.count(plain) == 1
    assert json.dumps(screen.shown()).count(plain) == 1
    assert (screen.plain_name, screen.rows[0].name) == ("Careers site", "Careers site")
    assert screen.rows[0].hint == plain[-4:]
    await screen.forget_key()
    assert plain not in repr({name: screen.__dict__[name] for name in screen._defaults})


@on_sqlite
@pytest.mark.parametrize("leaving", ["show_keys", "begin_key"])
async def test_a_new_key_is_forgotten_however_one_goes_on(database, leaving):
    screen = await screen_of(await make_actor())
    await screen.create(FORM)
    plain = screen.plain
    await getattr(screen, leaving)("")
    assert plain not in repr(screen.__dict__)


@on_sqlite
async def test_pressed_twice_one_key_is_made(database):
    actor = await make_actor()
    screen = await screen_of(actor)
    await screen.create(FORM)
    plain = screen.plain
    await screen.create(FORM)
    assert screen.plain == plain
    assert len(await keys_of(actor)) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": {"a": 1}}, "name"),
        ({"scope.interviews:read": ""}, "scopes"),
        ({"scope.interviews:read": None, "scope.everything": "on"}, "scopes"),
        ({"expiry": "7"}, "expires_at"),
        ({"expiry": ["30"]}, "expires_at"),
        ({"expiry": "date"}, "expires_at"),
        ({"expiry": "date", "expires_on": "2020-01-01"}, "expires_at"),
        ({"expiry": "date", "expires_on": "tomorrow"}, "expires_at"),
        ({"expiry": "date", "expires_on": "9999-12-31"}, "expires_at"),
    ],
)
async def test_what_is_missing_is_said_beside_its_field(database, changes, field):
    actor = await make_actor()
    screen = await screen_of(actor)
    await screen.create(FORM | changes)
    assert [name for name, words in screen.errors.items() if words] == [field]
    assert (screen.plain, await keys_of(actor)) == ("", [])


@on_sqlite
async def test_a_form_that_is_none_makes_no_key(database):
    actor = await make_actor()
    screen = await screen_of(actor)
    for nonsense in (None, "name", 7, []):
        await screen.create(nonsense)
        assert screen.plain == ""
    assert await keys_of(actor) == []


@on_sqlite
async def test_a_key_expires_when_it_was_said(database):
    actor = await make_actor()
    screen = Screen(KeysState, HERE, await cookie_of(actor))
    await screen.show_keys("America/New_York")
    with clock.at(clock.now()):
        await screen.create(FORM | {"expiry": "90"})
        assert (await keys_of(actor))[0].expires_at == clock.now() + timedelta(days=90)
    await screen.forget_key()
    day = (clock.now() + timedelta(days=40)).date().replace(month=1, day=15)
    day = day.replace(year=clock.now().year + 1)
    await screen.create(FORM | {"expiry": "date", "expires_on": day.isoformat()})
    expires = (await keys_of(actor))[0].expires_at
    # The end of that day in New York, in winter.
    assert expires.isoformat() == f"{day + timedelta(days=1)}T04:59:59+00:00"


@on_sqlite
async def test_a_key_for_a_partner_comes_with_what_it_needs(database):
    screen = await screen_of(await make_actor())
    await screen.begin_key("ashby")
    assert screen.preset_name == "Ashby"
    assert {row.value for row in screen.scopes if row.chosen} == set(PARTNER_SCOPES)
    await screen.begin_key("")
    assert (screen.preset_name, [row for row in screen.scopes if row.chosen]) == ("", [])
    for nonsense in ({"a": 1}, 7, "nobody"):
        await screen.begin_key(nonsense)
        assert screen.preset_name == ""


@on_sqlite
async def test_a_key_is_revoked_after_it_was_named(database):
    actor = await make_actor()
    kept, ended = await issue(actor, "Kept"), await issue(actor, "Old script")
    screen = await screen_of(actor)
    await screen.ask_revoke(str(ended.id))
    assert (screen.doomed_name, screen.doomed_hint) == ("Old script", ended.plain[-4:])
    assert await opens(ended.plain)
    await screen.revoke()
    assert not await opens(ended.plain)
    assert await opens(kept.plain)
    assert [row.name for row in screen.rows] == ["Kept"]
    assert (screen.working, screen.ended) == (1, 1)
    screen.router.url = ReflexURL(f"{ORIGIN}{HERE}?keys=ended")
    await screen.show_keys("UTC")
    assert [(row.name, row.is_live) for row in screen.rows] == [("Old script", False)]
    assert screen.rows[0].state.startswith("Revoked")


@on_sqlite
async def test_keys_of_others_are_not_there(database):
    other = await make_actor()
    theirs = await issue(other, "Theirs")
    screen = await screen_of(await make_actor())
    assert screen.rows == []
    for wanted in (str(theirs.id), str(new_id()), "nonsense", None, {"id": 1}):
        assert "no such API key" in str(await screen.ask_revoke(wanted))
        screen.doomed = wanted
        assert "no such API key" in str(await screen.revoke())
    assert await opens(theirs.plain)


@on_sqlite
async def test_an_expired_key_is_told_from_a_working_one(database):
    actor = await make_actor()
    await issue(actor, "Short", expires_at=clock.now() + timedelta(hours=1))
    with clock.at(clock.now() + timedelta(hours=2)):
        screen = await screen_of(actor, f"{HERE}?keys=all")
        assert [(row.state, row.is_live) for row in screen.rows] == [("Expired", False)]
        screen = await screen_of(actor)
        assert (screen.rows, screen.working, screen.ended) == ([], 0, 1)


@on_sqlite
async def test_keys_are_searched_and_paged(database):
    actor = await make_actor()
    count = PER_PAGE + 3
    for number in range(count):
        made = await issue(actor, f"Script {number}")
    screen = await screen_of(actor, f"{HERE}?page=2")
    assert screen.range_words == f"{PER_PAGE + 1} to {count} of {count}"
    assert len(screen.rows) == 3
    assert (screen.previous, screen.following) == (HERE, "")
    screen = await screen_of(actor, f"{HERE}?page=3")
    assert screen.phase != READY
    for search in (f"sCRIPT {count - 1}", made.plain[-4:]):
        screen = await screen_of(actor, Query(search=search, keys=EVERY).address())
        assert [row.id for row in screen.rows] == [str(made.id)]


@on_sqlite
async def test_what_could_not_be_loaded_can_be_tried_again(database, monkeypatch):
    actor = await make_actor()
    await issue(actor, "Careers site")
    screen = Screen(KeysState, HERE, await cookie_of(actor))

    async def fail(*_arguments):
        raise OperationalError("SELECT", {}, ConnectionError("gone"))

    with monkeypatch.context() as broken:
        broken.setattr(api_keys, "listing", fail)
        await screen.show_keys("UTC")
        assert (screen.phase, screen.rows) == (FAILED, [])
    await screen.refresh()
    assert (screen.phase, len(screen.rows)) == (READY, 1)


@on_sqlite
async def test_typing_leads_to_the_address_of_the_search(database):
    screen = await screen_of(await make_actor(), f"{HERE}?keys=all")
    told = str(await screen.find("  script "))
    assert "keys=all" in told
    assert "q=script" in told
    assert await screen.find("script") == []
    assert "q=" not in str(await screen.find({"q": 1}))
    assert await screen.find(None) == []
