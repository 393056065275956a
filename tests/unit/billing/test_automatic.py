"""Automatic top-up: when it is ordered, and what the people who pay are told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.billing import automatic, ledger, wallet
from app.billing.models import TopUp, TopUpStatus
from app.billing.patience import PATIENCE
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotPermittedError
from app.identity.permissions import Role
from app.mail.models import Mail, MailKind
from app.settings import get_settings
from tests.support.people import CREDIT_CENTS, make_actor
from tests.unit.billing import books


async def with_card(actor, below: int = 5_000, amount: int = 25_000) -> None:
    """Save a card and switch automatic top-up on."""
    async with unit_of_work() as session:
        held = await ledger.wallet_of(session, actor.organization_id, lock=True)
        held.stripe_customer_id, held.payment_method_id = f"cus_{actor.user_id}", "pm_1"
        held.card_brand, held.card_last4 = "visa", "4242"
    await switch(actor, below_cents=below, amount_cents=amount)


async def switch(actor, **fields) -> None:
    values = {"enabled": True, "below_cents": 5_000, "amount_cents": 25_000} | fields
    async with unit_of_work() as session:
        await wallet.set_auto_top_up(session, actor, **values)


async def spend_down_to(actor, cents: int) -> None:
    held = await books.wallet(actor.organization_id)
    await books.charge(actor.organization_id, minutes=(held.balance_cents - cents) // 40)


async def ordered(actor) -> list[TopUp]:
    async with reading() as session:
        query = (
            select(TopUp)
            .where(col(TopUp.organization_id) == actor.organization_id, col(TopUp.automatic))
            .order_by(col(TopUp.id))
        )
        return list((await session.execute(query)).scalars())


async def letters(actor, kind: MailKind) -> list[str]:
    async with reading() as session:
        query = select(Mail.recipient).where(
            col(Mail.organization_id) == actor.organization_id, col(Mail.kind) == kind
        )
        return sorted((await session.execute(query)).scalars())


async def test_a_charge_that_empties_the_wallet_orders_one_top_up(database: str) -> None:
    actor = await make_actor()
    await with_card(actor)
    await spend_down_to(actor, 5_000)
    assert await ordered(actor) == []
    await books.charge(actor.organization_id, minutes=1)
    await books.charge(actor.organization_id, minutes=1)
    (one,) = await ordered(actor)
    assert (one.amount_cents, one.status) == (25_000, TopUpStatus.PENDING)
    async with reading() as session:
        assert (await wallet.overview(session, actor)).auto_pending


async def test_many_charges_at_once_order_one_top_up(database: str) -> None:
    actor = await make_actor()
    await with_card(actor)
    await spend_down_to(actor, 5_000)
    await asyncio.gather(*(books.charge(actor.organization_id, minutes=1) for _ in range(20)))
    assert len(await ordered(actor)) == 1


async def test_one_that_was_never_heard_of_again_does_not_stand_in_the_way(database: str) -> None:
    actor = await make_actor()
    await with_card(actor)
    await spend_down_to(actor, 4_000)
    with clock.at(clock.now() + timedelta(days=5)):
        await books.charge(actor.organization_id, minutes=1)
    assert len(await ordered(actor)) == 2


@pytest.mark.parametrize("lacks", ["switch", "card", "nothing"])
async def test_without_card_or_consent_nothing_is_ordered(database: str, lacks: str) -> None:
    actor = await make_actor()
    await with_card(actor)
    if lacks == "switch":
        await switch(actor, enabled=False)
    if lacks == "card":
        async with unit_of_work() as session:
            held = await ledger.wallet_of(session, actor.organization_id, lock=True)
            held.payment_method_id = None
    await spend_down_to(actor, 1_000)
    assert len(await ordered(actor)) == (1 if lacks == "nothing" else 0)


async def test_a_failure_is_told_and_stops_trying_until_somebody_acts(database: str) -> None:
    actor = await make_actor()
    colleague = await make_actor(Role.ADMIN, actor.organization_id)
    await make_actor(Role.RECRUITER, actor.organization_id)
    await with_card(actor)
    await spend_down_to(actor, 4_000)
    (one,) = await ordered(actor)
    await automatic.give_up(one, "The bank declined the card.")
    await automatic.give_up(one, "Said twice.")
    async with reading() as session:
        view = await wallet.overview(session, actor)
    assert (view.auto_failure, view.auto_pending) == ("The bank declined the card.", False)
    assert await letters(actor, MailKind.TOP_UP_FAILED) == sorted([actor.email, colleague.email])
    await books.charge(actor.organization_id, minutes=1)
    assert len(await ordered(actor)) == 1
    await switch(actor)
    await books.charge(actor.organization_id, minutes=1)
    assert len(await ordered(actor)) == 2


async def test_paying_by_hand_lets_the_card_be_tried_again(database: str) -> None:
    actor = await make_actor()
    await with_card(actor)
    await spend_down_to(actor, 4_000)
    await automatic.give_up((await ordered(actor))[0], "The card has expired.")
    await books.pay(await books.ordered(actor.organization_id, 1_000), 1_000)
    async with reading() as session:
        assert (await wallet.overview(session, actor)).auto_failure is None


async def test_where_stripe_does_not_answer_it_is_tried_later_and_at_last_given_up(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVAVOCE_STRIPE_API_BASE", "http://127.0.0.1:9")
    get_settings.cache_clear()
    actor = await make_actor()
    await with_card(actor)
    await spend_down_to(actor, 4_000)
    (one,) = await ordered(actor)
    await automatic.charge(one.id)
    assert (await ordered(actor))[0].status is TopUpStatus.PENDING
    with clock.at(clock.now() + PATIENCE + timedelta(minutes=1)):
        await automatic.charge(one.id)
    (one,) = await ordered(actor)
    assert (one.status, one.failure) == (TopUpStatus.FAILED, automatic.UNREACHABLE)


async def test_what_was_switched_off_in_the_meantime_is_not_charged(database: str) -> None:
    actor = await make_actor()
    await with_card(actor)
    await spend_down_to(actor, 4_000)
    await switch(actor, enabled=False)
    (one,) = await ordered(actor)
    await automatic.charge(one.id)
    assert (await ordered(actor))[0].status is TopUpStatus.FAILED
    assert await letters(actor, MailKind.TOP_UP_FAILED) == []


async def test_it_needs_a_saved_card(database: str) -> None:
    with pytest.raises(ConflictError, match="No card is saved"):
        await switch(await make_actor())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"enabled": "yes"}, "enabled"),
        ({"below_cents": -1}, "auto_below_cents"),
        ({"below_cents": 5.5}, "auto_below_cents"),
        ({"amount_cents": 999}, "auto_amount_cents"),
        ({"amount_cents": 1_000_001}, "auto_amount_cents"),
        ({"amount_cents": True}, "auto_amount_cents"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_sensible_settings_are_taken(database: str, fields: dict, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        await switch(await make_actor(), **fields)
    assert caught.value.field == field


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_those_who_pay_see_and_set_the_wallet(database: str, role: Role) -> None:
    actor = await make_actor(role)
    with pytest.raises(NotPermittedError):
        await switch(actor)
    with pytest.raises(NotPermittedError):
        async with unit_of_work() as session:
            await wallet.set_low_balance(session, actor, 100)
    with pytest.raises(NotPermittedError):
        async with reading() as session:
            await wallet.overview(session, actor)


async def test_a_low_balance_is_told_once_until_the_wallet_is_filled(database: str) -> None:
    actor = await make_actor()
    await make_actor(Role.RECRUITER, actor.organization_id)
    await spend_down_to(actor, 4_000)
    for _ in range(3):
        await books.charge(actor.organization_id, minutes=1)
    assert await letters(actor, MailKind.LOW_BALANCE) == [actor.email]
    await books.give(actor.organization_id, 10_000)
    await spend_down_to(actor, 4_000)
    assert len(await letters(actor, MailKind.LOW_BALANCE)) == 2


async def test_a_refund_that_empties_the_wallet_is_told_too_but_charges_no_card(
    database: str,
) -> None:
    actor = await make_actor()
    await with_card(actor)
    target = await books.ordered(actor.organization_id, 10_000)
    await books.pay(target, 10_000)
    await spend_down_to(actor, 6_000)
    await books.refund(target, 10_000)
    assert await letters(actor, MailKind.LOW_BALANCE) == [actor.email]
    assert await ordered(actor) == []


async def test_the_threshold_of_the_notice_can_be_set(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        await wallet.set_low_balance(session, actor, 0)
    await spend_down_to(actor, 40)
    assert await letters(actor, MailKind.LOW_BALANCE) == []
    async with unit_of_work() as session:
        await wallet.set_low_balance(session, actor, 50_000)
    await books.charge(actor.organization_id, minutes=1)
    assert await letters(actor, MailKind.LOW_BALANCE) == [actor.email]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_overview_says_what_the_balance_covers(database: str) -> None:
    actor = await make_actor()
    async with reading() as session:
        view = await wallet.overview(session, actor)
    assert (view.balance_cents, view.covers(45)) == (CREDIT_CENTS, CREDIT_CENTS // 1_800)
    assert (view.has_card, view.is_simulated, view.unavailable) == (False, True, None)
