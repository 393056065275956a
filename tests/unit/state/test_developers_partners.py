"""ATS partners on the screen."""

from __future__ import annotations

import json

import pytest

from app.api_keys import service as api_keys
from app.core.database import reading, unit_of_work
from app.identity.permissions import Role
from app.partners import service as partners
from app.partners.models import Partner
from app.settings import get_settings
from state.developers import HERE, REFUSED
from state.developers_partners import PartnersState
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KEY = "ashby-key-0123456789abcdef"


async def screen_of(actor):
    screen = Screen(PartnersState, HERE, await cookie_of(actor))
    await screen.show_partners("UTC")
    return screen


async def key_of(actor, partner=Partner.ASHBY):
    async with reading() as session:
        return await partners.key_of(session, actor.organization_id, partner)


@on_sqlite
async def test_it_says_what_to_enter_where(database):
    screen = await screen_of(await make_actor())
    base = get_settings().base_url
    assert screen.greenhouse.url == f"{base}/partners/greenhouse"
    assert screen.ashby.url == f"{base}/partners/ashby"
    assert not screen.ashby.is_connected
    assert screen.ashby.ordered == "No interview ordered yet"


@on_sqlite
async def test_a_partners_key_is_kept_and_never_shown_again(database):
    actor = await make_actor()
    screen = await screen_of(actor)
    await screen.connect("ashby", {"api_key": KEY})
    assert await key_of(actor) == KEY
    assert (screen.ashby.is_connected, screen.ashby.hint) == (True, KEY[-4:])
    assert KEY not in repr({name: screen.__dict__[name] for name in screen._defaults})
    await screen.ask_disconnect("ashby")
    assert screen.doomed_name == "Ashby"
    await screen.disconnect()
    assert await key_of(actor) is None
    assert (screen.ashby.is_connected, screen.ashby.hint) == (False, "")


@on_sqlite
async def test_a_key_that_cannot_be_is_refused_beside_its_field(database):
    actor = await make_actor()
    screen = await screen_of(actor)
    for form in ({"api_key": ""}, {"api_key": "a b c d e f"}, {"api_key": {}}, None, "x"):
        await screen.connect("ashby", form)
        assert screen.errors["ashby"]
        assert screen.errors["greenhouse"] == ""
    await screen.connect("greenhouse", {"api_key": KEY})
    assert "not an API key of your organisation" in screen.errors["greenhouse"]
    assert (await key_of(actor), await key_of(actor, Partner.GREENHOUSE)) == (None, None)
    for nobody in ("workday", None, {"partner": "ashby"}):
        assert "no such partner" in str(await screen.connect(nobody, {"api_key": KEY}))
        assert "no such partner" in str(await screen.ask_disconnect(nobody))
        assert "no such partner" in str(await screen.copy_url(nobody))


@on_sqlite
async def test_greenhouse_is_told_by_which_of_our_keys_to_know_us(database):
    actor, other = await make_actor(), await make_actor()
    plain = {}
    for one in (actor, other):
        async with unit_of_work() as session:
            plain[one.organization_id] = (
                await api_keys.issue(session, one, name="Greenhouse", scopes=["interviews:read"])
            ).plain
    screen = await screen_of(actor)
    await screen.connect("greenhouse", {"api_key": plain[other.organization_id]})
    assert screen.errors["greenhouse"]
    await screen.connect("greenhouse", {"api_key": plain[actor.organization_id]})
    assert screen.errors["greenhouse"] == ""
    assert screen.greenhouse.hint == plain[actor.organization_id][-4:]


@on_sqlite
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_nothing_reaches_the_browser_of_who_is_no_administrator(database, role):
    admin = await make_actor()
    await (await screen_of(admin)).connect("ashby", {"api_key": KEY})
    screen = await screen_of(await make_actor(role, admin.organization_id))
    assert screen.phase == REFUSED
    assert KEY[-4:] not in json.dumps(screen.shown())
    screen.doomed = "ashby"
    for told in (
        await screen.connect("ashby", {"api_key": "another-key-of-theirs"}),
        await screen.ask_disconnect("ashby"),
        await screen.disconnect(),
        await screen.replace_key("ashby", True),
        await screen.retry_partners(),
    ):
        assert "role does not allow" in str(told)
    assert await key_of(admin) == KEY


@on_sqlite
async def test_another_organisations_connection_is_its_own(database):
    one, other = await make_actor(), await make_actor()
    await (await screen_of(one)).connect("ashby", {"api_key": KEY})
    screen = await screen_of(other)
    assert not screen.ashby.is_connected
    screen.doomed = "ashby"
    await screen.disconnect()
    assert await key_of(one) == KEY
