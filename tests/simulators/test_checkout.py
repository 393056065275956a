"""The whole way of a payment: product, Stripe's SDK, simulator, webhook, wallet."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.billing import checkout, reconcile, service, top_ups
from app.billing.checkout import begin_top_up
from app.billing.models import TopUpStatus
from app.billing.statement import ledger_page
from app.core.database import reading
from app.core.errors import InvalidInputError, NotPermittedError, UnavailableError
from app.identity.permissions import Role
from app.settings import get_settings
from tests.simulators.running import shop
from tests.support.people import CREDIT_CENTS, make_actor


@pytest.fixture
async def running(database: str, monkeypatch: pytest.MonkeyPatch):
    async with shop(monkeypatch) as running:
        yield running


async def balance(actor) -> int:
    async with reading() as session:
        assert await reconcile.discrepancies(session) == []
        return await service.balance_of(session, actor.organization_id)


async def newest(actor):
    async with reading() as session:
        return (await top_ups.top_ups(session, actor)).rows[0]


async def kinds(actor) -> list[str]:
    async with reading() as session:
        return [row.kind.value for row in (await ledger_page(session, actor)).rows]


async def paid(running, actor, amount: int = 25_000, card: str = "pays") -> str:
    """A top-up that was paid and told of; its payment's id at Stripe."""
    await running.pay(await begin_top_up(actor, amount), card)
    await running.settled()
    return running.store.all("payment_intent")[-1]["id"]


async def decided(actor) -> None:
    """Wait until the newest top-up is paid or not."""
    async with asyncio.timeout(60):
        while (await newest(actor)).status is TopUpStatus.PENDING:  # noqa: ASYNC110 - as it is asked
            await asyncio.sleep(0.02)


async def test_a_payment_on_the_page_fills_the_wallet_once(running) -> None:
    actor = await make_actor()
    page = await begin_top_up(actor, 25_000)
    assert (await newest(actor)).status is TopUpStatus.PENDING
    shown = (await running.client.get(page)).text
    assert "250.00 USD" in shown
    assert "simulator" in shown
    back = (await running.pay(page)).headers["location"]
    await running.settled()
    row = await newest(actor)
    address = urlsplit(back)
    assert back.startswith(f"{get_settings().base_url}/settings/billing?")
    assert parse_qs(address.query) == {"topup": [str(row.id)]}
    assert (row.status, row.amount_cents, row.has_receipt) == (TopUpStatus.PAID, 25_000, True)
    assert await balance(actor) == CREDIT_CENTS + 25_000
    assert (await running.pay(page)).status_code == 402
    assert await balance(actor) == CREDIT_CENTS + 25_000


async def test_cancelling_leads_back_and_pays_nothing(running) -> None:
    actor = await make_actor()
    page = await begin_top_up(actor, 1_000)
    assert "&amp;cancelled=1" in (await running.client.get(page)).text
    session = running.store.all("checkout.session")[-1]["id"]
    await running.client.post(f"/simulator/sessions/{session}/expire")
    await running.settled()
    assert (await newest(actor)).status is TopUpStatus.EXPIRED
    assert await balance(actor) == CREDIT_CENTS


async def test_a_declined_card_can_be_followed_by_one_that_pays(running) -> None:
    actor = await make_actor()
    page = await begin_top_up(actor, 5_000)
    declined = await running.pay(page, "declines")
    assert declined.status_code == 402
    assert 'role="alert">Your card was declined.' in declined.text
    await running.settled()
    assert (await newest(actor)).status is TopUpStatus.PENDING
    await running.pay(page)
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS + 5_000


async def test_a_bank_transfer_is_credited_when_it_arrives(running) -> None:
    actor = await make_actor()
    await paid(running, actor, 7_000, "bank")
    await decided(actor)
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS + 7_000


async def test_a_bank_transfer_that_fails_is_said_to_have_failed(running) -> None:
    actor = await make_actor()
    await paid(running, actor, 7_000, "bank-fails")
    await decided(actor)
    row = await newest(actor)
    assert (row.status, row.failure) == (
        TopUpStatus.FAILED,
        "The bank did not carry out the payment.",
    )
    assert await balance(actor) == CREDIT_CENTS


@pytest.mark.parametrize("order", ["forwards", "backwards"])
async def test_news_in_any_order_and_twice_ends_in_the_same_books(running, order: str) -> None:
    actor = await make_actor()
    await running.troubles(webhooks="held")
    page = await begin_top_up(actor, 30_000)
    await running.pay(page)
    intent = running.store.all("payment_intent")[-1]["id"]
    await running.refund(intent, 4_000)
    await running.refund(intent, 6_000)
    first = await running.dispute(intent)
    await running.close(first, "won")
    await running.release(order)
    events = list(running.simulation.webhooks.events)
    for event in events:
        running.simulation.webhooks.send(event, times=2)
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS + 20_000
    row = await newest(actor)
    assert (row.refunded_cents, row.disputed_cents) == (10_000, 0)
    assert all(status == 200 for event in events for status in event.attempts)


