"""The ledger as those who pay read it: newest first, with the balance after each line.

The balance after a line is the wallet's balance now minus all that came later, so that it is right
whatever the filters leave out. Those sums are taken from an index alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Uuid, and_, func, literal, or_, select, tuple_, union_all
from sqlmodel import col

from app.billing.models import (
    Account,
    LedgerEntry,
    LedgerTransaction,
    TransactionKind,
    Wallet,
)
from app.core.database import UtcDateTime
from app.core.ids import parse_id
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE, MAX_PAGE = 25, 400
COUNT_TO = 1_000
_BATCH = 1_000
_MAX_SEARCH, _MAX_WORDS = 200, 6

KIND_WORDS = {
    TransactionKind.TOP_UP: "Top-up",
    TransactionKind.CREDIT: "Credit",
    TransactionKind.INTERVIEW: "Interview",
    TransactionKind.INTERVIEW_REFUND: "Interview given back",
    TransactionKind.PAYMENT_REFUND: "Payment refunded",
    TransactionKind.DISPUTE: "Payment disputed",
    TransactionKind.DISPUTE_WON: "Dispute won",
}

at_, id_ = col(LedgerTransaction.created_at), col(LedgerTransaction.id)
entry_at, entry_of = col(LedgerEntry.created_at), col(LedgerEntry.transaction_id)


@dataclass(frozen=True, slots=True)
class LedgerFilters:
    """What to look for; empty parts do not restrict. `until` itself is left out."""

    kind: TransactionKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: tuple[str, ...] = ()
    interview_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A transaction. Amounts are cents.

    `amount_cents` is what it put into the wallet, negative for what it took; `owed_cents` what it
    added to the debt, negative for what it settled; `balance_cents` what the wallet held then.
    """

    id: UUID
    at: datetime
    kind: TransactionKind
    kind_words: str
    memo: str
    amount_cents: int
    owed_cents: int
    balance_cents: int
    currency: str
    interview_id: UUID | None
    top_up_id: UUID | None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of the ledger. `total` counts all that match, up to 1,000."""

    rows: tuple[LedgerRow, ...]
    total: int
    total_words: str
    page: int
    per_page: int
    has_next: bool


def filters_of(
    *,
    kind: object = None,
    since: object = None,
    until: object = None,
    search: object = None,
) -> LedgerFilters:
    """Filters from an address or a form; values nobody offers are read as none.

    Every word of `search` must be somewhere in the description; an interview's id finds what was
    booked for it.
    """
    wanted = parse_id(search)
    text = search if isinstance(search, str) and wanted is None else ""
    printable = "".join(one for one in text[:_MAX_SEARCH] if one.isprintable() or one.isspace())
    return LedgerFilters(
        kind={one.value: one for one in TransactionKind}.get(kind)
        if isinstance(kind, str)
        else None,
        since=_moment(since),
        until=_moment(until),
        words=tuple(dict.fromkeys(printable.split()))[:_MAX_WORDS],
        interview_id=wanted,
    )


async def ledger_page(
    session: AsyncSession,
    actor: Actor,
    *,
    kind: object = None,
    since: object = None,
    until: object = None,
    search: object = None,
    page: object = 1,
) -> LedgerPage:
    """A page of the organisation's ledger, as `filters_of` narrows it. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_BILLING)
    filters = filters_of(kind=kind, since=since, until=until, search=search)
    number = page if isinstance(page, int) and 1 <= page <= MAX_PAGE else 1
    head = await _head(session, actor.organization_id)
    if head is None:
        return LedgerPage((), 0, "0", number, PER_PAGE, has_next=False)
    matching = and_(_up_to(head, actor.organization_id), *_conditions(filters))
    query = (
        select(LedgerTransaction)
        .where(matching)
        .order_by(at_.desc(), id_.desc())
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    )
    found = list((await session.execute(query)).scalars())
    shown = found[:PER_PAGE]
    counted = select(id_).where(matching).limit(COUNT_TO + 1).subquery()
    total = (await session.execute(select(func.count()).select_from(counted))).scalar_one()
    return LedgerPage(
        rows=await _rows(session, head, shown),
        total=min(total, COUNT_TO),
        total_words=f"{COUNT_TO:,}+" if total > COUNT_TO else f"{total:,}",
        page=number,
        per_page=PER_PAGE,
        has_next=len(found) > PER_PAGE and number < MAX_PAGE,
    )


