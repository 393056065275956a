"""The table of applications, of all requisitions or of one, as its address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications import listing
from app.core.database import reading
from app.core.errors import NotFoundError
from app.identity.permissions import Actor, Permission
from app.interviews import of_applications
from app.requisitions import service as requisitions
from app.resumes import marks
from state.application_lines import HERE, SORTS, Line, Query, line_of, number_in, query_of, searched
from state.guard import member
from state.looking import look_again_soon
from state.paging import range_words

if TYPE_CHECKING:
    from app.applications.values import ApplicationRow
    from app.core.paging import Page

LOADING, READY, FAILED = "loading", "ready", "failed"
REFRESH = "refresh-applications"
FILTERS = {"requisition": "requisition", "status": "status", "first": "from", "last": "to"}
"""What narrows the table, as its handler and as addresses name it."""

PER_PAGE = 50
_MOST_REQUISITIONS = 100

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


class ApplicationsState(rx.State):
    """A page of applications, and those of them that are chosen."""

    phase: str = LOADING
    rows: list[Line] = []
    requisitions: list[Choice] = []
    search: str = ""
    requisition: str = ""
    status: str = ""
    first: str = ""
    last: str = ""
    sort: str = "created"
    direction: str = "descending"
    filtered: bool = False
    wrong_days: bool = False
    form_key: int = 0
    range_words: str = ""
    everything: str = HERE
    sorts: dict[str, str] = {}
    previous: str = ""
    following: str = ""
    chosen: list[int] = []
    choice_key: int = 0

    _typed: str = ""
    # What was asked for last; the address follows it a moment later.
    _wanted: Query = Query()

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        query = self._wanted = self._query()
        if query.base != self.everything:
            self.phase, self.rows = LOADING, []
        shown = {row.number for row in self.get_value("rows")}
        events = await self._read(actor, query)
        if shown != {row.number for row in self.get_value("rows")}:
            self._choose_none()
        return events

    @rx.event
    @member(Permission.VIEW)
    async def refresh(self, actor: Actor) -> Any:
        """Look again, as the browser does while something is on its way."""
        return await self._read(actor, self._query())

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        wanted = self._typed = searched(search)
        if wanted == self._wanted.search:
            return None
        return self._go(self._wanted.parameters | {"q": wanted})

    @rx.event
    @member(Permission.VIEW)
    async def narrow(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if not isinstance(name, str) or name not in FILTERS or not isinstance(value, str):
            return None
        return self._go(self._wanted.parameters | {FILTERS[name]: value})

    @rx.event
    @member(Permission.VIEW)
    async def choose(self, _actor: Actor, number: Any) -> Any:
        """Choose an application of the page, or no longer."""
        if number in self.chosen:
            self.chosen = [one for one in self.chosen if one != number]
        elif any(row.number == number for row in self.get_value("rows")):
            self.chosen = [*self.chosen, number]

    @rx.event
    @member(Permission.VIEW)
    async def choose_all(self, _actor: Actor) -> Any:
        """Choose every application of the page, or none where all are chosen."""
        every = [row.number for row in self.get_value("rows")]
        self.choice_key += 1
        self.chosen = [] if len(self.chosen) == len(every) else every

    @rx.event
    @member(Permission.VIEW)
    async def choose_none(self, _actor: Actor) -> Any:
        """Choose none."""
        self._choose_none()

    def _choose_none(self) -> None:
        self.chosen = []
        self.choice_key += 1

    def _go(self, parameters: dict[str, str]) -> Any:
        self._wanted = query_of(parameters, self._wanted.base)
        return rx.redirect(self._wanted.address(), replace=True)

    def _query(self) -> Query:
        """What the address asks for; on a requisition's page, of that requisition."""
        path = self.router.url.path.rstrip("/")
        return query_of(self.router.url.query_parameters, path or HERE)

    async def _read(self, actor: Actor, query: Query) -> Any:
        of_one = query.base != HERE
        number = number_in(query.base.rpartition("/")[2]) if of_one else query.requisition
        if of_one and not number:
            return None
        try:
            async with reading() as session:
                page = await listing.listing(
                    session,
                    actor,
                    requisition=int(number) if number else None,
                    statuses=query.statuses,
                    search=query.search,
                    since=query.since,
                    until=query.until,
                    sort=SORTS[query.sort],
                    descending=query.order == "desc",
                    page=query.page,
                    per_page=PER_PAGE,
                )
                lines = await _lines(session, actor, page)
                if not of_one:
                    self.requisitions = await _choices(session, actor, query.requisition)
        except SQLAlchemyError:
            log.exception("applications_not_loaded")
            self.phase = FAILED
            return None
        if not lines and page.page > 1:
            return rx.redirect(query.address(), replace=True)
        self._show(query, page, lines)
        return look_again_soon(REFRESH) if any(line.moving for line in lines) else None

    def _show(self, query: Query, page: Page[ApplicationRow], lines: list[Line]) -> None:
        self.rows = lines
        self.range_words = range_words(
            page=page.page,
            per_page=page.per_page,
            shown=len(lines),
            total=f"{page.total:,}",
            nothing="No applications",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.search, self.requisition, self.status = query.search, query.requisition, query.status
        self.first, self.last, self.sort = query.first, query.last, query.sort
        self.wrong_days = bool(query.first and query.last and query.first > query.last)
        self.direction = "ascending" if query.order == "asc" else "descending"
        self.filtered, self.everything = query.is_filtered, query.base
        self.sorts = {name: query.sorted_by(name) for name in SORTS}
        self.previous = query.address(page=page.page - 1) if page.page > 1 else ""
        has_next = page.page * page.per_page < page.total
        self.following = query.address(page=page.page + 1) if has_next else ""
        here = {line.number for line in lines}
        self.chosen = [one for one in self.chosen if one in here]
        self.phase = READY


async def _lines(session: AsyncSession, actor: Actor, page: Page[ApplicationRow]) -> list[Line]:
    held = await of_applications.newest(
        session, actor, [row.id for row in page.rows if row.has_interview]
    )
    hiding = await marks.with_hidden_text(
        session, actor, [row.id for row in page.rows if row.has_resume]
    )
    return [line_of(row, held.get(row.id), hidden_text=row.id in hiding) for row in page.rows]


async def _choices(session: AsyncSession, actor: Actor, chosen: str) -> list[Choice]:
    """The requisitions to choose from, by name: more than anyone wants to choose from are left."""
    page = await requisitions.listing(
        session, actor, sort="name", descending=False, per_page=_MOST_REQUISITIONS
    )
    found = [Choice(str(row.number), row.name) for row in page.rows]
    if chosen and chosen not in {one.value for one in found}:
        try:
            name = (await requisitions.get(session, actor, int(chosen))).name
        except NotFoundError:
            name = "No such requisition"
        found.append(Choice(chosen, name))
    return found
