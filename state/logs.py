"""The activity log, as the address says: filters, search and page; and its tail, live."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.activity import view
from app.activity.models import LogLevel
from app.activity.view import MOST_COUNTED, LogQuery
from app.core import clock
from app.core.database import reading
from app.core.numbers import LARGEST
from app.identity.permissions import Actor, Permission
from app.requisitions import listing as requisitions
from state.developers import FAILED, LOADING, READY, look_again, moment_words
from state.guard import member
from state.invite import zone_of
from state.paging import range_words
from state.periods import bounds, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.activity.view import LogView
    from app.core.paging import Page

HERE = "/settings/logs"
REFRESH = "refresh-logs"
FILTERS = ("level", "requisition", "application", "source", "since", "until")
PER_PAGE = 50
MAX_PAGE = MOST_COUNTED // PER_PAGE
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
_MAX_SEARCH = 120
_MOST_CHOICES = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default.

    `requisition` and `application` are numbers, `since` and `until` days, both included.
    """

    q: str = ""
    level: str = ""
    requisition: str = ""
    application: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything restricts the log."""
        return self != Query(page=self.page)

    def address(self, **changes: Any) -> str:
        """The address with something changed; any change but of the page leads to the first."""
        wanted = asdict(replace(self, **{"page": 1, **changes}))
        wanted["page"] = "" if wanted["page"] == 1 else wanted["page"]
        written = urlencode({name: value for name, value in wanted.items() if value})
        return f"{HERE}?{written}" if written else HERE


def query_of(parameters: Mapping[str, Any]) -> Query:
    """The query an address holds."""
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    level, source = given.get("level", ""), given.get("source", "")
    return Query(
        q=" ".join(given.get("q", "").split())[:_MAX_SEARCH],
        level=level if level in set(LogLevel) else "",
        requisition=_number(given.get("requisition", "")),
        application=_number(given.get("application", "")),
        source=source if source in SOURCES else "",
        since=day_of(given.get("since")),
        until=day_of(given.get("until")),
        page=min(int(_number(given.get("page", "")) or 1), MAX_PAGE),
    )


def _number(text: str) -> str:
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    return str(int(text)) if is_number and 1 <= int(text) <= LARGEST else ""


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


class LogsState(rx.State):
    """A page of the log, and the addresses of the neighbouring ones."""

    phase: str = LOADING
    rows: list[Row] = []
    requisitions: list[Choice] = []
    query: dict[str, str] = dict.fromkeys(("q", *FILTERS), "")
    filtered: bool = False
    sees_all: bool = False
    is_live: bool = False
    can_be_live: bool = False
    form_key: int = 0
    range_words: str = ""
    previous: str = ""
    following: str = ""

    _zone: str = ""
    _typed: str = ""
    _typed_number: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_logs(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for."""
        self._zone = zone_of(zone)[1]
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def refresh_logs(self, actor: Actor) -> Any:
        """Look again, as the browser does while the log is followed live."""
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def follow(self, actor: Actor, live: Any) -> Any:
        """Follow the log live, or stop doing so."""
        self.is_live = live is True
        return await self._read(actor) if self.is_live else None

    async def _read(self, actor: Actor) -> Any:
        query = query_of(self.router.url.query_parameters)
        start, end = bounds(query.since, query.until, zone_of(self._zone)[0])
        wanted = LogQuery(
            level=LogLevel(query.level) if query.level else None,
            requisition=int(query.requisition) if query.requisition else None,
            application=int(query.application) if query.application else None,
            start=start,
            end=end,
            search=query.q,
            source=query.source,
            page=query.page,
            per_page=PER_PAGE,
        )
        try:
            async with reading() as session:
                found = await view.listing(session, actor, wanted)
                choices = await _requisitions(session, actor)
        except SQLAlchemyError:
            log.exception("logs_not_loaded")
            self.phase = FAILED
            return None
        if not found.rows and query.page > 1:
            return rx.redirect(query.address(), replace=True)
        self._show(actor, query, found, choices)
        if self.is_live and self.can_be_live:
            return look_again(REFRESH, after_ms=EVERY_MS)
        return None

    def _show(
        self, actor: Actor, query: Query, found: Page[LogView], choices: list[Choice]
    ) -> None:
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.rows = [row_of(entry, now, zone) for entry in found.rows]
        if query.requisition and query.requisition not in {one.value for one in choices}:
            choices = [*choices, Choice(query.requisition, f"Requisition {query.requisition}")]
        self.requisitions = choices
        if (query.q, query.application) != (self._typed, self._typed_number):
            # The fields keep what is being typed; an address that says otherwise fills them anew.
            self._typed, self._typed_number = query.q, query.application
            self.form_key += 1
        self.query = {name: getattr(query, name) for name in ("q", *FILTERS)}
        self.filtered = query.is_filtered
        self.sees_all = actor.can(Permission.VIEW_ALL_LOGS)
        self.can_be_live = query.page == 1 and not query.until
        self.is_live = self.is_live and self.can_be_live
        more = " or more" if found.total >= MOST_COUNTED else ""
        self.range_words = range_words(
            page=found.page,
            per_page=found.per_page,
            shown=len(found.rows),
            total=f"{found.total:,}{more}",
            nothing="No entries",
        )
        has_next = found.page * found.per_page < found.total
        self.previous = query.address(page=found.page - 1) if found.page > 1 else ""
        self.following = query.address(page=found.page + 1) if has_next else ""
        self.phase = READY

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find_logs(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = self._typed = query_of({"q": search}).q
        if wanted == query.q:
            return None
        return rx.redirect(query.address(q=wanted), replace=True)

    @rx.event
    @member(Permission.VIEW)
    async def narrow_logs(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if name not in FILTERS or not isinstance(value, str):
            return None
        query = query_of(self.router.url.query_parameters)
        wanted = query_of({**asdict(query), "page": "1", name: value})
        if name == "application":
            self._typed_number = wanted.application
        return None if wanted == query else rx.redirect(wanted.address(), replace=True)


async def _requisitions(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The requisitions to choose from, by name: more than anyone wants to choose from are left."""
    found = await requisitions.listing(
        session, actor, sort="name", descending=False, per_page=_MOST_CHOICES
    )
    return [Choice(str(one.number), one.name) for one in found.rows]
