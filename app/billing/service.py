"""What is charged and given back: interviews, and credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.billing import automatic, ledger
from app.billing.models import Account, TransactionKind
from app.billing.notices import tell_if_low
from app.billing.prices import money, price_of
from app.core.errors import PaymentRequiredError

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["balance_of", "charge_interview", "give_credit", "refund_interview"]


async def balance_of(session: AsyncSession, organization_id: UUID) -> int:
    """What the organisation's wallet holds, in cents."""
    return (await ledger.wallet_of(session, organization_id)).balance_cents


async def charge_interview(
    session: AsyncSession,
    *,
    organization_id: UUID,
    interview_id: UUID,
    duration_min: int,
    title: str,
    user_id: UUID | None = None,
) -> int:
    """Take the price of an interview from the wallet; gives it, in cents.

    Raises PaymentRequiredError saying what is missing; nothing is booked then.
    """
    wallet = await ledger.wallet_of(session, organization_id, lock=True)
    price = price_of(duration_min)
    if wallet.balance_cents < price:
        missing = price - wallet.balance_cents
        raise PaymentRequiredError(
            f"This interview costs {money(price)} and the wallet holds "
            f"{money(wallet.balance_cents)}: add {money(missing)} or more under Settings → "
            "Billing.",
            balance_cents=wallet.balance_cents,
            missing_cents=missing,
        )
    if price:
        await ledger.post(
            session,
            wallet,
            TransactionKind.INTERVIEW,
            {Account.WALLET: -price, Account.REVENUE: price},
            reference=f"interview:{interview_id}",
            memo=f"Interview of {duration_min} min: {title}"[:200],
            interview_id=interview_id,
            user_id=user_id,
        )
        await tell_if_low(session, wallet)
        await automatic.order_if_due(session, wallet)
    return price


async def refund_interview(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID, reason: str
) -> int:
    """Give back what an interview that never began was charged, once; gives it, in cents."""
    wallet = await ledger.wallet_of(session, organization_id, lock=True)
    charge = await ledger.booked(session, organization_id, f"interview:{interview_id}")
    reference = f"interview-refund:{interview_id}"
    if charge is None or await ledger.booked(session, organization_id, reference):
        return 0
    price = -await ledger.amount_in_wallet(session, charge)
    await ledger.post(
        session,
        wallet,
        TransactionKind.INTERVIEW_REFUND,
        ledger.incoming(wallet, Account.REVENUE, price),
        reference=reference,
        memo=f"{reason}: {charge.memo}"[:200],
        interview_id=interview_id,
    )
    return price


async def give_credit(
    session: AsyncSession, *, organization_id: UUID, amount_cents: int, reference: str, memo: str
) -> bool:
    """Put credit into a wallet, once per reference. Whether it was put in now."""
    wallet = await ledger.wallet_of(session, organization_id, lock=True)
    if await ledger.booked(session, organization_id, reference):
        return False
    await ledger.post(
        session,
        wallet,
        TransactionKind.CREDIT,
        ledger.incoming(wallet, Account.PROMOTIONS, amount_cents),
        reference=reference,
        memo=memo,
    )
    return True
