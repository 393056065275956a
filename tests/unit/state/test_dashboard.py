from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.status import move
from app.core import clock
from app.core.database import unit_of_work
from app.interviews.figures import Day
from app.room import service as room
from state.dashboard import DashboardState, days_of, greeting
from state.shell import ShellState
from tests.support.interviews import engine, invite, make_position, take_whole
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (3, "Good evening, Ines"),
        (4, "Good morning, Ines"),
        (12, "Good afternoon, Ines"),
        (18, "Good evening, Ines"),
    ],
)
def test_the_greeting_follows_the_clock(hour, words):
    assert greeting("Ines Albrandt", hour) == words


def test_the_highest_bar_fills_the_chart():
    days = days_of([Day(date(2026, 11, 1), 4, 1), Day(date(2026, 11, 2), 0, 2)])
    assert [(one.invited_height, one.completed_height) for one in days] == [
        ("100%", "25%"),
        ("0%", "50%"),
    ]
    assert days_of([Day(date(2026, 11, 1), 0, 0)])[0].invited_height == "0%"


@on_sqlite
async def test_a_fresh_organisation_sees_that_there_is_nothing_yet(database):
    screen = Screen(DashboardState, "/dashboard", await cookie_of(await make_actor()))
    await screen.show("UTC")
    assert (screen.loaded, screen.has_positions) == (True, False)
    assert (screen.to_review, screen.running_now, screen.asking, screen.expiring_soon) == (
        ("0",) * 4
    )
    assert len(screen.days) == 14


@on_sqlite
async def test_what_needs_somebody_is_counted_and_listed(database):
    actor = await make_actor()
    position = await make_position(actor)
    with engine():
        done = await invite(actor, position, full_name="Ada Example")
        await room.start(done.token, room.CONSENT_VERSION)
        await take_whole(done.token)
        running = await invite(actor, position, full_name="Ben Example")
        await room.start(running.token, room.CONSENT_VERSION)
        await room.request_human(running.token)
        early = await invite(
            actor,
            position,
            full_name="Cy Example",
            expires_at=clock.now() + timedelta(hours=47, minutes=1),
        )
        await room.request_human(early.token)
    screen = Screen(DashboardState, "/dashboard", await cookie_of(actor))
    await screen.show("Europe/Berlin")
    assert (screen.to_review, screen.running_now, screen.asking, screen.expiring_soon) == (
        "1",
        "1",
        "2",
        "1",
    )
    assert [(row.name, row.says, row.done) for row in screen.reviews] == [
        ("Ada Example", "hire", "1 min")
    ]
    assert [(row.name, bool(row.left)) for row in screen.running] == [
        ("Cy Example", False),
        ("Ben Example", True),
    ]
    assert all(row.waiting_since for row in screen.running)
    assert [(row.name, row.when) for row in screen.expiring] == [("Cy Example", "in 47 h")]
    assert (screen.days[-1].invited, screen.days[-1].completed) == (3, 1)


@on_sqlite
async def test_the_frame_counts_whom_a_person_has_to_see_to(database):
    actor = await make_actor()
    cookie = await cookie_of(actor)
    shown = Screen(ShellState, "/dashboard", cookie)
    await shown.load()
    assert (shown.waiting_count, shown.asking_count) == ("", "")

    requisition = await made_requisition(actor)
    await made_application(actor, requisition)
    failed = await made_application(actor, requisition)
    async with unit_of_work() as session:
        await move(session, await applications.held(session, actor, failed.number), Status.FAILED)
    screen = Screen(DashboardState, "/dashboard", cookie)
    await screen.show("UTC")
    assert (screen.has_begun, screen.has_positions, screen.to_decide) == (True, False, "1")

    # Whether or not there is an application behind the interview.
    invitation = await invite(actor, await make_position(actor))
    await room.request_human(invitation.token)
    await shown.load()
    assert (shown.waiting_count, shown.asking_count) == ("1", "1")


@on_sqlite
async def test_times_are_those_of_the_browser_and_nonsense_is_utc(database):
    actor = await make_actor()
    position = await make_position(actor)
    with clock.at(datetime(2026, 11, 18, 8, 30, tzinfo=UTC)), engine():
        invitation = await invite(actor, position)
        await room.start(invitation.token, room.CONSENT_VERSION)
        await room.request_human(invitation.token)
        screen = Screen(DashboardState, "/dashboard", await cookie_of(actor))
        for zone, shown in (
            ("Asia/Tokyo", "17:30"),
            ({"no": "zone"}, "08:30"),
            ("../../etc/passwd", "08:30"),
        ):
            await screen.show(zone)
            assert screen.running[0].waiting_since == shown


@on_sqlite
async def test_nothing_of_another_organisation_shows(database):
    other = await make_actor()
    await invite(other, await make_position(other), expires_at=clock.now() + timedelta(hours=5))
    screen = Screen(DashboardState, "/dashboard", await cookie_of(await make_actor()))
    await screen.show("UTC")
    assert (screen.has_positions, screen.expiring) == (False, [])
    assert screen.days[-1].invited == 0
