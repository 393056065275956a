"""The address that Stripe sends its events to."""

from __future__ import annotations

import asyncio
import json
import time

import httpx
import pytest

from api.web.application import create_application
from api.web.stripe import MAX_BODY
from app.billing.gateway import gateway
from app.billing.models import TopUpStatus
from app.core.ids import new_id
from app.settings import get_settings
from app.simulators.stripe.webhooks import signature
from tests.support.screens import ORIGIN
from tests.unit.billing import books


def event(type_: str, subject: dict, *, id_: str = "") -> bytes:
    body = {
        "id": id_ or f"evt_{new_id().hex}",
        "object": "event",
        "type": type_,
        "data": {"object": subject},
    }
    return json.dumps(body).encode()


def session_of(target, **fields) -> dict:
    """A paid Checkout session for a top-up."""
    return {
        "id": f"cs_{target.top_up_id.hex}",
        "object": "checkout.session",
        "payment_status": "paid",
        "payment_intent": f"pi_{target.top_up_id.hex}",
        "amount_total": 25_000,
        "currency": "usd",
        "customer": f"cus_{target.organization_id.hex}",
        "metadata": {
            "top_up_id": str(target.top_up_id),
            "organization_id": str(target.organization_id),
        },
    } | fields


async def send(payload: bytes, header: str | None = None) -> httpx.Response:
    """Send it as Stripe would, or with another signature; "" for none."""
    if header is None:
        header = signature(payload, gateway().webhook_secret)
    headers = {"stripe-signature": header} if header else {}
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        return await client.post("/webhooks/stripe", content=payload, headers=headers)


async def outcome(payload: bytes) -> str:
    answer = await send(payload)
    assert answer.status_code == 200
    return answer.json()["outcome"]


async def balance(target) -> int:
    return (await books.check(target.organization_id)).balance_cents


async def ordered(cents: int = 25_000, **fields):
    return await books.ordered(await books.make_organization(), cents, **fields)


async def test_a_signed_event_credits_once_however_often_it_comes(database: str) -> None:
    target = await ordered()
    payload = event("checkout.session.completed", session_of(target))
    assert await outcome(payload) == "taken_in"
    assert await outcome(payload) == "duplicate"
    await outcome(event("checkout.session.completed", session_of(target)))
    await outcome(event("checkout.session.async_payment_succeeded", session_of(target)))
    assert await balance(target) == 25_000


async def test_twenty_at_once_credit_once(database: str) -> None:
    target = await ordered()
    payload = event("checkout.session.completed", session_of(target))
    others = [event("checkout.session.completed", session_of(target)) for _ in range(10)]
    answers = await asyncio.gather(*(send(one) for one in [*[payload] * 10, *others]))
    assert {answer.status_code for answer in answers} == {200}
    assert await balance(target) == 25_000


@pytest.mark.parametrize(
    "forge",
    [
        lambda payload, secret: "",
        lambda payload, secret: "t=1,v1=00",
        lambda payload, secret: "nonsense",
        lambda payload, secret: signature(payload, "whsec_other"),
        lambda payload, secret: signature(payload + b" ", secret),
        lambda payload, secret: signature(payload, secret, at=int(time.time()) - 301),
    ],
    ids=["none", "made up", "nonsense", "other secret", "other body", "old"],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_stripe_did_not_sign_just_now_is_refused(database: str, forge) -> None:
    target = await ordered()
    payload = event("checkout.session.completed", session_of(target))
    answer = await send(payload, forge(payload, gateway().webhook_secret))
    assert answer.status_code == 400
    assert await balance(target) == 0


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"{", b'{"id": 5}', b"\xff\xfe", b"null", b'"text"']
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_is_no_event_is_refused_even_if_signed(database: str, payload: bytes) -> None:
    assert (await send(payload)).status_code == 400


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_body_that_is_too_long_is_refused(database: str) -> None:
    assert (await send(b" " * (MAX_BODY + 1))).status_code == 413


