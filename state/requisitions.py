"""The table of requisitions, as its address says: search, filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications import counts
from app.core import clock
from app.core.database import reading
from app.core.paging import MOST_PER_PAGE, Wish
from app.identity.permissions import Actor, Permission
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions
from state import requisition_sync as syncing
from state.application_lines import number_in, page_in, searched
from state.developers import ago_words
from state.guard import member
from state.looking import look_again_soon
from state.paging import range_words
from state.requisition_sync import Sync

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.applications.counts import Counts
    from app.core.paging import Page
    from app.requisitions.values import RequisitionRow

HERE = "/requisitions"
LOADING, READY, FAILED = "loading", "ready", "failed"
REFRESH = "refresh-requisitions"
PER_PAGE = 50
ORDERS = ("asc", "desc")
SORTS = {"created": "createdAt", "name": "name", "synced": "lastSyncedAt", "active": "isActive"}
"""What the table is sorted by, as addresses and the service name it; the first is the default."""

FILTERS = ("active", "recruiter")
_ACTIVE = {"1": True, "0": False}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


@dataclass(frozen=True)
class Row:
    """A requisition in the table, in words."""

    number: int
    href: str
    name: str
    under: str = ""
    recruiter: str = ""
    applications: str = ""
    pending: str = ""
    active: bool = True
    automatic: bool = False
    synced: str = ""
    synced_iso: str = ""
    can_sync: bool = False
    syncing: bool = False
    sync_words: str = ""
    sync_tone: str = ""


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    search: str = ""
    active: str = ""
    recruiter: str = ""
    sort: str = "created"
    order: str = "desc"
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything restricts the table."""
        return bool(self.search or self.active or self.recruiter)

    def address(self, **changes: Any) -> str:
        """The address of this table with something changed; any change but of page goes to 1."""
        wanted = replace(self, **{"page": 1, **changes})
        query = {
            "q": wanted.search,
            "active": wanted.active,
            "recruiter": wanted.recruiter,
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
    sort, order = given.get("sort", ""), given.get("order", "")
    sort = sort if sort in SORTS else "created"
    active = given.get("active", "")
    return Query(
        search=searched(given.get("q", "")),
        active=active if active in _ACTIVE else "",
        recruiter=number_in(given.get("recruiter", "")),
        sort=sort,
        order=order if order in ORDERS else usual_order(sort),
        page=page_in(given.get("page", "")),
    )


def row_of(row: RequisitionRow, count: Counts, sync: Sync, now: datetime) -> Row:
    """A requisition in words."""
    return Row(
        number=row.number,
        href=f"{HERE}/{row.number}",
        name=row.name,
        under=" · ".join(part for part in (row.external_id, row.location) if part),
        recruiter=row.recruiter_name or "",
        applications=f"{count.total:,}",
        pending=f"{count.pending:,}",
        active=row.is_active,
        automatic=row.auto_send_interview,
        synced=ago_words(row.last_synced_at, now, UTC) if row.external_id else "",
        synced_iso=row.last_synced_at.isoformat() if row.last_synced_at else "",
        can_sync=row.external_id is not None,
        syncing=sync.moving,
        sync_words=sync.words,
        sync_tone=sync.tone,
    )


class RequisitionsState(rx.State):
    """A page of requisitions, and the addresses of the neighbouring ones."""

    phase: str = LOADING
    rows: list[Row] = []
    recruiters: list[Choice] = []
    search: str = ""
    active: str = ""
    recruiter: str = ""
    sort: str = "created"
    direction: str = "descending"
    filtered: bool = False
    form_key: int = 0
    range_words: str = ""
    sorts: dict[str, str] = {}
    previous: str = ""
    following: str = ""
    said: str = ""

    _typed: str = ""
    _wanted: Query = Query()
    # The items of the queue that were under way when last looked, by requisition, and what came
    # of those that are over.
    _moving: dict[int, int] = {}
    _over: dict[int, Sync] = {}

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        self._wanted = query_of(self.router.url.query_parameters)
        self._over, self.said = {}, ""
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def refresh(self, actor: Actor) -> Any:
        """Look again, as the browser does while something is on its way."""
        return await self._read(actor)

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        wanted = self._typed = searched(search)
        if wanted == self._wanted.search:
            return None
        self._wanted = replace(self._wanted, search=wanted, page=1)
        return rx.redirect(self._wanted.address(), replace=True)

    @rx.event
    @member(Permission.VIEW)
    async def narrow(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if name not in FILTERS or not isinstance(value, str):
            return None
        wanted = self._wanted
        held = {"q": wanted.search, "active": wanted.active, "recruiter": wanted.recruiter}
        self._wanted = query_of({**held, "sort": wanted.sort, "order": wanted.order, name: value})
        return rx.redirect(self._wanted.address(), replace=True)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def sync(self, actor: Actor, number: Any) -> Any:
        """Have a requisition synchronised with Workday now, and follow it."""
        item = await syncing.order(actor, number)
        self._moving = {**self._moving, number: item}
        self._over = {one: sync for one, sync in self._over.items() if one != number}
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = self._wanted
        try:
            async with reading() as session:
                page = await requisitions.listing(
                    session,
                    actor,
                    search=query.search,
                    recruiter=int(query.recruiter) if query.recruiter else None,
                    is_active=_ACTIVE.get(query.active),
                    sort=SORTS[query.sort],
                    descending=query.order == "desc",
                    page=query.page,
                    per_page=PER_PAGE,
                )
                counted = await counts.of_requisitions(
                    session, actor, [row.id for row in page.rows]
                )
                syncs = await self._follow(session, actor, page)
                self.recruiters = await recruiter_choices(session, actor)
        except SQLAlchemyError:
            log.exception("requisitions_not_loaded")
            self.phase = FAILED
            return None
        if not page.rows and page.page > 1:
            return rx.redirect(query.address(), replace=True)
        now = clock.now()
        rows = [
            row_of(row, counted[row.id], syncs.get(row.number, Sync()), now) for row in page.rows
        ]
        self._show(query, page, rows)
        return look_again_soon(REFRESH) if any(row.syncing for row in rows) else None

    async def _follow(
        self, session: AsyncSession, actor: Actor, page: Page[RequisitionRow]
    ) -> dict[int, Sync]:
        """Where the synchronisations of the page stand, and a word on those that are over now."""
        known = [row for row in page.rows if row.external_id]
        found = await syncing.under_way(session, actor, [row.id for row in known])
        now = {row.number: found[row.id] for row in known if row.id in found}
        names = {row.number: row.name for row in known}
        over = dict(self._over)
        for number, item in dict(self._moving).items():
            if number in names and number not in now:
                over[number] = await syncing.outcome(session, actor, item)
                self.said = f"{names[number]}: {over[number].words}"
        self._over = over
        self._moving = {number: one.item for number, one in now.items() if one.moving}
        return over | now

    def _show(self, query: Query, page: Page[RequisitionRow], rows: list[Row]) -> None:
        self.rows = rows
        self.range_words = range_words(
            page=page.page,
            per_page=page.per_page,
            shown=len(rows),
            total=f"{page.total:,}",
            nothing="No requisitions",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.search, self.active, self.recruiter = query.search, query.active, query.recruiter
        self.sort = query.sort
        self.direction = "ascending" if query.order == "asc" else "descending"
        self.filtered = query.is_filtered
        self.sorts = {name: query.sorted_by(name) for name in SORTS}
        self.previous = query.address(page=page.page - 1) if page.page > 1 else ""
        has_next = page.page * page.per_page < page.total
        self.following = query.address(page=page.page + 1) if has_next else ""
        if query.recruiter and query.recruiter not in {one.value for one in self.recruiters}:
            self.recruiters = [*self.recruiters, Choice(query.recruiter, "Another recruiter")]
        self.phase = READY


async def recruiter_choices(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The recruiters to choose from, by name: more than anyone wants to choose from are left."""
    found = await recruiters.listing(session, actor, Wish(sort="name", per_page=MOST_PER_PAGE))
    return [Choice(str(one.number), one.name) for one in found.rows]
