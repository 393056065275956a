"""The activity log, as the address says: filters, search and page; and its tail, live."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.activity import view
from app.activity.models import LogLevel
from app.activity.view import MOST_COUNTED, LogQuery
from app.core import clock
from app.identity.permissions import Actor, Permission
from app.requisitions import listing as requisitions
from state import table_query
from state.developers import look_again, moment_words
from state.guard import member
from state.invite import zone_of
from state.periods import bounds, day_of
from state.table_query import a_number, kept, one_of
from state.tables import (
    Choice,
    Part,
    Table,
    finding,
    narrowing,
    refreshing,
    showing,
    with_chosen,
)

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.activity.view import LogView

REFRESH = "refresh-logs"
PER_PAGE = 50
EVERY_MS = 2_000
MOST_EXTRA = 4_000
LEVELS = {
    LogLevel.DEBUG: ("Debug", ""),
    LogLevel.INFO: ("Info", "accent"),
    LogLevel.WARNING: ("Warning", "warn"),
    LogLevel.ERROR: ("Error", "bad"),
}
LEVEL_CHOICES = tuple((level.value, words) for level, (words, _) in LEVELS.items())
SOURCES = {
    "analysis": "Analysis",
    "applications": "Applications",
    "pipeline": "Pipeline",
    "queue": "Queue",
    "resumes": "Résumés",
    "workday": "Workday",
}
_MOST_CHOICES = 200


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for.

    `requisition` and `application` are numbers, `since` and `until` days, both included.
    """

    HERE = "/settings/logs"
    LAST_PAGE = MOST_COUNTED // PER_PAGE

    level: str = kept(one_of(set(LogLevel)))
    requisition: str = kept(a_number)
    application: str = kept(a_number)
    source: str = kept(one_of(SOURCES))
    since: str = kept(day_of)
    until: str = kept(day_of)

    def asked(self, zone: tzinfo) -> LogQuery:
        """The same as the service is asked."""
        start, end = bounds(self.since, self.until, zone)
        return LogQuery(
            level=LogLevel(self.level) if self.level else None,
            requisition=int(self.requisition) if self.requisition else None,
            application=int(self.application) if self.application else None,
            start=start,
            end=end,
            search=self.search,
            source=self.source,
            page=self.page,
            per_page=PER_PAGE,
        )


@dataclass(frozen=True)
class Row:
    """An entry in words. `extra` is JSON to be unfolded, or empty."""

    id: str
    when: str
    when_iso: str
    level: str
    tone: str
    message: str
    source: str
    requisition: str
    requisition_href: str
    application: str
    application_href: str
    extra: str


def row_of(entry: LogView, now: datetime, zone: tzinfo) -> Row:
    """An entry in words."""
    level, tone = LEVELS[entry.level]
    requisition, application = entry.requisition_number, entry.application_number
    local = entry.created_at.astimezone(zone)
    return Row(
        id=str(entry.id),
        when=f"{moment_words(entry.created_at, now, zone)}:{local:%S}",
        when_iso=entry.created_at.isoformat(),
        level=level,
        tone=tone,
        message=entry.message,
        source=SOURCES.get(entry.source, entry.source),
        requisition=entry.requisition_name or "",
        requisition_href=f"/requisitions/{requisition}" if requisition else "",
        application=f"Application {application}" if application else "",
        application_href=f"/applications/{application}" if application else "",
        extra=extra_words(entry.extra),
    )


def extra_words(extra: dict[str, Any]) -> str:
    """What else an entry says, to be read; not without end."""
    if not extra:
        return ""
    words = json.dumps(extra, ensure_ascii=False, indent=2, default=str)
    return words if len(words) <= MOST_EXTRA else f"{words[:MOST_EXTRA]}\n…"


class LogsState(Table, rx.State):
    """A page of the log, and whether it is followed live."""

    QUERY = Query
    NOTHING = "No entries"
    TYPED = ("search", "application")

    rows: list[Row] = []
    requisitions: list[Choice] = []
    sees_all: bool = False
    is_live: bool = False
    can_be_live: bool = False

    show = showing(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)
    narrow = narrowing(Permission.VIEW)

    @rx.event
    @member(Permission.VIEW)
    async def follow(self, actor: Actor, live: Any) -> Any:
        """Follow the log live, or stop doing so."""
        self.is_live = live is True
        return await self._look(actor) if self.is_live else None

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
        zone, now = zone_of(self._zone)[0], clock.now()
        page = await view.listing(session, actor, query.asked(zone))
        known, words = await _requisitions(session, actor), f"Requisition {query.requisition}"
        self.requisitions = with_chosen(known, query.requisition, words)
        self.sees_all = actor.can(Permission.VIEW_ALL_LOGS)
        self.can_be_live = query.page == 1 and not query.until
        self.is_live = self.is_live and self.can_be_live
        return page, [row_of(entry, now, zone) for entry in page.rows]

    def _next(self) -> list[Any]:
        return [look_again(REFRESH, after_ms=EVERY_MS)] if self.is_live else []


async def _requisitions(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The requisitions to choose from, by name: more than anyone wants to choose from are left."""
    found = await requisitions.listing(
        session, actor, sort="name", descending=False, per_page=_MOST_CHOICES
    )
    return [Choice(str(one.number), one.name) for one in found.rows]
