"""A requisition's page and the table of requisitions on the screen."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from reflex.istate.data import ReflexURL

from app.core.database import reading, unit_of_work
from app.hiring_settings.service import settings_of
from app.identity.permissions import Role
from app.requisitions import service as requisitions
from state.requisition import SETTINGS, RequisitionState
from state.requisition_fields import Fields, automatic_words, changed, looking_words, values_of
from state.requisition_new import NewRequisitionState
from state.requisition_sync import NO_CREDENTIALS
from state.requisitions import HERE, RequisitionsState
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of


def on_sqlite(test):
    """Run a test on SQLite alone: its SQL is ordinary."""
    return pytest.mark.parametrize("database", ["sqlite"], indirect=True)(
        pytest.mark.usefixtures("database")(test)
    )


async def made(actor, **values) -> int:
    async with unit_of_work() as session:
        view = await requisitions.create(session, actor, {"name": "Back-end engineer"} | values)
        return view.number


async def stored(actor, number: int):
    async with reading() as session:
        return await requisitions.get(session, actor, number)


@on_sqlite
async def test_two_who_edit_at_once_are_told_and_lose_nothing():
    actor = await make_actor(role=Role.RECRUITER)
    number = await made(actor, external_id="R-1")
    cookie, here = await cookie_of(actor), f"{HERE}/{number}?view={SETTINGS}"
    mine, theirs = (Screen(RequisitionState, here, cookie) for _ in range(2))
    await mine.load()
    await theirs.load()
    await theirs.edit("location", "Gdynia")
    await theirs.edit("min_check_interval", "30")
    await theirs.save()
    await mine.edit("min_check_interval", "45")
    await mine.edit("interview_instructions", "Dwell on queues.")
    await mine.save()
    assert "location and check interval" in mine.conflict
    assert "both changed the check interval" in mine.conflict
    assert (await stored(actor, number)).min_check_interval == 30
    # Looking at the applications meanwhile leaves what was entered.
    mine.router.url = ReflexURL(f"{ORIGIN}{HERE}/{number}")
    await mine.load()
    assert mine.dirty
    assert mine.fields.interview_instructions == "Dwell on queues."
    await mine.save_over()
    view = await stored(actor, number)
    assert (view.location, view.min_check_interval) == ("Gdynia", 45)
    assert view.interview_instructions == "Dwell on queues."
    assert (mine.conflict, mine.dirty, mine.fields.location) == ("", False, "Gdynia")


@on_sqlite
async def test_what_is_wrong_is_said_beside_its_field_and_stays_to_be_corrected():
    actor = await make_actor()
    number = await made(actor)
    screen = Screen(RequisitionState, f"{HERE}/{number}", await cookie_of(actor))
    await screen.load()
    for name, entry in (
        ("min_check_interval", "soon"),
        ("min_check_interval", "1"),
        ("lookback_hours", "999999"),
        ("name", " "),
    ):
        await screen.edit(name, entry)
        await screen.save()
        assert screen.errors[name], entry
        assert getattr(screen.fields, name) == entry
        await screen.discard()
        assert not screen.dirty
    assert (await stored(actor, number)).version == 1
    for name, value in (("version", "9"), ("name", 7), (None, "x")):
        await screen.edit(name, value)
        assert not screen.dirty


@on_sqlite
async def test_a_sync_needs_workday_and_readers_change_nothing():
    actor = await make_actor()
    number = await made(actor, external_id="R-1")
    listed = Screen(RequisitionsState, HERE, await cookie_of(actor))
    await listed.load()
    assert [(row.number, row.can_sync) for row in listed.rows] == [(number, True)]
    assert NO_CREDENTIALS in str(await listed.sync(number))
    assert not listed.rows[0].syncing
    reader = await make_actor(role=Role.READONLY, organization_id=actor.organization_id)
    screen = Screen(RequisitionState, f"{HERE}/{number}", await cookie_of(reader))
    await screen.load()
    assert screen.head.name == "Back-end engineer"
    for refused in (screen.sync(), screen.build(), screen.delete(), screen.edit("name", "x")):
        assert "role" in str((await refused)[0])
    stranger = Screen(RequisitionState, f"{HERE}/{number}", await cookie_of(await make_actor()))
    await stranger.load()
    assert (stranger.missing, stranger.head.name) == (True, "")


@on_sqlite
async def test_one_is_made_without_workday_and_its_position_built_from_its_text():
    actor = await make_actor()
    new = Screen(NewRequisitionState, HERE, await cookie_of(actor))
    await new.begin()
    await new.create({"name": " "})
    assert new.errors["name"]
    text = "You design relational schemas and tune SQL queries, transactions and caching."
    events = await new.create({"name": "Senior back-end engineer", "description": text})
    assert "view=settings" in str(events[1])
    screen = Screen(RequisitionState, f"{HERE}/1?view={SETTINGS}", await cookie_of(actor))
    await screen.load()
    assert not screen.head.built
    await screen.build()
    assert screen.head.built
    assert screen.fields.position_id in {one.value for one in screen.positions}
    assert not screen.dirty


@on_sqlite
async def test_the_settings_say_what_they_mean():
    actor = await make_actor()
    async with reading() as session:
        settings = await settings_of(session, actor.organization_id)
    off, on = Fields(), Fields(auto_send_interview="1", min_check_interval="15")
    status = Fields(**asdict(on) | {"auto_send_on_status": " Phone  screen "})
    closed = Fields(**asdict(on) | {"is_active": ""})
    for fields, of_workday, words in (
        (off, True, "Nobody is invited by itself"),
        (on, False, "as soon as the résumé is analysed"),
        (status, True, "Workday says “Phone screen”"),
        (status, False, "Nobody would be invited"),
        (closed, True, "not active"),
    ):
        assert words in automatic_words(fields, settings, of_workday=of_workday)
    assert f"{settings.lookback_hours_default:,} hours (the" in looking_words(on, settings)
    assert values_of(changed(off, status)) == {
        "auto_send_interview": True,
        "min_check_interval": 15,
        "auto_send_on_status": "Phone  screen",
    }