async def ledger_rows(
    session: AsyncSession, actor: Actor, filters: LedgerFilters
) -> AsyncIterator[LedgerRow]:
    """Every row that matches, newest first, read in batches. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_BILLING)
    head = await _head(session, actor.organization_id)
    below: ColumnElement[bool] | None = None
    while head is not None:
        conditions = [_up_to(head, actor.organization_id)]
        if filters.since is not None:
            conditions.append(at_ >= filters.since)
        if below is not None:
            conditions.append(below)
        matches = and_(literal(value=True), *_conditions(filters))
        query = (
            select(LedgerTransaction, matches)
            .where(*conditions)
            .order_by(at_.desc(), id_.desc())
            .limit(_BATCH)
        )
        batch = [(row[0], row[1]) for row in (await session.execute(query)).all()]
        if not batch:
            return
        held = head.balance_cents
        moved = await _moved(session, [one.id for one, _ in batch])
        for one, matching in batch:
            amount, owed = moved.get(one.id, (0, 0))
            if matching:
                yield _row(one, amount, owed, held)
            held -= amount
        last = batch[-1][0]
        below = _key(at_, id_) < _value(last.created_at, last.id)
        head = _Head(held, head.at, head.id)


@dataclass(frozen=True, slots=True)
class _Head:
    """The newest transaction and the balance after it, read at one moment."""

    balance_cents: int
    at: datetime
    id: UUID


async def _head(session: AsyncSession, organization_id: UUID) -> _Head | None:
    query = (
        select(col(Wallet.balance_cents), at_, id_)
        .join(
            LedgerTransaction,
            col(LedgerTransaction.organization_id) == col(Wallet.organization_id),
        )
        .where(col(Wallet.organization_id) == organization_id)
        .where(col(LedgerTransaction.organization_id) == organization_id)
        .order_by(at_.desc(), id_.desc())
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return None if row is None else _Head(row[0], row[1], row[2])


async def _rows(
    session: AsyncSession, head: _Head, shown: Sequence[LedgerTransaction]
) -> tuple[LedgerRow, ...]:
    if not shown:
        return ()
    moved = await _moved(session, [one.id for one in shown])
    passed = await _passed(session, head, shown)
    rows, held = [], head.balance_cents
    for one, between in zip(shown, passed, strict=True):
        held -= between
        amount, owed = moved.get(one.id, (0, 0))
        rows.append(_row(one, amount, owed, held))
        held -= amount
    return tuple(rows)


async def _passed(
    session: AsyncSession, head: _Head, shown: Sequence[LedgerTransaction]
) -> list[int]:
    """For each row, what the wallet took in between it and the row above, both left out."""
    key, parts = _key(entry_at, entry_of), []
    for number, one in enumerate(shown):
        above = (
            key <= _value(head.at, head.id)
            if number == 0
            else key < _value(shown[number - 1].created_at, shown[number - 1].id)
        )
        parts.append(
            select(
                literal(number).label("number"),
                func.coalesce(func.sum(LedgerEntry.amount_cents), 0).label("amount"),
            ).where(
                col(LedgerEntry.organization_id) == one.organization_id,
                col(LedgerEntry.account) == Account.WALLET,
                key > _value(one.created_at, one.id),
                above,
            )
        )
    rows = (await session.execute(union_all(*parts))).all()
    amounts = {row[0]: int(row[1]) for row in rows}
    return [amounts[number] for number in range(len(shown))]


async def _moved(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """By transaction, what it put into the wallet and what it added to the debt."""
    query = select(entry_of, col(LedgerEntry.account), col(LedgerEntry.amount_cents)).where(
        entry_of.in_(list(ids)),
        col(LedgerEntry.account).in_([Account.WALLET, Account.RECEIVABLE]),
    )
    moved: dict[UUID, tuple[int, int]] = {}
    for transaction_id, account, amount in (await session.execute(query)).all():
        wallet, owed = moved.get(transaction_id, (0, 0))
        if account is Account.WALLET:
            moved[transaction_id] = (wallet + amount, owed)
        else:
            moved[transaction_id] = (wallet, owed - amount)
    return moved


def _row(one: LedgerTransaction, amount: int, owed: int, balance: int) -> LedgerRow:
    return LedgerRow(
        id=one.id,
        at=one.created_at,
        kind=one.kind,
        kind_words=KIND_WORDS[one.kind],
        memo=one.memo,
        amount_cents=amount,
        owed_cents=owed,
        balance_cents=balance,
        currency=one.currency,
        interview_id=one.interview_id,
        top_up_id=one.top_up_id,
    )


def _up_to(head: _Head, organization_id: UUID) -> ColumnElement[bool]:
    return and_(
        col(LedgerTransaction.organization_id) == organization_id,
        _key(at_, id_) <= _value(head.at, head.id),
    )


def _conditions(filters: LedgerFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.kind is not None:
        conditions.append(col(LedgerTransaction.kind) == filters.kind)
    if filters.since is not None:
        conditions.append(at_ >= filters.since)
    if filters.until is not None:
        conditions.append(at_ < filters.until)
    if filters.interview_id is not None:
        conditions.append(
            or_(
                col(LedgerTransaction.interview_id) == filters.interview_id,
                col(LedgerTransaction.top_up_id) == filters.interview_id,
            )
        )
    conditions += [
        col(LedgerTransaction.memo).icontains(word, autoescape=True) for word in filters.words
    ]
    return conditions


def _key(at: Any, one: Any) -> Any:  # noqa: ANN401 - columns, whose comparisons have no types
    return tuple_(at, one)


def _value(at: datetime, one: UUID) -> Any:  # noqa: ANN401 - as _key
    return tuple_(literal(at, UtcDateTime()), literal(one, Uuid()))


def _moment(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
