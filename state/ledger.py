"""The ledger of the wallet, as the address says: search, kind, period and page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.billing.models import TransactionKind
from app.billing.prices import money
from app.billing.statement import MAX_PAGE, LedgerPage, LedgerRow, ledger_page
from app.core import clock
from app.core.database import reading
from app.identity.permissions import Actor, Permission
from state.guard import blank, member
from state.moments import day_and_time
from state.money import signed_words
from state.paging import range_words

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = "/settings/billing"
CSV = "/files/ledger.csv"
LOADING, READY, FAILED = "loading", "ready", "failed"
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
FILTERS = ("kind", "period", "since", "until")
MAX_PAYMENTS_PAGE = 400
_MAX_SEARCH = 120

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default.

    `since` and `until` are days, both included, and only for the period `days`. `payments` is the
    page of the table of payments, which stands beside the ledger.
    """

    search: str = ""
    kind: str = ""
    period: str = ""
    since: str = ""
    until: str = ""
    page: int = 1
    payments: int = 1

    @property
    def filtered(self) -> bool:
        """Whether anything restricts the table."""
        return self != Query(page=self.page, payments=self.payments)

    @property
    def parameters(self) -> dict[str, str]:
        """The query as the parameters of an address, without those at their default."""
        written = {
            "q": self.search,
            "kind": self.kind,
            "period": self.period,
            "since": self.since,
            "until": self.until,
            "page": "" if self.page == 1 else str(self.page),
            "payments": "" if self.payments == 1 else str(self.payments),
        }
        return {name: value for name, value in written.items() if value}

    def address(self, **changes: Any) -> str:
        """The address with something changed.

        Any change but of one of the pages leads to the first page of the ledger.
        """
        page = self.page if "payments" in changes else 1
        wanted = replace(self, **{"page": page, **changes}).parameters
        place = "payments" if "payments" in changes else "ledger"
        return f"{HERE}?{urlencode(wanted)}#{place}" if wanted else f"{HERE}#{place}"

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The moments from which and before which the period lasts."""
        first, end = _days(self, now.date())
        return (_midnight(first) if first else None, _midnight(end) if end else None)


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    kind, period = given.get("kind", ""), given.get("period", "")
    return Query(
        search=_search(given.get("q", "")),
        kind=kind if kind in KINDS else "",
        period=period if period in PERIODS else "",
        since=_day(given.get("since", "")) if period == DAYS else "",
        until=_day(given.get("until", "")) if period == DAYS else "",
        page=_page(given.get("page", ""), MAX_PAGE),
        payments=_page(given.get("payments", ""), MAX_PAYMENTS_PAGE),
    )


def _page(text: str, most: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return min(max(int(text), 1), most) if is_number else 1


def _search(text: object) -> str:
    return " ".join(text.split())[:_MAX_SEARCH] if isinstance(text, str) else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


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


class LedgerState(rx.State):
    """A page of the ledger, and the addresses of the neighbouring ones."""

    phase: str = LOADING
    rows: list[Row] = []
    search: str = ""
    kind: str = ""
    period: str = ""
    days: dict[str, str] = {"since": "", "until": ""}
    filtered: bool = False
    form_key: int = 0
    range_words: str = ""
    previous: str = ""
    following: str = ""
    csv_href: str = CSV

    _typed: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for; nothing to those who may not see it."""
        if not actor.can(Permission.MANAGE_BILLING):
            blank(self)
            return None
        query = query_of(self.router.url.query_parameters)
        since, until = query.bounds(clock.now())
        try:
            async with reading() as session:
                found = await ledger_page(
                    session,
                    actor,
                    kind=query.kind,
                    since=since,
                    until=until,
                    search=query.search,
                    page=query.page,
                )
        except SQLAlchemyError:
            log.exception("ledger_not_loaded")
            self.phase = FAILED
            return None
        if not found.rows and found.page > 1:
            return rx.redirect(query.address(), replace=True)
        self._show(query, found)
        return None

    @rx.event(supersedes=True)
    @member(Permission.MANAGE_BILLING)
    async def find(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = self._typed = _search(search)
        if wanted == query.search:
            return None
        return rx.redirect(query.address(search=wanted), replace=True)

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def narrow(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if name not in FILTERS or not isinstance(value, str):
            return None
        query = query_of(self.router.url.query_parameters)
        wanted = query_of({**query.parameters, "page": "", name: value})
        return rx.redirect(wanted.address(), replace=True)

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def clear(self, _actor: Actor) -> Any:
        """Go to the address of the whole ledger."""
        query = query_of(self.router.url.query_parameters)
        return rx.redirect(Query(payments=query.payments).address(), replace=True)

    def _show(self, query: Query, found: LedgerPage) -> None:
        self.rows = [row_of(row) for row in found.rows]
        self.range_words = range_words(
            page=found.page,
            per_page=found.per_page,
            shown=len(found.rows),
            total=found.total_words,
            nothing="Nothing",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.search, self.kind, self.period = query.search, query.kind, query.period
        self.days = {"since": query.since, "until": query.until}
        self.filtered = query.filtered
        self.previous = query.address(page=found.page - 1) if found.page > 1 else ""
        self.following = query.address(page=found.page + 1) if found.has_next else ""
        self.csv_href = csv_address(query, clock.now())
        self.phase = READY


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
