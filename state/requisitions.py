"""The table of requisitions, as its address says: search, filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications import counts
from app.core import clock
from app.core.paging import MOST_PER_PAGE, Wish
from app.identity.permissions import Actor, Permission
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions
from state import requisition_sync as syncing
from state import table_query
from state.developers import ago_words
from state.guard import member
from state.looking import look_again_soon
from state.requisition_sync import Sync
from state.table_query import a_number, kept, one_of
from state.tables import Choice, Part, Table, finding, narrowing, refreshing, with_chosen

if TYPE_CHECKING:
    from app.applications.counts import Counts
    from app.core.paging import Page
    from app.requisitions.values import RequisitionRow

HERE = "/requisitions"
REFRESH = "refresh-requisitions"
PER_PAGE = 50
SORTS = {"created": "createdAt", "name": "name", "synced": "lastSyncedAt", "active": "isActive"}
"""What the table is sorted by, as addresses and the service name it; the first is the default."""

_ACTIVE = {"1": True, "0": False}


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


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = HERE
    SORTS = SORTS
    ASCENDING = ("name",)

    active: str = kept(one_of(_ACTIVE))
    recruiter: str = kept(a_number)


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


class RequisitionsState(Table, rx.State):
    """A page of requisitions, and how their synchronisations stand."""

    QUERY = Query
    NOTHING = "No requisitions"

    rows: list[Row] = []
    recruiters: list[Choice] = []
    said: str = ""

    # The items of the queue that were under way when last looked, by requisition, and what came
    # of those that are over.
    _moving: dict[int, int] = {}
    _over: dict[int, Sync] = {}

    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)
    narrow = narrowing(Permission.VIEW)

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        self._over, self.said = {}, ""
        self._arrived()
        return await self._look(actor)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def sync(self, actor: Actor, number: Any) -> Any:
        """Have a requisition synchronised with Workday now, and follow it."""
        item = await syncing.order(actor, number)
        self._moving = {**self._moving, number: item}
        self._over = {one: sync for one, sync in self._over.items() if one != number}
        return await self._look(actor)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
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
        counted = await counts.of_requisitions(session, actor, [row.id for row in page.rows])
        syncs = await self._follow(session, actor, page)
        known = await recruiter_choices(session, actor)
        self.recruiters = with_chosen(known, query.recruiter, "Another recruiter")
        now = clock.now()
        return page, [
            row_of(row, counted[row.id], syncs.get(row.number, Sync()), now) for row in page.rows
        ]

    def _next(self) -> list[Any]:
        moving = any(row.syncing for row in self.get_value("rows"))
        return [look_again_soon(REFRESH)] if moving else []

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


async def recruiter_choices(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The recruiters to choose from, by name: more than anyone wants to choose from are left."""
    found = await recruiters.listing(session, actor, Wish(sort="name", per_page=MOST_PER_PAGE))
    return [Choice(str(one.number), one.name) for one in found.rows]
