"""The table of interviews, as its address says: search, filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import reading
from app.core.ids import parse_id
from app.identity.permissions import Actor, Permission
from app.interviews.listing import (
    MAX_PAGE,
    PER_PAGE,
    RECOMMENDATIONS,
    SORTS,
    InterviewPage,
    InterviewRow,
    list_interviews,
)
from app.interviews.models import InterviewStatus
from app.positions import service as positions
from state.guard import member
from state.moments import day, day_and_time
from state.paging import range_words
from state.rows import Bar, bars_of, depth_words, interval_words, score_words

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = "/interviews"
STATUSES = tuple(member.value for member in InterviewStatus)
REVIEWS = {"1": True, "0": False}
ORDERS = ("asc", "desc")
FLAGS = {"1": True}
FILTERS = ("status", "position", "says", "review", "human", "expiring")
LOADING, READY, FAILED = "loading", "ready", "failed"

_MAX_SEARCH = 120
_POSITION_PAGES = 6
_STATUS_TONES = {
    InterviewStatus.IN_PROGRESS: "accent",
    InterviewStatus.ABANDONED: "warn",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Row:
    """An interview in the table, in words."""

    href: str
    name: str
    position: str
    bars: list[Bar] = field(default_factory=list)
    depths: str = ""
    score: str = ""
    interval: str = ""
    says: str = ""
    status: str = ""
    status_tone: str = ""
    when: str = ""
    to_review: bool = False
    asks_for_human: bool = False
    invited: str = ""
    invited_iso: str = ""


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    search: str = ""
    status: str = ""
    position: str = ""
    says: str = ""
    review: str = ""
    human: str = ""
    expiring: str = ""
    sort: str = "created"
    order: str = "desc"
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether anything restricts the table."""
        return self != Query(sort=self.sort, order=self.order, page=self.page)

    def address(self, **changes: Any) -> str:
        """The address of this table with something changed; any change but of page goes to 1."""
        wanted = replace(self, **{"page": 1, **changes})
        query = {
            "q": wanted.search,
            "status": wanted.status,
            "position": wanted.position,
            "says": wanted.says,
            "review": wanted.review,
            "human": wanted.human,
            "expiring": wanted.expiring,
            "sort": "" if wanted.sort == "created" else wanted.sort,
            "order": "" if wanted.order == usual_order(wanted.sort) else wanted.order,
            "page": "" if wanted.page == 1 else str(wanted.page),
        }
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{HERE}?{written}" if written else HERE

    def sorted_by(self, sort: str) -> str:
        """The address of the same in that order, or in the reverse where it already is."""
        order = usual_order(sort)
        if sort == self.sort and order == self.order:
            order = ORDERS[1 - ORDERS.index(order)]
        return self.address(sort=sort, order=order)


def usual_order(sort: str) -> str:
    """Names ascend, all else descends."""
    return "asc" if sort == "name" else "desc"


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    sort, page = given.get("sort", ""), given.get("page", "")
    sort = sort if sort in SORTS else "created"
    position = parse_id(given.get("position"))
    return Query(
        search=_search(given.get("q", "")),
        status=_known(given.get("status"), STATUSES),
        position=str(position) if position else "",
        says=_known(given.get("says"), RECOMMENDATIONS),
        review=_known(given.get("review"), REVIEWS),
        human=_known(given.get("human"), FLAGS),
        expiring=_known(given.get("expiring"), FLAGS),
        sort=sort,
        order=_known(given.get("order"), ORDERS) or usual_order(sort),
        page=_page(page),
    )


def _known(value: object, offered: Any) -> str:
    return value if isinstance(value, str) and value in offered else ""


def _search(text: object) -> str:
    return " ".join(text.split())[:_MAX_SEARCH] if isinstance(text, str) else ""


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_PAGE))
    return min(max(int(text), 1), MAX_PAGE) if is_number else 1


def row_of(interview: InterviewRow) -> Row:
    """An interview in words."""
    return Row(
        href=f"{HERE}/{interview.id}",
        name=interview.candidate_name,
        position=interview.position_title,
        bars=bars_of(interview.depths),
        depths=depth_words(interview.depths),
        score=score_words(interview.score),
        interval=interval_words(interview.low, interview.high),
        says=interview.recommendation or "",
        status=interview.status_words,
        status_tone=_STATUS_TONES.get(interview.status, ""),
        when=_when(interview),
        to_review=interview.needs_review,
        asks_for_human=interview.asks_for_human,
        invited=day(interview.created_at),
        invited_iso=interview.created_at.isoformat(),
    )


