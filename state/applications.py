"""The table of applications, of all requisitions or of one, as its address says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications import listing
from app.core.errors import NotFoundError
from app.core.numbers import number_in
from app.core.paging import Page
from app.identity.permissions import Actor, Permission
from app.interviews import of_applications
from app.requisitions import service as requisitions
from app.resumes import marks
from state.application_lines import HERE, SORTS, Line, Query, line_of, query_of
from state.guard import member
from state.looking import look_again_soon
from state.tables import LOADING, Choice, Part, Table, finding, refreshing

if TYPE_CHECKING:
    from app.applications.values import ApplicationRow

REFRESH = "refresh-applications"
FILTERS = {"requisition": "requisition", "status": "status", "first": "from", "last": "to"}
"""What narrows the table, as its handler and as addresses name it."""

PER_PAGE = 50
_MOST_REQUISITIONS = 100


class ApplicationsState(Table, rx.State):
    """A page of applications, and those of them that are chosen."""

    NOTHING = "No applications"

    rows: list[Line] = []
    requisitions: list[Choice] = []
    search: str = ""
    requisition: str = ""
    status: str = ""
    first: str = ""
    last: str = ""
    wrong_days: bool = False
    everything: str = HERE
    chosen: list[int] = []
    choice_key: int = 0

    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        self._arrived()
        if self._query().base != self.everything:
            self.phase, self.rows = LOADING, []
        shown = {row.number for row in self.get_value("rows")}
        events = await self._look(actor)
        if shown != {row.number for row in self.get_value("rows")}:
            self._choose_none()
        return events

    @rx.event
    @member(Permission.VIEW)
    async def narrow(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if not isinstance(name, str) or name not in FILTERS or not isinstance(value, str):
            return None
        wanted = self._wanted()
        return self._go(query_of(wanted.parameters | {FILTERS[name]: value}, wanted.base))

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

    def _query(self) -> Query:
        """What the address asks for; on a requisition's page, of that requisition."""
        path = self.router.url.path.rstrip("/")
        return query_of(self.router.url.query_parameters, path or HERE)

    async def _read(self, actor: Actor, _query: Query) -> list[Any]:
        return await self._look(actor)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Line]]:
        of_one = query.base != HERE
        number = number_in(query.base.rpartition("/")[2]) if of_one else query.requisition
        if of_one and not number:
            return Page((), 0, 1, PER_PAGE), []
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
        if not of_one:
            self.requisitions = await _choices(session, actor, query.requisition)
        return page, await _lines(session, actor, page)

    def _show(self, query: Query) -> None:
        self.search, self.requisition, self.status = query.search, query.requisition, query.status
        self.first, self.last, self.everything = query.first, query.last, query.base
        self.wrong_days = bool(query.first and query.last and query.first > query.last)
        here = {line.number for line in self.get_value("rows")}
        self.chosen = [one for one in self.chosen if one in here]
        self._tell(query, {"search": query.search}, SORTS)

    def _next(self) -> list[Any]:
        moving = any(line.moving for line in self.get_value("rows"))
        return [look_again_soon(REFRESH)] if moving else []


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
