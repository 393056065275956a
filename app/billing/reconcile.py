"""Whether the books agree: each wallet's row with its entries, and each ledger with zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select
from sqlmodel import col

from app.billing.models import Account, LedgerEntry, Wallet

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """An organisation whose books do not agree. Cents; all three are 0 where they do.

    `balance` and `owed` are by how much the wallet's row is above its entries, `ledger` is what
    all entries sum to.
    """

    organization_id: UUID
    balance: int
    owed: int
    ledger: int


async def discrepancies(session: AsyncSession) -> list[Discrepancy]:
    """Every organisation whose books do not agree: none, unless the product has an error."""

    def held_in(account: Account) -> object:
        return case((col(LedgerEntry.account) == account, col(LedgerEntry.amount_cents)), else_=0)

    entries = (
        select(
            col(LedgerEntry.organization_id).label("organization_id"),
            func.sum(held_in(Account.WALLET)).label("wallet"),
            func.sum(held_in(Account.RECEIVABLE)).label("receivable"),
            func.sum(col(LedgerEntry.amount_cents)).label("total"),
        )
        .group_by(col(LedgerEntry.organization_id))
        .subquery()
    )
    balance = col(Wallet.balance_cents) - func.coalesce(entries.c.wallet, 0)
    owed = col(Wallet.owed_cents) + func.coalesce(entries.c.receivable, 0)
    total = func.coalesce(entries.c.total, 0)
    # One statement, so that a booking in the meantime is seen whole or not at all.
    query = (
        select(col(Wallet.organization_id), balance, owed, total)
        .outerjoin(entries, entries.c.organization_id == col(Wallet.organization_id))
        .where((balance != 0) | (owed != 0) | (total != 0))
    )
    return [
        Discrepancy(row[0], int(row[1]), int(row[2]), int(row[3]))
        for row in (await session.execute(query)).all()
    ]
