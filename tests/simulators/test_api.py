"""The simulator's own API: what real Stripe would accept, refuse and remember."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.simulators.stripe.application import application_of, simulate
from app.simulators.stripe.forms import decoded

FORM = {
    "mode": "payment",
    "success_url": "https://example.com/back?session={CHECKOUT_SESSION_ID}",
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "500",
    "metadata[a]": "b",
}


@pytest.fixture
async def client():
    simulation = simulate(
        base_url="http://127.0.0.1:1",
        secret_key="sk_test_key",
        webhook_secret="whsec_key",
        webhook_url="http://127.0.0.1:9",
    )
    simulation.webhooks.mode = "lost"
    transport = httpx.ASGITransport(application_of(simulation))
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://127.0.0.1:1",
        headers={"Authorization": "Bearer sk_test_key"},
    ) as client:
        yield client


async def post(client, path: str, form: dict, key: str = "") -> httpx.Response:
    return await client.post(path, data=form, headers={"Idempotency-Key": key} if key else {})


async def test_a_session_adds_up_its_lines_and_leads_to_a_page(client) -> None:
    session = (await post(client, "/v1/checkout/sessions", FORM)).json()
    assert (session["amount_total"], session["metadata"]) == (1_000, {"a": "b"})
    assert (await client.get(f"/v1/checkout/sessions/{session['id']}")).json() == session
    back = await client.post(session["url"], data={"card": "pays"})
    assert back.headers["location"] == f"https://example.com/back?session={session['id']}"


async def test_the_same_key_is_answered_the_same_and_another_form_refused(client) -> None:
    first = await post(client, "/v1/checkout/sessions", FORM, "key")
    again = await post(client, "/v1/checkout/sessions", FORM, "key")
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await post(client, "/v1/checkout/sessions", FORM | {"metadata[a]": "c"}, "key")
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")


async def test_a_wrong_key_is_refused(client) -> None:
    answer = await client.get("/v1/customers/x", headers={"Authorization": "Bearer other"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mode": "subscription"}, "parameter_missing"),
        ({"success_url": ""}, "parameter_missing"),
        ({"line_items[0][price_data][unit_amount]": "ten"}, "parameter_invalid_integer"),
        ({"line_items[0][price_data][unit_amount]": "1"}, "amount_too_small"),
        ({"line_items[0][price_data][unit_amount]": "99999999"}, "amount_too_large"),
        ({"customer": "cus_unknown"}, "resource_missing"),
    ],
)
async def test_what_stripe_would_refuse_is_refused(client, changed: dict, code: str) -> None:
    answer = await post(client, "/v1/checkout/sessions", FORM | changed)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


async def test_a_refund_gives_back_no_more_than_there_is(client) -> None:
    session = (await post(client, "/v1/checkout/sessions", FORM)).json()
    await client.post(session["url"], data={"card": "pays"})
    session = (await client.get(f"/v1/checkout/sessions/{session['id']}")).json()
    intent = session["payment_intent"]

    async def refund(**fields: str) -> int:
        form = {"payment_intent": intent, **fields}
        return (await post(client, "/v1/refunds", form)).status_code

    assert [await refund(amount="400"), await refund(amount="601"), await refund()] == [
        200,
        400,
        200,
    ]
    assert await refund() == 400


async def test_unknown_objects_are_missing(client) -> None:
    for path in ("charges/x", "refunds/x", "disputes/x", "payment_intents/x", "nonsense/x"):
        answer = await client.get(f"/v1/{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "resource_missing")


NAMES = st.text("abcxyz_", min_size=1, max_size=5)
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        st.text(max_size=5),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(NAMES, inner, min_size=1, max_size=3)
        ),
        max_leaves=6,
    ),
)


def encoded(value, name: str = ""):
    """A form as Stripe's SDK writes it."""
    if isinstance(value, str):
        return [(name, value)]
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    return [
        leaf
        for key, inner in pairs
        for leaf in encoded(inner, f"{name}[{key}]" if name else str(key))
    ]


@given(TREES)
def test_a_form_says_what_was_put_into_it(tree: dict) -> None:
    body = str(httpx.QueryParams(encoded(tree))).encode()
    assert decoded(body) == tree