def _when(interview: InterviewRow) -> str:
    """Since when, or until when, the status holds."""
    if interview.status is InterviewStatus.SCHEDULED:
        return f"until {day_and_time(interview.expires_at)}"
    if interview.status is InterviewStatus.EXPIRED:
        return day(interview.expires_at)
    return day(interview.ended_at) if interview.ended_at else ""


class InterviewsState(rx.State):
    """A page of interviews, and the addresses of the neighbouring ones."""

    phase: str = LOADING
    rows: list[Row] = []
    positions: list[Choice] = []
    search: str = ""
    status: str = ""
    position: str = ""
    says: str = ""
    review: str = ""
    human: str = ""
    expiring: str = ""
    sort: str = "created"
    direction: str = "descending"
    filtered: bool = False
    form_key: int = 0
    range_words: str = ""
    sorts: dict[str, str] = {}
    previous: str = ""
    following: str = ""

    _typed: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        query = query_of(self.router.url.query_parameters)
        try:
            async with reading() as session:
                page = await _found(session, actor, query)
                self.positions = await _positions(session, actor)
        except SQLAlchemyError:
            log.exception("interviews_not_loaded")
            self.phase = FAILED
            return None
        if not page.rows and page.page > 1:
            return rx.redirect(query.address(), replace=True)
        self._show(query, page)
        return None

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = self._typed = _search(search)
        if wanted == query.search:
            return None
        return rx.redirect(query.address(search=wanted), replace=True)

    @rx.event
    @member(Permission.VIEW)
    async def narrow(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if name not in FILTERS or not isinstance(value, str):
            return None
        query = query_of(self.router.url.query_parameters)
        wanted = query_of({"page": "1", **_parameters(query), name: value})
        return rx.redirect(wanted.address(), replace=True)

    def _show(self, query: Query, page: InterviewPage) -> None:
        self.rows = [row_of(row) for row in page.rows]
        self.range_words = range_words(
            page=page.page,
            per_page=page.per_page,
            shown=len(page.rows),
            total=page.total_words,
            nothing="No interviews",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.search, self.status, self.position = query.search, query.status, query.position
        self.says, self.review, self.sort = query.says, query.review, query.sort
        self.human, self.expiring = query.human, query.expiring
        self.direction = "ascending" if query.order == "asc" else "descending"
        self.filtered = query.filtered
        self.sorts = {name: query.sorted_by(name) for name in SORTS}
        self.previous = query.address(page=page.page - 1) if page.page > 1 else ""
        self.following = query.address(page=page.page + 1) if page.has_next else ""
        if query.position and query.position not in {one.value for one in self.positions}:
            self.positions = [*self.positions, Choice(query.position, "Another position")]
        self.phase = READY


def _parameters(query: Query) -> dict[str, str]:
    """The query as the parameters of an address."""
    return {
        "q": query.search,
        "status": query.status,
        "position": query.position,
        "says": query.says,
        "review": query.review,
        "human": query.human,
        "expiring": query.expiring,
        "sort": query.sort,
        "order": query.order,
    }


async def _found(session: AsyncSession, actor: Actor, query: Query) -> InterviewPage:
    return await list_interviews(
        session,
        actor,
        search=query.search,
        statuses=(query.status,) if query.status else (),
        position_id=query.position or None,
        recommendation=query.says or None,
        needs_review=REVIEWS.get(query.review),
        asks_for_human=query.human in FLAGS,
        expires_soon=query.expiring in FLAGS,
        sort=query.sort,
        order=query.order,
        page=query.page,
        per_page=PER_PAGE,
    )


async def _positions(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The positions to choose from, by title: more than anyone wants to choose from are left."""
    found: list[Choice] = []
    for number in range(1, _POSITION_PAGES + 1):
        page = await positions.listing(session, actor, sort="title", page=number)
        found += [Choice(str(row.id), row.title) for row in page.rows]
        if not page.has_next:
            break
    return found
