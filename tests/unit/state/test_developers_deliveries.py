"""Deliveries on the screen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL

from app.core import clock
from app.core.database import unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Role
from app.settings import get_settings
from app.webhooks import endpoints, sending
from app.webhooks.deliveries import PER_PAGE
from app.webhooks.models import DeliveryStatus, EventType
from state.developers_deliveries import DeliveriesState, Query
from state.developers_delivery_rows import MOST_BODY, STATUSES, pretty
from state.developers_endpoint_rows import DELIVERIES
from state.tables import READY, REFUSED
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of
from tests.support.webhooks import add_endpoint, send_test


def on_sqlite(test):
    """Run a test on SQLite, with addresses of this machine allowed."""
    allowed = pytest.mark.usefixtures("allow_loopback")(test)
    return pytest.mark.parametrize("database", ["sqlite"], indirect=True)(allowed)


URL = "http://127.0.0.1:9/hooks"


@pytest.fixture
def allow_loopback(database, monkeypatch):
    monkeypatch.setattr(get_settings(), "webhook_private_hosts", ["127.0.0.1"])


ids = st.sampled_from(["", "nonsense"]) | st.uuids().map(str)


@given(
    endpoint=ids,
    before=ids,
    delivery=ids,
    status=st.sampled_from(["", "lost", *DeliveryStatus]),
    event=st.sampled_from(["", "interview.won", *EventType]),
)
def test_an_address_leads_back_to_itself(endpoint, before, delivery, status, event):
    from urllib.parse import parse_qsl, urlsplit

    query = Query.of(
        {
            "endpoint": endpoint,
            "before": before,
            "delivery": delivery,
            "status": status,
            "event": event,
        }
    )
    assert "nonsense" not in repr(query)
    assert Query.of(dict(parse_qsl(urlsplit(query.address()).query))) == query


def test_every_status_has_words():
    assert set(STATUSES) == set(DeliveryStatus)
    assert Query().address() == DELIVERIES


def test_a_body_is_shown_to_be_read_and_not_without_end():
    assert pretty('{"a":{"b":"é"}}') == '{\n  "a": {\n    "b": "é"\n  }\n}'
    assert pretty("not json") == "not json"
    assert pretty("") == ""
    assert len(pretty(json.dumps({"a": "x" * 2 * MOST_BODY}))) == MOST_BODY + 2


async def screen_of(actor, **query):
    screen = Screen(DeliveriesState, Query(**query).address(), await cookie_of(actor))
    await screen.show("Europe/Berlin")
    return screen


async def at(screen, **query):
    screen.router.url = ReflexURL(ORIGIN + Query(**query).address())
    return await screen.show("Europe/Berlin")


async def outcome(delivery_id, number, status, error=None, response=""):
    """Write down an attempt as the job does."""
    async with unit_of_work() as session:
        await sending.record(
            session,
            delivery_id,
            number,
            sending.Outcome(
                at=clock.now(),
                duration_ms=2_140,
                request_headers={"X-Webhook-Timestamp": "1"},
                status_code=status,
                error=error,
                response=response,
            ),
        )


@on_sqlite
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_nothing_reaches_the_browser_of_who_is_no_administrator(database, role):
    admin = await make_actor()
    delivery = await send_test(admin, await add_endpoint(admin, URL))
    other = await make_actor(role, admin.organization_id)
    screen = await screen_of(other, delivery=str(delivery))
    assert screen.phase == REFUSED
    assert URL not in json.dumps(screen.shown())
    for told in (
        await screen.refresh(),
        await screen.replay(),
        await screen.narrow("status", "failed"),
    ):
        assert "role does not allow" in str(told)
    assert URL not in json.dumps(screen.shown())
    assert len((await screen_of(admin)).rows) == 1


@on_sqlite
async def test_deliveries_of_others_are_not_there(database):
    other = await make_actor()
    endpoint = await add_endpoint(other, URL)
    theirs = await send_test(other, endpoint)
    actor = await make_actor()
    for wanted in (str(theirs), str(new_id())):
        screen = Screen(DeliveriesState, Query(delivery=wanted).address(), await cookie_of(actor))
        told = str(await screen.show("UTC"))
        assert "no such delivery" in told
        assert (screen.rows, screen.opened.url) == ([], "")
        await screen.replay()
        assert "no such delivery" in screen.problem
    screen = await screen_of(actor, endpoint=str(endpoint.id))
    assert (screen.rows, screen.phase) == ([], READY)
    assert len((await screen_of(other)).rows) == 1


@on_sqlite
async def test_the_address_narrows_what_is_shown(database):
    actor = await make_actor()
    one, two = await add_endpoint(actor, URL), await add_endpoint(actor, f"{URL}/2")
    first, second = await send_test(actor, one), await send_test(actor, two)
    await outcome(first, 1, 204)
    screen = await screen_of(actor)
    assert [row.id for row in screen.rows] == [str(second), str(first)]
    assert [choice.words for choice in screen.choices] == [
        "127.0.0.1:9/hooks",
        "127.0.0.1:9/hooks/2",
    ]
    for query, expected in (
        ({"endpoint": str(one.id)}, [str(first)]),
        ({"status": "pending"}, [str(second)]),
        ({"status": "delivered"}, [str(first)]),
        ({"event": "webhook.test"}, [str(second), str(first)]),
        ({"event": "report.generated"}, []),
        ({"endpoint": str(two.id), "status": "delivered"}, []),
    ):
        await at(screen, **query)
        assert [row.id for row in screen.rows] == expected
        assert screen.filtered
    leads = str(await screen.narrow("status", "failed"))
    assert f"endpoint={two.id}" in leads
    assert "status=failed" in leads
    for nonsense in (("before", str(first)), ("status", {"a": 1}), (None, None)):
        assert await screen.narrow(*nonsense) == []


@on_sqlite
async def test_older_deliveries_are_a_page_away(database):
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    sent = [await send_test(actor, endpoint) for _ in range(PER_PAGE + 2)]
    screen = await screen_of(actor)
    assert (len(screen.rows), screen.previous) == (PER_PAGE, "")
    await at(screen, before=screen.rows[-1].id)
    assert f"before={sent[2]}" in (await screen_of(actor)).following
    assert [row.id for row in screen.rows] == [str(sent[1]), str(sent[0])]
    assert (screen.previous, screen.following) == (DELIVERIES, "")
    assert DELIVERIES in str(await at(screen, before=str(sent[0])))


@on_sqlite
async def test_it_looks_again_only_while_something_is_on_its_way(database):
    actor = await make_actor()
    delivery = await send_test(actor, await add_endpoint(actor, URL))
    screen = await screen_of(actor)
    assert "refresh-deliveries" in str(await screen.refresh())
    await outcome(delivery, 1, 500, "Answered 500.")
    assert "refresh-deliveries" in str(await screen.refresh())
    assert screen.rows[0].attempts == "1 attempt"
    await outcome(delivery, 2, 200)
    assert "refresh-deliveries" not in str(await screen.refresh())
    assert (screen.rows[0].status, screen.rows[0].outcome) == ("Delivered", "Answered 200.")


@on_sqlite
async def test_a_delivery_is_opened_with_its_request_and_every_attempt(database):
    actor = await make_actor()
    delivery = await send_test(actor, await add_endpoint(actor, URL))
    await outcome(delivery, 1, None, "No answer within 15 seconds.")
    await outcome(delivery, 2, 503, "Answered 503.", "<h1>Down</h1>")
    screen = await screen_of(actor, delivery=str(delivery))
    shown = screen.opened
    assert (shown.method, shown.url, shown.headers_of) == ("POST", URL, "Headers of attempt 2")
    assert json.loads(shown.body)["type"] == "webhook.test"
    assert [(one.answer, one.error, one.response, one.took) for one in shown.attempts] == [
        ("no answer", "No answer within 15 seconds.", "", "2.1 s"),
        ("503", "", "<h1>Down</h1>", "2.1 s"),
    ]
    assert shown.is_pending
    assert shown.next_attempt
    assert "delivery" not in str(await screen.close_delivery()).partition("deliveries")[2]
    assert screen.opened.url == ""


@on_sqlite
async def test_a_filter_and_the_closing_of_the_dialog_come_in_either_order(database):
    actor = await make_actor()
    delivery = await send_test(actor, await add_endpoint(actor, URL))
    screen = await screen_of(actor, delivery=str(delivery))
    assert "status=failed" in str(await screen.narrow("status", "failed"))
    assert await screen.close_delivery() == []
    screen = await screen_of(actor, delivery=str(delivery))
    await screen.close_delivery()
    assert "status=failed" in str(await screen.narrow("status", "failed"))


@on_sqlite
async def test_a_delivery_is_replayed_as_one_of_its_own(database):
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    delivery = await send_test(actor, endpoint)
    await outcome(delivery, 1, 204)
    screen = await screen_of(actor, delivery=str(delivery), status="delivered")
    event = screen.opened.event_id
    told = str(await screen.replay())
    await at(screen)
    again = screen.rows[0]
    assert f"delivery={again.id}" in told
    assert again.is_replay
    await at(screen, delivery=again.id)
    assert screen.opened.event_id == event
    async with unit_of_work() as session:
        await endpoints.set_enabled(session, actor, endpoint.id, False)
    await screen.replay()
    assert "switched off" in screen.problem