@pytest.mark.parametrize(
    "payload",
    [
        event("customer.created", {"id": "cus_1"}),
        event("checkout.session.completed", {"id": "cs_1", "metadata": None}),
        event("payment_intent.succeeded", {"id": "pi_1", "metadata": {"top_up_id": "x"}}),
        json.dumps({"id": "evt_1", "type": "charge.refunded", "data": {"object": 5}}).encode(),
        json.dumps({"id": "evt_1", "type": "charge.refunded", "data": None}).encode(),
        json.dumps({"id": "evt_1", "type": "charge.refunded", "data": [1]}).encode(),
        json.dumps({"id": "evt_1"}).encode(),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_events_about_nothing_of_ours_are_answered_200(database: str, payload: bytes) -> None:
    assert await outcome(payload) in {"ignored", "not_ours"}


async def test_an_event_that_mixes_two_organisations_books_nothing(database: str) -> None:
    target, other = await ordered(), await books.make_organization()
    metadata = {"top_up_id": str(target.top_up_id), "organization_id": str(other)}
    payload = event("checkout.session.completed", session_of(target, metadata=metadata))
    assert await outcome(payload) == "not_ours"
    assert await balance(target) == 0
    assert (await books.check(other)).balance_cents == 0


async def test_an_unpaid_session_waits_for_its_payment(database: str) -> None:
    target = await ordered()
    await outcome(event("checkout.session.completed", session_of(target, payment_status="unpaid")))
    assert (await balance(target), (await books.top_up(target)).status) == (0, TopUpStatus.PENDING)
    await outcome(event("checkout.session.async_payment_succeeded", session_of(target)))
    assert await balance(target) == 25_000


async def test_a_checkout_is_not_credited_by_its_payment_intent(database: str) -> None:
    target, automatic = await ordered(), await ordered(automatic=True)
    for one in (target, automatic):
        await outcome(
            event(
                "payment_intent.succeeded",
                session_of(one, id=f"pi_{one.top_up_id.hex}", amount_received=25_000),
            )
        )
    assert (await balance(target), await balance(automatic)) == (0, 25_000)


async def test_a_dispute_finds_its_payment_and_a_question_of_the_bank_takes_nothing(
    database: str,
) -> None:
    target = await ordered()
    await outcome(event("checkout.session.completed", session_of(target)))
    dispute = {
        "id": "du_1",
        "amount": 25_000,
        "currency": "usd",
        "payment_intent": f"pi_{target.top_up_id.hex}",
        "metadata": {},
    }
    asked = dispute | {"status": "warning_needs_response"}
    await outcome(event("charge.dispute.created", asked))
    assert await balance(target) == 25_000
    await outcome(event("charge.dispute.created", dispute | {"status": "needs_response"}))
    await outcome(event("charge.dispute.funds_withdrawn", dispute | {"status": "needs_response"}))
    assert await balance(target) == 0
    await outcome(event("charge.dispute.closed", dispute | {"status": "won"}))
    await outcome(event("charge.dispute.funds_reinstated", dispute | {"status": "won"}))
    assert await balance(target) == 25_000


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_dispute_nobody_can_be_asked_about_is_to_be_sent_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVAVOCE_STRIPE_API_BASE", "http://127.0.0.1:9")
    get_settings.cache_clear()
    dispute = {"id": "du_1", "amount": 5, "currency": "usd", "payment_intent": "pi_unknown"}
    answer = await send(event("charge.dispute.created", dispute | {"status": "needs_response"}))
    assert answer.status_code == 503


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_without_payments_there_is_no_such_address(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVAVOCE_STRIPE_SECRET_KEY", "sk_live_without_a_webhook_secret")
    get_settings.cache_clear()
    assert gateway() is None
    assert (await send(b"{}", "t=1,v1=00")).status_code == 404
