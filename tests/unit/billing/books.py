"""Organisations with wallets and payments, without people: quick to make."""

from __future__ import annotations

import itertools

from sqlalchemy import func, select
from sqlmodel import col

from app.billing import booking, ledger, reconcile, service
from app.billing.booking import Payment, Target
from app.billing.models import LedgerEntry, TopUp, Wallet
from app.core.database import reading, unit_of_work
from app.core.ids import new_id
from app.identity import service as identity

_numbers = itertools.count(1)


async def make_organization():
    """An organisation's id."""
    async with unit_of_work() as session:
        made = await identity.create_organization(session, name=f"Example Works {next(_numbers)}")
    return made.id


async def give(organization_id, cents: int) -> None:
    async with unit_of_work() as session:
        await service.give_credit(
            session,
            organization_id=organization_id,
            amount_cents=cents,
            reference=f"gift {next(_numbers)}",
            memo="A gift",
        )


async def charge(organization_id, interview_id=None, minutes: int = 45) -> int:
    async with unit_of_work() as session:
        return await service.charge_interview(
            session,
            organization_id=organization_id,
            interview_id=interview_id or new_id(),
            duration_min=minutes,
            title="Tea master",
        )


async def unused(organization_id, interview_id) -> int:
    """Give back what an interview cost."""
    async with unit_of_work() as session:
        return await service.refund_interview(
            session,
            organization_id=organization_id,
            interview_id=interview_id,
            reason="Cancelled",
        )


async def ordered(organization_id, cents: int, **fields) -> Target:
    """A top-up that waits for payment."""
    top_up = TopUp(id=new_id(), organization_id=organization_id, amount_cents=cents, **fields)
    target = Target(organization_id, top_up.id)
    async with unit_of_work() as session:
        session.add(top_up)
    return target


async def pay(target: Target, cents: int, *, currency: str = "usd", session_id=None) -> None:
    async with unit_of_work() as session:
        await booking.credit(
            session,
            target,
            Payment(
                amount=cents,
                currency=currency,
                session_id=session_id or f"cs_{target.top_up_id.hex}",
                payment_intent_id=f"pi_{target.top_up_id.hex}",
                customer_id=f"cus_{target.organization_id.hex}",
            ),
        )


async def refund(target: Target, total: int) -> None:
    async with unit_of_work() as session:
        charge_id = f"ch_{target.top_up_id.hex}"
        await booking.refund(session, target, charge_id=charge_id, refunded=total, currency="usd")


async def dispute(target: Target, cents: int, *, won: bool = False) -> None:
    book = booking.dispute_won if won else booking.dispute
    async with unit_of_work() as session:
        await book(
            session,
            target,
            dispute_id=f"du_{target.top_up_id.hex}",
            amount=cents,
            currency="usd",
        )


async def wallet(organization_id) -> Wallet:
    async with reading() as session:
        return await ledger.wallet_of(session, organization_id)


async def top_up(target: Target) -> TopUp:
    async with reading() as session:
        found = await session.get(TopUp, target.top_up_id)
    assert found is not None
    return found


async def check(organization_id) -> Wallet:
    """The wallet, once its books are seen to agree: every transaction sums to zero."""
    async with reading() as session:
        assert await reconcile.discrepancies(session) == []
        uneven = (
            select(col(LedgerEntry.transaction_id))
            .group_by(col(LedgerEntry.transaction_id))
            .having(func.sum(col(LedgerEntry.amount_cents)) != 0)
        )
        assert (await session.execute(uneven)).all() == []
    held = await wallet(organization_id)
    assert held.balance_cents >= 0
    assert held.owed_cents >= 0
    return held
