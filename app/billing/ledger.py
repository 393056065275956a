"""The double-entry ledger: transactions are added, never changed, and each sums to zero.

The wallet's row is locked for every transaction, so that two at once cannot spend the same money;
the database refuses a negative balance besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from app.billing.models import Account, LedgerEntry, LedgerTransaction, TransactionKind, Wallet
from app.core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def wallet_of(session: AsyncSession, organization_id: UUID, *, lock: bool = False) -> Wallet:
    """The organisation's wallet, made on first use; with `lock`, held until the transaction ends.

    Without `lock` it may be a wallet that is not stored yet: an empty one.
    """
    query = select(Wallet).where(col(Wallet.organization_id) == organization_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = (await session.execute(query)).scalar_one_or_none()
    if found is not None:
        return found
    if not lock:
        return Wallet(organization_id=organization_id)
    values = Wallet(organization_id=organization_id).model_dump()
    bind = session.get_bind()
    insert = sqlite.insert if bind.dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(Wallet).values(**values).on_conflict_do_nothing())
    return (await session.execute(query)).scalar_one()


async def booked(
    session: AsyncSession, organization_id: UUID, reference: str
) -> LedgerTransaction | None:
    """The transaction of that reference, if it has been booked."""
    query = select(LedgerTransaction).where(
        col(LedgerTransaction.organization_id) == organization_id,
        col(LedgerTransaction.reference) == reference,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def amount_in_wallet(session: AsyncSession, transaction: LedgerTransaction) -> int:
    """What a transaction put into the wallet, in cents; negative for what it took."""
    query = select(LedgerEntry.amount_cents).where(
        col(LedgerEntry.transaction_id) == transaction.id,
        col(LedgerEntry.account) == Account.WALLET,
    )
    return sum((await session.execute(query)).scalars())


async def post(
    session: AsyncSession,
    wallet: Wallet,
    kind: TransactionKind,
    entries: Mapping[Account, int],
    *,
    reference: str,
    memo: str,
    interview_id: UUID | None = None,
    top_up_id: UUID | None = None,
    user_id: UUID | None = None,
) -> LedgerTransaction:
    """Book a transaction. The caller holds the wallet's lock and knows that it covers this.

    Raises ValueError for entries that do not sum to zero, or would leave the wallet or what is
    owed below zero.
    """
    if sum(entries.values()) != 0:
        raise ValueError("the entries of a transaction must sum to zero")
    transaction = LedgerTransaction(
        id=new_id(),
        organization_id=wallet.organization_id,
        kind=kind,
        reference=reference,
        memo=memo,
        currency=wallet.currency,
        interview_id=interview_id,
        top_up_id=top_up_id,
        user_id=user_id,
    )
    balance = wallet.balance_cents + entries.get(Account.WALLET, 0)
    owed = wallet.owed_cents - entries.get(Account.RECEIVABLE, 0)
    if balance < 0 or owed < 0:
        raise ValueError("the wallet does not cover this")
    session.add(transaction)
    # Entries refer to the transaction by its id alone, so it has to be stored before them.
    await session.flush()
    session.add_all(
        [
            LedgerEntry(
                organization_id=wallet.organization_id,
                transaction_id=transaction.id,
                account=account,
                amount_cents=amount,
                created_at=transaction.created_at,
            )
            for account, amount in entries.items()
            if amount
        ]
    )
    wallet.balance_cents, wallet.owed_cents = balance, owed
    if balance >= wallet.low_balance_cents:
        wallet.low_notified_at = None
    await session.flush()
    return transaction


def incoming(wallet: Wallet, source: Account, amount: int) -> dict[Account, int]:
    """The entries of money that comes in: what is owed is paid first, the rest is for the wallet.

    Shape: cents by account; they sum to zero.
    """
    settled = min(wallet.owed_cents, amount)
    return {
        source: -amount,
        Account.RECEIVABLE: settled,
        Account.WALLET: amount - settled,
    }


def outgoing(wallet: Wallet, target: Account, amount: int) -> dict[Account, int]:
    """The entries of money that is taken back: what the wallet holds of it, and the rest as debt.

    Shape: cents by account; they sum to zero.
    """
    taken = min(wallet.balance_cents, amount)
    return {
        target: amount,
        Account.RECEIVABLE: taken - amount,
        Account.WALLET: -taken,
    }
