"""The ledger as a table for spreadsheets, written line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.billing.statement import ledger_rows
from app.core.spreadsheets import safe_cell, written

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.billing.statement import LedgerFilters, LedgerRow
    from app.identity.permissions import Actor

COLUMNS = (
    "time",
    "kind",
    "description",
    "amount",
    "owed",
    "balance",
    "currency",
    "interview_id",
    "top_up_id",
    "transaction_id",
)
_PIECE = 200


async def ledger_csv(
    session: AsyncSession, actor: Actor, filters: LedgerFilters
) -> AsyncIterator[str]:
    """CSV (RFC 4180, with a header), newest first, in pieces of some hundred lines.

    Amounts are in units of the currency with two decimals. Text that a spreadsheet would run as a
    formula gets an apostrophe before it. Raises NotPermittedError.
    """
    lines: list[Sequence[str]] = [COLUMNS]
    async for row in ledger_rows(session, actor, filters):
        lines.append(_line(row))
        if len(lines) >= _PIECE:
            yield written(lines)
            lines = []
    if lines:
        yield written(lines)


def decimal(cents: int) -> str:
    """An amount with two decimals, such as "-3.50"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _line(row: LedgerRow) -> tuple[str, ...]:
    return (
        row.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        row.kind.value,
        safe_cell(row.memo),
        decimal(row.amount_cents),
        decimal(row.owed_cents),
        decimal(row.balance_cents),
        row.currency.upper(),
        str(row.interview_id or ""),
        str(row.top_up_id or ""),
        str(row.id),
    )
