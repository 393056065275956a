"""Webhook endpoints on the screen."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Role
from app.settings import get_settings
from app.webhooks import endpoints, sending
from app.webhooks.models import EndpointStatus
from app.webhooks.views import EndpointView
from state.developers import HERE, READY, REFUSED
from state.developers_endpoint_rows import EVENTS, rate_words
from state.developers_endpoints import EndpointsState
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of
from tests.support.webhooks import add_endpoint


def on_sqlite(test):
    """Run a test on SQLite, with addresses of this machine allowed."""
    allowed = pytest.mark.usefixtures("allow_loopback")(test)
    return pytest.mark.parametrize("database", ["sqlite"], indirect=True)(allowed)


# An address that is allowed by name, so that no resolver is asked.
URL = "http://127.0.0.1:9/hooks"
FORM = {
    "url": URL,
    "description": " Our  back end ",
    "event.report.generated": "on",
    "event.interview.started": "on",
}


@pytest.fixture
def allow_loopback(database, monkeypatch):
    monkeypatch.setattr(get_settings(), "webhook_private_hosts", ["127.0.0.1"])


def test_every_event_says_what_it_tells():
    assert set(EVENTS) == set(endpoints.EVENT_TYPES)
    assert all(words.endswith(".") for words in EVENTS.values())


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 50))
def test_only_a_whole_record_is_a_hundred_percent(delivered, failed, pending):
    view = EndpointView(
        id=new_id(),
        url=URL,
        description="",
        event_types=(),
        status=EndpointStatus.ENABLED,
        disabled_at=None,
        disabled_reason=None,
        failures_in_a_row=0,
        failing_since=None,
        old_secret_until=None,
        created_at=clock.now(),
        delivered_24h=delivered,
        failed_24h=failed,
        pending=pending,
    )
    rate, tone, counted = rate_words(view)
    assert bool(rate) == bool(delivered + failed)
    assert (rate == "100 %") == (delivered > 0 and failed == 0)
    assert (tone == "bad") == (failed > 0 and delivered == 0)
    assert bool(pending) == ("on the way" in counted)


async def screen_of(actor):
    screen = Screen(EndpointsState, HERE, await cookie_of(actor))
    await screen.show_endpoints("UTC")
    return screen


async def listed(actor):
    async with reading() as session:
        return await endpoints.listing(session, actor)


async def outcome(delivery_id, number, status, error=None):
    """Write down an attempt as the job does."""
    async with unit_of_work() as session:
        await sending.record(
            session,
            UUID(delivery_id),
            number,
            sending.Outcome(
                at=clock.now(),
                duration_ms=35,
                request_headers={"X-Signature-256": "sha256=0"},
                status_code=status,
                error=error,
            ),
        )


def vars_of(screen):
    return repr({name: screen.__dict__[name] for name in screen._defaults})


@on_sqlite
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_nothing_reaches_the_browser_of_who_is_no_administrator(database, role):
    admin = await make_actor()
    made = await add_endpoint(admin, URL)
    screen = await screen_of(await make_actor(role, admin.organization_id))
    assert screen.phase == REFUSED
    assert URL not in json.dumps(screen.shown())
    screen.editing = screen.secret_of = screen.doomed = str(made.id)
    screen.is_replacing = True
    for told in (
        await screen.begin_endpoint(str(made.id)),
        await screen.keep_endpoint(FORM),
        await screen.show_secret(str(made.id)),
        await screen.replace_secret(),
        await screen.switch(str(made.id), False),
        await screen.send_test(str(made.id)),
        await screen.ask_delete(str(made.id)),
        await screen.delete(),
        await screen.refresh_endpoints(),
    ):
        assert "role does not allow" in str(told)
    assert made.secret not in vars_of(screen)
    [view] = await listed(admin)
    assert (view.is_enabled, view.pending, view.old_secret_until) == (True, 0, None)


@on_sqlite
async def test_endpoints_of_others_are_not_there(database):
    other = await make_actor()
    theirs = await add_endpoint(other, URL)
    screen = await screen_of(await make_actor())
    assert screen.rows == []
    for wanted in (str(theirs.id), str(new_id()), "nonsense", {"id": 1}):
        told_of_secret = await screen.show_secret(wanted)
        screen.secret_of = screen.doomed = wanted
        screen.is_replacing = True
        for told in (
            told_of_secret,
            await screen.replace_secret(),
            await screen.begin_endpoint(wanted),
            await screen.switch(wanted, False),
            await screen.send_test(wanted),
            await screen.ask_delete(wanted),
            await screen.delete(),
        ):
            assert "no such endpoint" in str(told)
        screen.editing = wanted
        await screen.keep_endpoint(FORM)
        assert "no such endpoint" in screen.problem
    assert theirs.secret not in vars_of(screen)
    [view] = await listed(other)
    assert (view.is_enabled, view.pending, view.description) == (True, 0, "")


@on_sqlite
async def test_an_endpoint_is_added_and_its_secret_shown_until_the_dialog_closes(database):
    actor = await make_actor()
    screen = await screen_of(actor)
    await screen.begin_endpoint("")
    await screen.keep_endpoint(FORM)
    secret = screen.secret
    assert secret.startswith("whsec_")
    assert json.dumps(screen.shown()).count(secret) == 1
    [row] = screen.rows
    assert (row.url, row.description) == (URL, "Our back end")
    assert row.events == ["interview.started", "report.generated"]
    await screen.keep_endpoint(FORM)
    assert len(await listed(actor)) == 1
    await screen.forget_secret()
    assert secret not in vars_of(screen)
    await screen.show_secret(row.id)
    assert screen.secret == secret
    await screen.show_endpoints("UTC")
    assert secret not in vars_of(screen)


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": {"a": 1}}, "url"),
        ({"url": f"{URL}/{'x' * 2000}"}, "url"),
        ({"description": "x" * 121}, "description"),
        ({"event.report.generated": "", "event.interview.started": ""}, "event_types"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(database, changes, field):
    actor = await make_actor()
    screen = await screen_of(actor)
    await screen.begin_endpoint("")
    await screen.keep_endpoint(FORM | changes)
    assert [name for name, words in screen.errors.items() if words] == [field]
    assert (screen.secret, await listed(actor)) == ("", [])


@on_sqlite
async def test_an_address_of_two_thousand_characters_is_kept_whole(database):
    actor = await make_actor()
    long = f"{URL}?{'x' * (2000 - len(URL) - 1)}"
    screen = await screen_of(actor)
    await screen.keep_endpoint(FORM | {"url": long})
    assert screen.rows[0].url == long


@on_sqlite
async def test_an_endpoint_is_changed(database):
    actor = await make_actor()
    made = await add_endpoint(actor, URL)
    screen = await screen_of(actor)
    await screen.begin_endpoint(str(made.id))
    assert (screen.edit_url, screen.editing) == (URL, str(made.id))
    assert all(row.chosen for row in screen.edit_events)
    await screen.keep_endpoint(FORM | {"url": f"{URL}/2"})
    [row] = screen.rows
    assert (row.url, row.events) == (f"{URL}/2", ["interview.started", "report.generated"])
    assert screen.secret == ""


@on_sqlite
async def test_a_secret_is_replaced_once_and_only_after_it_was_asked(database):
    actor = await make_actor()
    made = await add_endpoint(actor, URL)
    with clock.at(clock.now()):
        screen = await screen_of(actor)
        await screen.show_secret(str(made.id))
        await screen.replace_secret()
        assert screen.secret == made.secret
        await screen.ask_replace(True)
        await screen.replace_secret()
        new = screen.secret
        assert new != made.secret
        assert screen.old_until
        assert screen.rows[0].old_secret == screen.old_until
        await screen.replace_secret()
        assert screen.secret == new
        clock.advance(timedelta(hours=25))
        await screen.show_secret(str(made.id))
        assert (screen.secret, screen.old_until) == (new, "")


@on_sqlite
async def test_an_endpoint_that_is_off_says_since_when_and_why(database):
    actor = await make_actor()
    made = await add_endpoint(actor, URL)
    screen = await screen_of(actor)
    await screen.switch(str(made.id), False)
    [row] = screen.rows
    assert not row.is_enabled
    assert f"Switched off by {actor.name}" in row.off
    assert "switched off" in str(await screen.send_test(str(made.id)))
    for nonsense in (None, "true", 1, {"on": True}):
        await screen.switch(str(made.id), nonsense)
        assert not screen.rows[0].is_enabled
    await screen.switch(str(made.id), True)
    assert (screen.rows[0].is_enabled, screen.rows[0].off) == (True, "")


@on_sqlite
async def test_a_test_event_is_followed_until_it_has_arrived(database):
    actor = await make_actor()
    made = await add_endpoint(actor, URL)
    screen = await screen_of(actor)
    told = await screen.send_test(str(made.id))
    assert "on its way" in screen.rows[0].test
    assert "refresh-endpoints" in str(told)
    delivery = screen._tests[str(made.id)]
    assert screen.rows[0].test_href == f"{HERE}/deliveries?delivery={delivery}"
    await outcome(delivery, 1, 500, "Answered 500.")
    assert "refresh-endpoints" in str(await screen.refresh_endpoints())
    assert "attempt 1 failed, another follows" in screen.rows[0].test
    await outcome(delivery, 2, 204)
    assert await screen.refresh_endpoints() == []
    assert screen.rows[0].test == "Test event delivered: 204 in 35 ms."
    assert (screen.rows[0].rate, screen.rows[0].counted) == ("100 %", "of 1 delivered")


@on_sqlite
async def test_a_test_event_that_fails_says_why(database):
    actor = await make_actor()
    made = await add_endpoint(actor, URL)
    screen = await screen_of(actor)
    await screen.send_test(str(made.id))
    for number in range(1, 5):
        await outcome(screen._tests[str(made.id)], number, None, "The connection was refused.")
    assert await screen.refresh_endpoints() == []
    [row] = screen.rows
    assert row.test == "Test event failed. The connection was refused."
    assert "The last delivery failed" in row.failing
    assert (row.rate, row.rate_tone) == ("0 %", "bad")


@on_sqlite
async def test_an_endpoint_is_deleted_after_it_was_named(database):
    actor = await make_actor()
    kept = await add_endpoint(actor, URL)
    made = await add_endpoint(actor, f"{URL}/2")
    screen = await screen_of(actor)
    await screen.send_test(str(made.id))
    await screen.ask_delete(str(made.id))
    assert screen.doomed_url == f"{URL}/2"
    await screen.delete()
    assert [row.id for row in screen.rows] == [str(kept.id)]
    assert "no such endpoint" in str(await screen.delete())
    assert screen.phase == READY
