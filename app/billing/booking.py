"""Booking what Stripe says happened to a payment: paid, refunded, disputed, given back.

Whatever order the news comes in, and however often, the ledger ends up the same: each booking has
a reference of its own, and a refund counts by the total refunded so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app.billing import ledger, repository
from app.billing.models import Account, TopUpStatus, TransactionKind
from app.billing.notices import tell_if_low
from app.billing.patience import QUEUE
from app.billing.prices import money
from app.billing.wallet import forgive
from app.core import audit, clock, durable

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.billing.models import TopUp, Wallet

log = structlog.get_logger(__name__)
SAVE_CARD = "save_card"


@dataclass(frozen=True, slots=True)
class Target:
    """Which top-up of which organisation something is about."""

    organization_id: UUID
    top_up_id: UUID


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was paid, as Stripe has it. The amount is in cents of the currency."""

    amount: int
    currency: str
    session_id: str | None = None
    payment_intent_id: str | None = None
    customer_id: str | None = None


async def credit(session: AsyncSession, target: Target, payment: Payment) -> None:
    """Put a payment into the wallet: what was paid, whatever had been ordered."""
    wallet, top_up = await _held(session, target)
    if top_up is None or top_up.status is TopUpStatus.PAID:
        return
    if top_up.checkout_session_id not in {None, payment.session_id}:
        log.error("payment_of_another_session", top_up_id=str(top_up.id))
        return
    top_up.checkout_session_id = payment.session_id
    top_up.payment_intent_id = payment.payment_intent_id or top_up.payment_intent_id
    if payment.currency != wallet.currency or payment.amount <= 0:
        log.error(
            "payment_not_booked",
            top_up_id=str(top_up.id),
            currency=payment.currency,
            amount=payment.amount,
        )
        top_up.status = TopUpStatus.FAILED
        top_up.failure = (
            f"It was paid in {payment.currency.upper()}, which the wallet does not hold. "
            "Please write to us."
        )
        return
    if payment.amount != top_up.amount_cents:
        log.warning("other_amount_paid", top_up_id=str(top_up.id), amount=payment.amount)
    _mark_paid(top_up, payment.amount)
    if payment.customer_id is not None:
        wallet.stripe_customer_id = payment.customer_id
    await ledger.post(
        session,
        wallet,
        TransactionKind.TOP_UP,
        ledger.incoming(wallet, Account.PAYMENTS, payment.amount),
        reference=f"top-up:{top_up.id}",
        memo=f"Top-up of {money(payment.amount)}{' (automatic)' if top_up.automatic else ''}",
        top_up_id=top_up.id,
        user_id=top_up.created_by,
    )
    if not top_up.automatic:
        # Somebody has acted, so the card may be tried again; it may also be another one now.
        forgive(wallet)
        await durable.enqueue(session, SAVE_CARD, top_up.id, queue=QUEUE)
    audit.record(
        session,
        "billing.topped_up",
        subject_type="top_up",
        subject_id=top_up.id,
        organization_id=top_up.organization_id,
        user_id=top_up.created_by,
        cents=payment.amount,
    )


async def end_unpaid(
    session: AsyncSession, target: Target, status: TopUpStatus, *, failure: str | None = None
) -> None:
    """Note that a top-up will not be paid. One that was paid stays so."""
    _, top_up = await _held(session, target)
    if top_up is not None and top_up.status is TopUpStatus.PENDING:
        top_up.status, top_up.failure = status, failure


async def await_payment(session: AsyncSession, target: Target, payment: Payment) -> None:
    """Note a payment that was ordered at the bank and takes days to arrive."""
    _, top_up = await _held(session, target)
    if top_up is not None and top_up.status is TopUpStatus.PENDING:
        top_up.checkout_session_id = payment.session_id
        top_up.payment_intent_id = payment.payment_intent_id


async def refund(
    session: AsyncSession, target: Target, *, charge_id: str, refunded: int, currency: str
) -> None:
    """Take back what was refunded. `refunded` is the total so far, in cents."""
    wallet, top_up = await _held(session, target)
    if top_up is None or not _same_money(wallet, top_up, currency):
        return
    amount = refunded - top_up.refunded_cents
    if amount <= 0:
        return
    top_up.refunded_cents = refunded
    await _take_back(
        session,
        wallet,
        top_up,
        TransactionKind.PAYMENT_REFUND,
        amount,
        reference=f"refund:{charge_id}:{refunded}",
        memo=f"Refund of {money(amount)}",
    )


async def dispute(
    session: AsyncSession, target: Target, *, dispute_id: str, amount: int, currency: str
) -> None:
    """Take back what the payer's bank has taken back, once per dispute."""
    wallet, top_up = await _held(session, target)
    if top_up is None or amount <= 0 or not _same_money(wallet, top_up, currency):
        return
    reference = f"dispute:{dispute_id}"
    if await ledger.booked(session, wallet.organization_id, reference):
        return
    top_up.disputed_cents += amount
    await _take_back(
        session,
        wallet,
        top_up,
        TransactionKind.DISPUTE,
        amount,
        reference=reference,
        memo=f"Payment of {money(amount)} disputed at the bank",
    )


async def dispute_won(
    session: AsyncSession, target: Target, *, dispute_id: str, amount: int, currency: str
) -> None:
    """Give back what a dispute took, once.

    Heard of before the dispute itself, both are booked, so that the late news changes nothing.
    """
    await dispute(session, target, dispute_id=dispute_id, amount=amount, currency=currency)
    wallet, top_up = await _held(session, target)
    taken = await ledger.booked(session, target.organization_id, f"dispute:{dispute_id}")
    reference = f"dispute-won:{dispute_id}"
    if top_up is None or taken is None:
        return
    if await ledger.booked(session, target.organization_id, reference):
        return
    top_up.disputed_cents = max(top_up.disputed_cents - amount, 0)
    await ledger.post(
        session,
        wallet,
        TransactionKind.DISPUTE_WON,
        ledger.incoming(wallet, Account.PAYMENTS, amount),
        reference=reference,
        memo=f"Dispute over {money(amount)} won",
        top_up_id=top_up.id,
    )


async def _held(session: AsyncSession, target: Target) -> tuple[Wallet, TopUp | None]:
    """The wallet and the top-up, both locked, always in this order."""
    wallet = await ledger.wallet_of(session, target.organization_id, lock=True)
    top_up = await repository.top_up(session, target.organization_id, target.top_up_id, lock=True)
    return wallet, top_up


def _mark_paid(top_up: TopUp, amount: int) -> None:
    top_up.amount_cents, top_up.status, top_up.failure = amount, TopUpStatus.PAID, None
    top_up.paid_at = clock.now()
    top_up.receipt_number = f"{top_up.paid_at:%Y%m%d}-{top_up.id.hex[-12:].upper()}"


def _same_money(wallet: Wallet, top_up: TopUp, currency: str) -> bool:
    """Whether this can concern money in the wallet; another currency never came in."""
    if currency == wallet.currency:
        return True
    log.error("other_currency_taken_back", top_up_id=str(top_up.id), currency=currency)
    return False


async def _take_back(
    session: AsyncSession,
    wallet: Wallet,
    top_up: TopUp,
    kind: TransactionKind,
    amount: int,
    *,
    reference: str,
    memo: str,
) -> None:
    """Money that is gone already is owed, and paid by the next that comes in."""
    await ledger.post(
        session,
        wallet,
        kind,
        ledger.outgoing(wallet, Account.PAYMENTS, amount),
        reference=reference,
        memo=memo,
        top_up_id=top_up.id,
    )
    await tell_if_low(session, wallet)
