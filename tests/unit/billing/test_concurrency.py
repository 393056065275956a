"""Many at once against one wallet."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.billing import service as billing
from app.billing.models import LedgerTransaction, TransactionKind
from app.core.database import reading, unit_of_work
from app.core.errors import PaymentRequiredError
from app.interviews.models import Interview
from tests.support.interviews import invite, make_position
from tests.support.people import CREDIT_CENTS, make_actor
from tests.unit.billing import books

ASKED, COVERED, PRICE = 500, 100, 1_800


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@on_sqlite
async def test_of_500_interviews_at_once_exactly_the_100_that_are_covered_are_scheduled(
    database: str,
) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with unit_of_work() as session:
        # Leave exactly so much: the rest of the credit goes for one long interview.
        await billing.charge_interview(
            session,
            organization_id=actor.organization_id,
            interview_id=position.id,
            duration_min=(CREDIT_CENTS - COVERED * PRICE) // 40,
            title="All the rest",
        )
    missing: list[int] = []

    async def one() -> str:
        try:
            await invite(actor, position)
        except PaymentRequiredError as error:
            missing.append(error.missing_cents)
            return "refused"
        return "scheduled"

    outcomes = Counter(await asyncio.gather(*(one() for _ in range(ASKED))))
    assert outcomes == {"scheduled": COVERED, "refused": ASKED - COVERED}
    assert set(missing) == {PRICE}
    assert (await books.check(actor.organization_id)).balance_cents == 0
    async with reading() as session:
        interviews = (await session.execute(select(func.count(col(Interview.id))))).scalar_one()
        charges = await session.execute(
            select(func.count(col(LedgerTransaction.id))).where(
                col(LedgerTransaction.kind) == TransactionKind.INTERVIEW
            )
        )
        assert (interviews, charges.scalar_one()) == (COVERED, COVERED + 1)


async def test_charging_and_giving_back_at_once_loses_nothing(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    invited = [await invite(actor, position) for _ in range(10)]
    await asyncio.gather(
        *(books.unused(actor.organization_id, one.interview_id) for one in invited for _ in "ab"),
        *(books.charge(actor.organization_id) for _ in range(10)),
    )
    held = await books.check(actor.organization_id)
    assert held.balance_cents == CREDIT_CENTS - 10 * PRICE
