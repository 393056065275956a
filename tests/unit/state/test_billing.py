"""The wallet on the screen: who sees it, what it says, and paying into it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app.billing import service as billing
from app.billing.booking import Payment, Target, credit, dispute, end_unpaid, refund
from app.billing.ledger import wallet_of
from app.billing.models import TopUp, TopUpStatus
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import UnavailableError
from app.core.ids import new_id
from app.identity.permissions import Role
from state.billing import FAILED, LOOKS_AFTERWARDS, READY, REFUSED, BillingState
from state.ledger import LedgerState
from tests.support.interviews import make_position
from tests.support.people import CREDIT_CENTS, make_actor
from tests.support.screens import Screen, cookie_of

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HERE = "/settings/billing"
PAGE = "http://127.0.0.1:12111/pay/cs_example"


async def shown(actor, path: str = HERE) -> Screen:
    screen = Screen(BillingState, path, await cookie_of(actor))
    screen.events = await screen.load()
    return screen


async def order(actor, cents: int = 25_000) -> Target:
    """A top-up that has been begun and not paid."""
    top_up = TopUp(
        organization_id=actor.organization_id, amount_cents=cents, created_by=actor.user_id
    )
    target = Target(actor.organization_id, top_up.id)
    async with unit_of_work() as session:
        session.add(top_up)
    return target


async def pay_for(target: Target, cents: int = 25_000) -> None:
    async with unit_of_work() as session:
        await credit(session, target, Payment(cents, "usd", payment_intent_id=f"pi_{new_id().hex}"))


async def set_wallet(actor, **values) -> None:
    async with unit_of_work() as session:
        wallet = await wallet_of(session, actor.organization_id, lock=True)
        for name, value in values.items():
            setattr(wallet, name, value)


async def spend(actor, minutes: int) -> None:
    async with unit_of_work() as session:
        await billing.charge_interview(
            session,
            organization_id=actor.organization_id,
            interview_id=new_id(),
            duration_min=minutes,
            title="Data engineer",
        )


def names_of(events) -> str:
    return " ".join(str(event) for event in events)


@sqlite
async def test_the_balance_is_told_and_what_it_covers(database: str) -> None:
    actor = await make_actor()
    await make_position(actor)
    screen = await shown(actor)
    assert (screen.phase, screen.balance) == (READY, "$10,000.00")
    (row,) = screen.covered
    minutes = int(row.minutes.removesuffix(" min"))
    assert row.count == f"{CREDIT_CENTS // (minutes * 40):,}"
    assert screen.covers_words == f"Covers {row.count} interviews of {row.minutes}."
    assert "$0.40 for each minute" in screen.price_words
    assert (screen.is_low, screen.owed, screen.outcome.kind) == (False, "", "")


@sqlite
async def test_prices_are_told_where_no_position_is_open(database: str) -> None:
    screen = await shown(await make_actor())
    assert [(row.minutes, row.price) for row in screen.covered] == [
        ("15 min", "$6.00"),
        ("30 min", "$12.00"),
        ("45 min", "$18.00"),
        ("60 min", "$24.00"),
    ]


@sqlite
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_nothing_of_it_reaches_those_who_may_not_see_it(database: str, role: Role) -> None:
    admin = await make_actor()
    await pay_for(await order(admin))
    other = await make_actor(role, admin.organization_id)
    screen = await shown(other, f"{HERE}?topup={new_id()}")
    blank = Screen(BillingState, HERE).shown()
    assert screen.shown() == {**blank, "phase": REFUSED}
    for handler, arguments in (
        (screen.look_again, ()),
        (screen.pay, ({"amount": "250"},)),
        (screen.save_auto, ({"below": "1", "amount": "10"},)),
        (screen.save_low, ({"below": "1"},)),
        (screen.forget_card, ()),
    ):
        assert "Your role does not allow this" in names_of(await handler(*arguments))
    assert screen.shown() == {**blank, "phase": REFUSED}


@sqlite
async def test_what_is_low_or_owed_is_said(database: str) -> None:
    actor = await make_actor()
    target = await order(actor)
    await pay_for(target)
    for _ in range(142):
        await spend(actor, 180)
    async with unit_of_work() as session:
        await dispute(session, target, dispute_id="du_1", amount=25_000, currency="usd")
    screen = await shown(actor)
    assert screen.is_low
    assert (screen.balance, screen.owed) == ("$0.00", "$224.00")
    assert screen.covers_words.startswith("Does not cover an interview of 45 min")
    (payment,) = screen.payments
    assert (payment.status, payment.taken_back) == ("Paid", "$250.00 disputed")


@sqlite
async def test_payments_are_listed_with_what_became_of_each(database: str) -> None:
    actor = await make_actor()
    paid, declined, begun = [await order(actor) for _ in range(3)]
    await pay_for(paid)
    async with unit_of_work() as session:
        await end_unpaid(session, declined, TopUpStatus.FAILED, failure="The card was declined.")
    async with unit_of_work() as session:
        await refund(session, paid, charge_id="ch_1", refunded=5_000, currency="usd")
    screen = await shown(actor)
    by_id = {payment.id: payment for payment in screen.payments}
    assert len(by_id) == 3
    row = by_id[str(paid.top_up_id)]
    assert row.receipt == f"/files/receipts/{paid.top_up_id}.pdf"
    assert (row.taken_back, row.words) == ("$50.00 refunded", f"By {actor.name}")
    row = by_id[str(declined.top_up_id)]
    assert (row.tone, row.receipt) == ("bad", "")
    assert row.words.endswith("The card was declined.")
    assert by_id[str(begun.top_up_id)].receipt == ""


@sqlite
async def test_coming_back_waits_until_the_payment_is_confirmed(database: str) -> None:
    actor = await make_actor()
    target = await order(actor)
    screen = await shown(actor, f"{HERE}?topup={target.top_up_id}")
    assert (screen.outcome.kind, screen.balance) == ("waiting", "$10,000.00")
    assert "setTimeout" in names_of(screen.events)
    events = await screen.look_again()
    assert "setTimeout" in names_of(events)
    assert LedgerState.refresh not in events
    await pay_for(target)
    events = await screen.look_again()
    assert (screen.outcome.kind, screen.outcome.title) == ("good", "$250.00 added")
    assert screen.outcome.receipt == f"/files/receipts/{target.top_up_id}.pdf"
    assert screen.balance == "$10,250.00"
    assert [payment.status for payment in screen.payments] == ["Paid"]
    assert LedgerState.refresh in events
    await set_wallet(actor, card_brand="visa", card_last4="4242")
    looks = 0
    while await screen.look_again():
        looks += 1
    assert (looks, screen.card) == (LOOKS_AFTERWARDS - 2, "Visa ending in 4242")


@sqlite
async def test_a_payment_that_takes_long_is_asked_for_less_often(database: str) -> None:
    actor = await make_actor()
    target = await order(actor)
    with clock.at(clock.now()):
        screen = await shown(actor, f"{HERE}?topup={target.top_up_id}")
        assert "1000" in names_of(screen.events)
        clock.advance(timedelta(minutes=2))
        assert "5000" in names_of(await screen.look_again())
        assert "takes longer" in screen.outcome.words


@sqlite
async def test_what_the_address_claims_counts_for_nothing_against_the_books(database: str) -> None:
    actor = await make_actor()
    paid, begun, declined, expired = [await order(actor) for _ in range(4)]
    await pay_for(paid)
    async with unit_of_work() as session:
        await end_unpaid(session, declined, TopUpStatus.FAILED, failure="The card was declined.")
        await end_unpaid(session, expired, TopUpStatus.EXPIRED)
    foreign = await order(await make_actor())
    for query, kind, words in (
        (f"topup={paid.top_up_id}&cancelled=1", "good", "$250.00 added"),
        (f"topup={begun.top_up_id}&cancelled=1", "plain", "Payment cancelled"),
        (f"topup={declined.top_up_id}", "bad", "$250.00 could not be paid"),
        (f"topup={expired.top_up_id}", "plain", "The payment page has expired"),
        (f"topup={foreign.top_up_id}", "bad", "There is no such payment"),
        ("topup=nonsense", "bad", "There is no such payment"),
    ):
        screen = await shown(actor, f"{HERE}?{query}")
        assert (screen.outcome.kind, screen.outcome.title) == (kind, words)
        assert bool(screen.events) == (kind == "good")
        assert screen.balance == "$10,250.00"


@sqlite
async def test_paying_leads_to_one_page_however_often_the_button_is_pressed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    async def slowly(actor, cents: int, *, save_card: bool) -> str:
        begun.append((cents, save_card))
        await asyncio.sleep(0.05)
        return f"{PAGE}_{len(begun)}"

    monkeypatch.setattr("state.billing.begin_top_up", slowly)
    screen = await shown(await make_actor())
    form = {"amount": "$1,250", "save_card": "on"}
    first, second = await asyncio.gather(screen.pay(form), screen.pay(form))
    assert begun == [(125_000, True)]
    assert f"{PAGE}_1" in names_of(first + second)
    assert f"{PAGE}_1" in names_of(await screen.pay(form))
    assert len(begun) == 1
    assert not screen.starting
    await screen.pay({"amount": "300"})
    assert begun[1:] == [(30_000, False)]
    await screen.load()
    await screen.pay({"amount": "300"})
    assert len(begun) == 3


@sqlite
@pytest.mark.parametrize("amount", ["9", "10001", "17.50", "", None, ["250"], {"a": 1}], ids=repr)
async def test_an_amount_nobody_can_pay_is_refused_beside_the_field(database: str, amount) -> None:
    actor = await make_actor()
    screen = await shown(actor)
    await screen.pay({"amount": amount})
    assert screen.amount_problem
    assert not screen.starting
    await screen.type_amount(amount)
    await screen.load()
    assert screen.amount_problem
    assert screen.payments == []
    await screen.type_amount("70")
    assert screen.amount_problem == ""


@sqlite
async def test_a_provider_that_does_not_answer_is_said_and_can_be_tried_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> str:
        raise UnavailableError("Stripe does not answer. Try again in a minute.")

    screen = await shown(await make_actor())
    monkeypatch.setattr("state.billing.begin_top_up", fail)
    assert await screen.pay({"amount": "250"}) == []
    assert screen.pay_problem == "Stripe does not answer. Try again in a minute."
    assert not screen.starting
    await screen.pick_amount("100")
    assert (screen.amount, screen.pay_words, screen.pay_problem) == ("100", "Pay $100.00", "")


@sqlite
async def test_an_amount_being_typed_says_what_it_would_cover(database: str) -> None:
    screen = await shown(await make_actor())
    await screen.type_amount("90")
    assert screen.amount_covers == "Covers 5 more interviews of 45 min."
    await screen.type_amount("18")
    assert screen.amount_covers == "Covers 1 more interview of 45 min."
    for typed in ("x", None, {"a": 1}):
        await screen.type_amount(typed)
        assert (screen.amount_covers, screen.pay_words) == ("", "Pay")


@sqlite
async def test_automatic_top_up_needs_a_card_and_is_saved(database: str) -> None:
    actor = await make_actor()
    screen = await shown(actor)
    form = {"enabled": "on", "below": "100", "amount": "500"}
    await screen.save_auto(form)
    assert "No card is saved yet" in screen.auto_problem
    await set_wallet(actor, payment_method_id="pm_1", card_brand="visa", card_last4="4242")
    await screen.load()
    assert screen.card == "Visa ending in 4242"
    assert "Automatic top-up is on" in names_of(await screen.save_auto(form))
    assert (screen.auto_status, screen.auto_below, screen.auto_amount) == ("on", "100", "500")
    assert screen.auto_problem == ""
    await screen.save_auto({"below": "100", "amount": "500"})
    assert screen.auto_status == "off"


@sqlite
async def test_limits_nobody_can_set_are_refused_beside_their_field(database: str) -> None:
    screen = await shown(await make_actor())
    await screen.save_auto({"below": "nothing", "amount": "5"})
    assert screen.auto_errors["below"]
    await screen.save_auto({"below": "0", "amount": "5"})
    assert screen.auto_errors["below"] == ""
    assert "from $10.00 to $10,000.00" in screen.auto_errors["amount"]
    await screen.save_auto({"below": "9999999", "amount": "50"})
    assert screen.auto_errors["below"]
    for form in ({"below": "-1"}, {"below": None}, None, "nonsense"):
        await screen.save_low(form)
        assert screen.low_problem
    await screen.save_low({"below": "99999999"})
    assert "from $0.00" in screen.low_problem


@sqlite
async def test_a_failed_automatic_top_up_is_said_until_somebody_acts(database: str) -> None:
    actor = await make_actor()
    await set_wallet(
        actor,
        payment_method_id="pm_1",
        card_last4="0341",
        auto_top_up=True,
        auto_failed_at=clock.now(),
        auto_failure="The card was declined.",
    )
    screen = await shown(actor)
    assert (screen.auto_status, screen.auto_failure) == ("stopped", "The card was declined.")
    assert screen.auto_failed_words.startswith("Automatic top-up failed on ")
    await screen.save_auto({"enabled": "on", "below": "50", "amount": "250"})
    assert (screen.auto_status, screen.auto_failure, screen.auto_failed_words) == ("on", "", "")


@sqlite
async def test_the_low_balance_notice_is_saved(database: str) -> None:
    actor = await make_actor()
    screen = await shown(actor)
    assert "told below $20,000.00" in names_of(await screen.save_low({"below": "20,000"}))
    assert (screen.is_low, screen.low_below) == (True, "20000")
    assert "is off" in names_of(await screen.save_low({"below": "0"}))
    assert not screen.is_low
    async with reading() as session:
        assert (await wallet_of(session, actor.organization_id)).low_balance_cents == 0


@sqlite
async def test_what_is_being_typed_stays_when_the_table_is_turned(database: str) -> None:
    actor = await make_actor()
    screen = await shown(actor)
    keys = (screen.auto_key, screen.low_key, screen.amount_key)
    await screen.load()
    assert (screen.auto_key, screen.low_key, screen.amount_key) == keys
    await set_wallet(actor, low_balance_cents=9_900)
    await screen.load()
    assert (screen.low_key, screen.low_below) == (keys[1] + 1, "99")


@sqlite
async def test_many_payments_are_turned_in_pages(database: str) -> None:
    actor = await make_actor()
    for _ in range(11):
        await order(actor)
    first = await shown(actor)
    assert len(first.payments) == 10
    assert (first.newer_payments, first.older_payments) == ("", f"{HERE}?payments=2#payments")
    second = await shown(actor, f"{HERE}?payments=2")
    assert len(second.payments) == 1
    assert second.newer_payments == f"{HERE}#payments"


@sqlite
async def test_a_database_that_fails_is_said_and_can_be_tried_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, RuntimeError())

    screen = Screen(BillingState, HERE, await cookie_of(await make_actor()))
    with monkeypatch.context() as broken:
        broken.setattr("state.billing.wallet.overview", fail)
        await screen.load()
    assert (screen.phase, screen.balance) == (FAILED, "")
    await screen.load()
    assert screen.phase == READY
