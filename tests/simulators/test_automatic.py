"""Automatic top-up from a charge to the wallet, through jobs, Stripe's SDK and the webhook."""

from __future__ import annotations

import asyncio

import pytest

from app.billing import checkout, top_ups, wallet
from app.billing.checkout import begin_top_up
from app.billing.models import TopUpStatus
from app.core.database import reading, unit_of_work
from app.jobs import runner
from tests.simulators.running import shop
from tests.support.people import CREDIT_CENTS, make_actor
from tests.unit.billing import books


@pytest.fixture
async def running(database: str, monkeypatch: pytest.MonkeyPatch):
    async with shop(monkeypatch) as running, runner.running():
        yield running


async def overview(actor):
    async with reading() as session:
        return await wallet.overview(session, actor)


async def until(actor, condition) -> None:
    """Wait until the wallet's view meets a condition."""
    async with asyncio.timeout(120):
        while not condition(await overview(actor)):  # noqa: ASYNC110 - as it is asked
            await asyncio.sleep(0.05)


async def with_card(running, actor, card: str) -> None:
    await running.pay(await begin_top_up(actor, 5_000), card)
    await until(actor, lambda view: view.has_card)
    async with unit_of_work() as session:
        await wallet.set_auto_top_up(
            session, actor, enabled=True, below_cents=5_000, amount_cents=30_000
        )


async def spend(actor) -> None:
    held = await books.wallet(actor.organization_id)
    await books.charge(actor.organization_id, minutes=(held.balance_cents - 4_000) // 40)


async def test_a_saved_card_is_charged_once_when_the_wallet_runs_low(running) -> None:
    actor = await make_actor()
    await with_card(running, actor, "pays")
    view = await overview(actor)
    assert (view.card_brand, view.card_last4) == ("visa", "4242")
    await spend(actor)
    await until(actor, lambda view: view.balance_cents > 5_000)
    await running.settled()
    assert (await books.check(actor.organization_id)).balance_cents == 34_000
    assert len(running.store.all("payment_intent")) == 2
    async with reading() as session:
        newest = (await top_ups.top_ups(session, actor)).rows[0]
    assert (newest.automatic, newest.status, newest.by) == (True, TopUpStatus.PAID, "")


@pytest.mark.parametrize(
    ("card", "why"),
    [("declines-later", "declined the card"), ("asks-later", "holder to confirm")],
)
async def test_a_card_that_is_declined_later_stops_it_with_words(
    running, card: str, why: str
) -> None:
    actor = await make_actor()
    await with_card(running, actor, card)
    await spend(actor)
    await until(actor, lambda view: view.auto_failure is not None)
    view = await overview(actor)
    assert why in (view.auto_failure or "")
    await running.settled()
    assert (await books.check(actor.organization_id)).balance_cents == 4_000


async def test_a_card_that_is_removed_is_forgotten_on_both_sides(running) -> None:
    actor = await make_actor()
    await with_card(running, actor, "pays")
    await checkout.remove_card(actor)
    view = await overview(actor)
    assert (view.has_card, view.auto_top_up) == (False, False)
    assert running.store.all("payment_method")[0]["customer"] is None
    await checkout.remove_card(actor)


async def test_a_card_whose_holder_did_not_agree_is_not_saved(running) -> None:
    actor = await make_actor()
    await running.pay(await begin_top_up(actor, 5_000, save_card=False))
    async with reading() as session:
        top_up_id = (await top_ups.top_ups(session, actor)).rows[0].id
    await until(actor, lambda view: view.balance_cents > CREDIT_CENTS)
    await checkout.save_card(top_up_id)
    assert not (await overview(actor)).has_card