async def test_a_dispute_takes_the_money_until_it_is_won(running) -> None:
    actor = await make_actor()
    intent = await paid(running, actor)
    dispute = await running.dispute(intent)
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS
    await running.close(dispute, "won")
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS + 25_000
    assert (await kinds(actor))[:3] == ["dispute_won", "dispute", "top_up"]


async def test_a_lost_dispute_gives_nothing_back(running) -> None:
    actor = await make_actor()
    dispute = await running.dispute(await paid(running, actor))
    await running.close(dispute, "lost")
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS
    assert (await newest(actor)).disputed_cents == 25_000


async def test_a_webhook_delivered_twice_at_once_credits_once(running) -> None:
    actor = await make_actor()
    await running.troubles(webhooks="twice")
    await paid(running, actor)
    assert running.answers("checkout.session.completed") == [200, 200]
    assert await balance(actor) == CREDIT_CENTS + 25_000


async def test_a_lost_webhook_credits_nothing_until_it_is_sent_again(running) -> None:
    actor = await make_actor()
    await running.troubles(webhooks="lost")
    await paid(running, actor)
    assert await balance(actor) == CREDIT_CENTS
    for event in list(running.simulation.webhooks.events):
        await running.client.post(f"/simulator/events/{event.body['id']}/send")
    await running.settled()
    assert await balance(actor) == CREDIT_CENTS + 25_000


async def test_a_call_that_fails_for_a_moment_is_made_again(running) -> None:
    actor = await make_actor()
    await running.troubles(status=500, count=1)
    await paid(running, actor)
    assert await balance(actor) == CREDIT_CENTS + 25_000
    assert len(running.store.all("checkout.session")) == 1


@pytest.mark.parametrize("status", [429, 500])
async def test_a_call_that_keeps_failing_is_said_in_words(running, status: int) -> None:
    actor = await make_actor()
    await running.troubles(status=status, count=10)
    with pytest.raises(UnavailableError, match="nothing was charged"):
        await begin_top_up(actor, 25_000)
    row = await newest(actor)
    assert row.status is TopUpStatus.FAILED
    assert "Stripe" in (row.failure or "")


async def test_another_key_is_refused(running, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = await make_actor()
    monkeypatch.setenv("VIVAVOCE_SECRET_KEY", "another key than the simulator was started with")
    get_settings.cache_clear()
    with pytest.raises(UnavailableError, match="refuses this installation's key"):
        await begin_top_up(actor, 25_000)


async def test_a_customer_the_provider_has_forgotten_is_made_anew(running) -> None:
    actor = await make_actor()
    await paid(running, actor)
    running.store.objects["customer"].clear()
    await paid(running, actor)
    assert await balance(actor) == CREDIT_CENTS + 50_000


@pytest.mark.parametrize("amount", [999, 1_000_001, 0, -5, "2500", 25.5, True, None])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_sensible_amounts_can_be_paid_in(database: str, amount: object) -> None:
    with pytest.raises(InvalidInputError) as caught:
        await begin_top_up(await make_actor(), amount)
    assert caught.value.field == "amount_cents"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_those_who_pay_begin_top_ups(database: str) -> None:
    with pytest.raises(NotPermittedError):
        await begin_top_up(await make_actor(Role.RECRUITER), 25_000)
    with pytest.raises(NotPermittedError):
        await checkout.remove_card(await make_actor(Role.READONLY))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_without_the_simulator_the_demo_says_how_to_start_it(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVAVOCE_STRIPE_API_BASE", "http://127.0.0.1:9")
    get_settings.cache_clear()
    with pytest.raises(UnavailableError, match="make stripe"):
        await begin_top_up(await make_actor(), 25_000)


async def test_the_overview_offers_what_banks_do(running) -> None:
    await paid(running, await make_actor())
    page = (await running.client.get("/")).text
    assert all(words in page for words in ("Refund", "Dispute", "Send again", "simulator"))
    unknown = await running.client.get("/pay/cs_test_unknown")
    assert (unknown.status_code, "no such payment" in unknown.text) == (404, True)


async def test_the_product_takes_no_event_that_is_not_signed(running) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{get_settings().base_url}/webhooks/stripe", json={"id": "x"})
    assert answer.status_code == 400
