"""The table of positions, as its address says: filter, search, order and page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx

from app.core.database import reading
from app.identity.permissions import Actor, Permission
from app.interviews import counts as interview_counts
from app.interviews.counts import Counts
from app.positions import service as positions
from app.positions.models import PositionStatus
from app.positions.views import PositionRow
from state.guard import member
from state.paging import range_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

HERE = "/positions"
SORTS = ("updated", "title", "newest")
STATUSES = tuple(member.value for member in PositionStatus)
CONCEPTS_SHOWN = 3
_MAX_SEARCH = 120


@dataclass(frozen=True)
class Row:
    """A position in the table, in words."""

    id: str
    title: str
    seniority: str
    status: str
    concepts: str
    more_concepts: str
    interviews: str
    updated: str
    updated_iso: str


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    status: str = ""
    search: str = ""
    sort: str = SORTS[0]
    page: int = 1

    def address(self, **changes: Any) -> str:
        """The address of this table with something changed; any change but of page goes to 1."""
        values = {"status": self.status, "search": self.search, "sort": self.sort, **changes}
        page = changes.get("page", 1)
        query = {
            "status": values["status"],
            "q": values["search"],
            "sort": "" if values["sort"] == SORTS[0] else values["sort"],
            "page": "" if page == 1 else str(page),
        }
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{HERE}?{written}" if written else HERE


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    status, sort, page = (parameters.get(name, "") for name in ("status", "sort", "page"))
    return Query(
        status=status if status in STATUSES else "",
        search=" ".join(parameters.get("q", "").split())[:_MAX_SEARCH],
        sort=sort if sort in SORTS else SORTS[0],
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) <= len("400") else 1,
    )


def row_of(position: PositionRow, counts: Counts) -> Row:
    """A position in words."""
    more = len(position.concepts) - CONCEPTS_SHOWN
    return Row(
        id=str(position.id),
        title=position.title,
        seniority=position.seniority.value.capitalize(),
        status=position.status.value,
        concepts=", ".join(position.concepts[:CONCEPTS_SHOWN]) or "none yet",
        more_concepts=f"and {more} more" if more > 0 else "",
        interviews=interview_words(counts),
        updated=day(position.updated_at),
        updated_iso=position.updated_at.isoformat(),
    )


def interview_words(counts: Counts) -> str:
    """Such as "2 invited, 1 running, 12 done"."""
    parts = ((counts.invited, "invited"), (counts.running, "running"), (counts.done, "done"))
    return ", ".join(f"{number:,} {word}" for number, word in parts if number) or "none yet"


def day(moment: datetime) -> str:
    """Such as "5 Dec 2026"."""
    return f"{moment.day} {moment:%b %Y}"


class PositionsState(rx.State):
    """A page of positions, and the addresses of the neighbouring ones."""

    loaded: bool = False
    rows: list[Row] = []
    range_words: str = ""
    status: str = ""
    search: str = ""
    sort: str = SORTS[0]
    filtered: bool = False
    none_yet: bool = False
    form_key: int = 0
    tabs: dict[str, str] = {}
    sorts: dict[str, str] = {}
    previous: str = ""
    following: str = ""

    _typed: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        query = query_of(self.router.url.query_parameters)
        async with reading() as session:
            page = await positions.listing(
                session,
                actor,
                status=query.status,
                search=query.search,
                sort=query.sort,
                page=query.page,
            )
            counts = await interview_counts.by_position(
                session, actor, [row.id for row in page.rows]
            )
        if not page.rows and page.page > 1:
            return rx.redirect(query.address(), replace=True)
        self.rows = [row_of(row, counts[row.id]) for row in page.rows]
        self.range_words = range_words(
            page=page.page,
            per_page=page.per_page,
            shown=len(page.rows),
            total=f"{page.total:,}",
            nothing="No positions",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.status, self.search, self.sort = query.status, query.search, query.sort
        self.filtered = bool(query.status or query.search)
        self.none_yet = not (self.rows or self.filtered)
        self.tabs = {name: query.address(status=name) for name in ("", *STATUSES)}
        self.sorts = {name: query.address(sort=name) for name in SORTS}
        self.previous = query.address(page=page.page - 1) if page.page > 1 else ""
        self.following = query.address(page=page.page + 1) if page.has_next else ""
        self.loaded = True
        return None

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = " ".join(search.split())[:_MAX_SEARCH] if isinstance(search, str) else ""
        self._typed = wanted
        if wanted == query.search:
            return None
        return rx.redirect(query.address(search=wanted), replace=True)
