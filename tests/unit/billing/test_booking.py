"""What is booked of what Stripe says."""

from __future__ import annotations

import asyncio

import pytest

from app.billing import booking
from app.billing.models import TopUpStatus
from app.core.database import unit_of_work
from app.core.ids import new_id
from tests.unit.billing import books


async def test_what_was_paid_is_booked_whatever_was_ordered(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 25_000)
    await books.pay(target, 20_000)
    assert (await books.check(organization_id)).balance_cents == 20_000
    top_up = await books.top_up(target)
    assert (top_up.amount_cents, top_up.status) == (20_000, TopUpStatus.PAID)
    assert top_up.receipt_number


async def test_money_of_another_currency_is_not_booked_and_shown(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 25_000)
    await books.pay(target, 25_000, currency="eur")
    assert (await books.check(organization_id)).balance_cents == 0
    top_up = await books.top_up(target)
    assert top_up.status is TopUpStatus.FAILED
    assert "EUR" in (top_up.failure or "")


async def test_a_payment_of_another_session_is_not_booked(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 25_000, checkout_session_id="cs_ours")
    await books.pay(target, 25_000, session_id="cs_other")
    assert (await books.check(organization_id)).balance_cents == 0
    await books.pay(target, 25_000, session_id="cs_ours")
    assert (await books.check(organization_id)).balance_cents == 25_000


async def test_ten_at_once_credit_once(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 25_000)
    await asyncio.gather(*(books.pay(target, 25_000) for _ in range(10)))
    assert (await books.check(organization_id)).balance_cents == 25_000


@pytest.mark.parametrize("gift", [0, 1_000])
async def test_a_refund_of_spent_money_is_owed_and_settled_by_the_next(
    database: str, gift: int
) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 5_000)
    await books.pay(target, 5_000)
    await books.charge(organization_id)
    await books.refund(target, 5_000)
    held = await books.check(organization_id)
    assert (held.balance_cents, held.owed_cents) == (0, 1_800)
    if gift:
        await books.give(organization_id, gift)
        assert (await books.check(organization_id)).owed_cents == 1_800 - gift
    await books.pay(await books.ordered(organization_id, 3_000), 3_000)
    held = await books.check(organization_id)
    assert (held.balance_cents, held.owed_cents) == (1_200 + gift, 0)


async def test_refunds_count_by_their_total(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 5_000)
    await books.pay(target, 5_000)
    await asyncio.gather(*(books.refund(target, total) for total in (3_000, 1_000, 2_000, 3_000)))
    assert (await books.check(organization_id)).balance_cents == 2_000


async def test_an_interview_that_is_given_back_settles_a_debt(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 1_800)
    await books.pay(target, 1_800)
    interview_id = new_id()
    await books.charge(organization_id, interview_id)
    await books.dispute(target, 1_800)
    assert (await books.check(organization_id)).owed_cents == 1_800
    await books.unused(organization_id, interview_id)
    held = await books.check(organization_id)
    assert (held.balance_cents, held.owed_cents) == (0, 0)


async def test_a_paid_top_up_does_not_expire_and_an_expired_one_can_be_paid(database: str) -> None:
    organization_id = await books.make_organization()
    target = await books.ordered(organization_id, 5_000)

    async def expire() -> None:
        async with unit_of_work() as session:
            await booking.end_unpaid(session, target, TopUpStatus.EXPIRED)

    await expire()
    assert (await books.top_up(target)).status is TopUpStatus.EXPIRED
    await books.pay(target, 5_000)
    await expire()
    assert (await books.top_up(target)).status is TopUpStatus.PAID
