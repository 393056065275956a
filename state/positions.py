"""The table of positions, as its address says: filter, search, order and page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.permissions import Actor, Permission
from app.interviews import counts as interview_counts
from app.interviews.counts import Counts
from app.positions import service as positions
from app.positions.models import PositionStatus
from app.positions.views import PositionRow
from state import table_query
from state.table_query import kept, one_of
from state.tables import Part, Table, finding, loading, refreshing

if TYPE_CHECKING:
    from datetime import datetime

HERE = "/positions"
SORTS = ("updated", "title", "newest")
STATUSES = tuple(member.value for member in PositionStatus)
CONCEPTS_SHOWN = 3


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


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = HERE
    SORTS = SORTS
    ASCENDING = ("title",)
    IN_REVERSE = False
    LAST_PAGE = 999

    status: str = kept(one_of(STATUSES))


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


class PositionsState(Table, rx.State):
    """A page of positions, and the addresses of those of each status."""

    QUERY = Query
    NOTHING = "No positions"

    rows: list[Row] = []
    none_yet: bool = False
    tabs: dict[str, str] = {}

    load = loading(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
        page = await positions.listing(
            session,
            actor,
            status=query.status,
            search=query.search,
            sort=query.sort,
            page=query.page,
        )
        counts = await interview_counts.by_position(session, actor, [row.id for row in page.rows])
        self.none_yet = not (page.total or query.is_filtered)
        self.tabs = {name: query.address(status=name) for name in ("", *STATUSES)}
        return page, [row_of(row, counts[row.id]) for row in page.rows]
