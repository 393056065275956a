"""The ledger of the wallet, as the address says: search, kind, period and page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.models import TransactionKind
from app.billing.prices import money
from app.billing.statement import MAX_PAGE, LedgerRow, ledger_page
from app.core import clock
from app.identity.permissions import Actor, Permission
from state import table_query
from state.guard import blank, member
from state.moments import day_and_time
from state.money import signed_words
from state.periods import day_of
from state.table_query import kept, one_of, page_in
from state.tables import Part, Table, finding, narrowing, refreshing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

HERE = "/settings/billing"
CSV = "/files/ledger.csv"
KINDS = tuple(kind.value for kind in TransactionKind)
THIRTY_DAYS, MONTH, LAST_MONTH, YEAR, LAST_YEAR, DAYS = (
    "30",
    "month",
    "last-month",
    "year",
    "last-year",
    "days",
)
PERIODS = (THIRTY_DAYS, MONTH, LAST_MONTH, YEAR, LAST_YEAR, DAYS)
MAX_PAYMENTS_PAGE = 400


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for.

    `since` and `until` are days, both included, and only for the period `days`. `payments` is the
    page of the table of payments, which stands beside the ledger.
    """

    HERE = HERE
    LAST_PAGE = MAX_PAGE

    kind: str = kept(one_of(KINDS))
    period: str = kept(one_of(PERIODS))
    since: str = kept(day_of)
    until: str = kept(day_of)
    payments: int = 1

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """The query an address holds, by its parameters."""
        query, payments = super().of(parameters), parameters.get("payments")
        return replace(
            query,
            since=query.since if query.period == DAYS else "",
            until=query.until if query.period == DAYS else "",
            payments=page_in(payments, MAX_PAYMENTS_PAGE) if isinstance(payments, str) else 1,
        )

    @property
    def parameters(self) -> dict[str, str]:
        """The query as the parameters of an address, without the page of the ledger."""
        payments = {} if self.payments == 1 else {"payments": str(self.payments)}
        return super().parameters | payments

    def address(self, **changes: Any) -> str:
        """The address with something changed.

        Any change but of one of the pages leads to the first page of the ledger.
        """
        if "payments" in changes:
            return f"{super().address(**{'page': self.page, **changes})}#payments"
        return f"{super().address(**changes)}#ledger"

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The moments from which and before which the period lasts."""
        first, end = _days(self, now.date())
        return (_midnight(first) if first else None, _midnight(end) if end else None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _days(query: Query, today: date) -> tuple[date | None, date | None]:
    """The first day of the period, and the day after its last."""
    month = today.replace(day=1)
    year = month.replace(month=1)
    if query.period == DAYS:
        until = date.fromisoformat(query.until) if query.until else None
        return (
            date.fromisoformat(query.since) if query.since else None,
            until + timedelta(days=1) if until and until < date.max else None,
        )
    last_month = (month - timedelta(days=1)).replace(day=1)
    return {
        THIRTY_DAYS: (today - timedelta(days=30), None),
        MONTH: (month, None),
        LAST_MONTH: (last_month, month),
        YEAR: (year, None),
        LAST_YEAR: (year.replace(year=year.year - 1), year),
    }.get(query.period, (None, None))


@dataclass(frozen=True)
class Row:
    """A movement of the wallet, in words. `href` leads to the interview, or is empty."""

    id: str
    when: str
    when_iso: str
    memo: str
    kind: str
    owed: str
    href: str
    amount: str
    balance: str
    comes_in: bool


def row_of(row: LedgerRow) -> Row:
    """A movement in words."""
    return Row(
        id=str(row.id),
        when=day_and_time(row.at),
        when_iso=row.at.isoformat(),
        memo=row.memo,
        kind=row.kind_words,
        owed=_owed(row.owed_cents),
        href=f"/interviews/{row.interview_id}" if row.interview_id else "",
        amount=signed_words(row.amount_cents),
        balance=money(row.balance_cents),
        comes_in=row.amount_cents > 0,
    )


def _owed(cents: int) -> str:
    if not cents:
        return ""
    return f"{money(cents)} more is owed" if cents > 0 else f"{money(-cents)} of what is owed paid"


class LedgerState(Table, rx.State):
    """A page of the ledger."""

    QUERY = Query
    NOTHING = "Nothing"

    rows: list[Row] = []
    csv_href: str = CSV

    refresh = refreshing(Permission.MANAGE_BILLING)
    find = finding(Permission.MANAGE_BILLING)
    narrow = narrowing(Permission.MANAGE_BILLING)

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for; nothing to those who may not see it."""
        if not actor.can(Permission.MANAGE_BILLING):
            blank(self)
            return None
        self._arrived()
        return await self._look(actor)

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def clear(self, _actor: Actor) -> Any:
        """Go to the address of the whole ledger."""
        return self._go(Query(payments=self._wanted().payments))

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
        since, until = query.bounds(clock.now())
        page = await ledger_page(
            session,
            actor,
            kind=query.kind,
            since=since,
            until=until,
            search=query.search,
            page=query.page,
        )
        self.csv_href = csv_address(query, clock.now())
        return page, [row_of(row) for row in page.rows]


def csv_address(query: Query, now: datetime) -> str:
    """Where the same part of the ledger is to be had as a file."""
    first, end = _days(query, now.date())
    given = {
        "kind": query.kind,
        "since": first.isoformat() if first else "",
        # There the last day is named.
        "until": (end - timedelta(days=1)).isoformat() if end else "",
        "search": query.search,
    }
    written = urlencode({name: value for name, value in given.items() if value})
    return f"{CSV}?{written}" if written else CSV
