"""Tables whose address is the query: what the states of their screens have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import reading
from app.identity.permissions import Actor, Permission
from state.guard import blank, member
from state.invite import zone_of
from state.paging import range_words
from state.table_query import Query, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOADING, READY, REFUSED, FAILED = "loading", "ready", "refused", "failed"

_MOST_COMING = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


def with_chosen(choices: list[Choice], chosen: str, otherwise: str) -> list[Choice]:
    """The choices, with the one that is chosen where it is not among them."""
    if not chosen or chosen in {one.value for one in choices}:
        return choices
    return [*choices, Choice(chosen, otherwise)]


class Part(Protocol):
    """A page of rows, as services give it."""

    @property
    def rows(self) -> Sequence[Any]:
        """What is on it."""

    @property
    def page(self) -> int:
        """Which one it is, from 1."""

    @property
    def per_page(self) -> int:
        """How many rows a full one has."""

    @property
    def total_words(self) -> str:
        """How many rows there are on all pages together."""

    @property
    def has_next(self) -> bool:
        """Whether another one follows."""


class Table(rx.State, mixin=True):
    """A page of a table, and the addresses of the neighbouring ones.

    A state that has it says what it asks for (QUERY), reads a page (`_found`), and names the
    handlers of its own: `load`, `refresh`, `find` and `narrow`, made by the functions below with
    the permission they need.
    """

    QUERY: ClassVar[type[Query]]
    NOTHING: ClassVar[str]
    TYPED: ClassVar[tuple[str, ...]] = ("search",)
    """What is typed, and not chosen: `search`, and filters."""

    phase: str = LOADING
    rows: list[Any] = []
    query: dict[str, str] = {}
    filtered: bool = False
    form_key: int = 0
    range_words: str = ""
    sort: str = ""
    direction: str = ""
    sorts: dict[str, str] = {}
    previous: str = ""
    following: str = ""

    _zone: str = ""
    _typed: dict[str, str] = {}
    # Where the browser was sent and is not yet. A filter that is chosen meanwhile comes on top of
    # the last of them; the address would not know of it.
    _coming: tuple[Any, ...] = ()

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Any
    ) -> tuple[Part, list[Any]]:
        """The page that the query asks for, and its rows in words."""
        raise NotImplementedError

    def _next(self) -> list[Any]:
        """What the browser does once the page is shown, such as looking again soon."""
        return []

    def _query(self) -> Any:
        """What the address asks for."""
        return self.QUERY.of(self.router.url.query_parameters)

    def _wanted(self) -> Any:
        """What was asked for last."""
        return self._coming[-1] if self._coming else self._query()

    def _go(self, query: Any) -> Any:
        """Go to the address of that query."""
        self._coming = (*self._coming, query)[-_MOST_COMING:]
        return rx.redirect(query.address(), replace=True)

    def _arrived(self) -> None:
        """Note that the browser is where its address says."""
        coming, query = self._coming, self._query()
        self._coming = coming[coming.index(query) + 1 :] if query in coming else ()

    async def _look(self, actor: Actor) -> list[Any]:
        """Show what the address asks for."""
        query = self._query()
        try:
            async with reading() as session:
                page, rows = await self._found(session, actor, query)
        except SQLAlchemyError:
            log.exception("table_not_loaded", path=self.router.url.path)
            self.phase = FAILED
            return []
        if not rows and page.page > 1:
            return [rx.redirect(query.address(), replace=True)]
        self.rows = rows
        self._show(query)
        self.range_words = range_words(
            page=page.page,
            per_page=page.per_page,
            shown=len(page.rows),
            total=page.total_words,
            nothing=self.NOTHING,
        )
        self.previous = query.address(page=page.page - 1) if page.page > 1 else ""
        self.following = query.address(page=page.page + 1) if page.has_next else ""
        return self._next()

    def _show(self, query: Any) -> None:
        """Show what was asked for, beside the rows."""
        self._tell(query, {"search": query.search, **query.filters}, query.SORTS)

    def _tell(self, query: Any, held: dict[str, str], sorts: Iterable[str]) -> None:
        typed = {name: held[name] for name in self.TYPED}
        if not self._coming and typed != self._typed:
            # The fields keep what is being typed; an address that says otherwise fills them anew.
            self._typed = typed
            self.form_key += 1
        self.query, self.filtered, self.sort = held, query.is_filtered, query.sort
        self.direction = "ascending" if query.order == "asc" else "descending"
        self.sorts = {name: query.sorted_by(name) for name in sorts}
        self.phase = READY

    def _find(self, search: object) -> Any:
        wanted = self._wanted()
        found = words(search) if isinstance(search, str) else ""
        self._typed = {**self._typed, "search": found}
        return None if found == wanted.search else self._go(replace(wanted, search=found, page=1))

    def _narrow(self, name: object, value: object) -> Any:
        wanted = self._wanted()
        if not isinstance(name, str) or name not in wanted.filters or not isinstance(value, str):
            return None
        narrowed = wanted.narrowed(name, value)
        if name in self.TYPED:
            self._typed = {**self._typed, name: narrowed.filters[name]}
        return self._go(narrowed)


def loading(permission: Permission) -> Any:
    """The handler of a table whose page has been opened, or whose address has changed."""

    @rx.event
    @member(permission)
    async def load(self: Any, actor: Actor) -> Any:
        """Show what the address asks for."""
        self._arrived()
        return await self._look(actor)

    return load


def showing(permission: Permission, *, to: Permission | None = None) -> Any:
    """The same where times are told in the zone of the browser, which calls it with that.

    Who has the permission and not the one it is shown `to` is told so on the page.
    """

    @rx.event
    @member(permission)
    async def show(self: Any, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for, in that time zone."""
        if to and not actor.can(to):
            blank(self)
            self.phase = REFUSED
            return None
        self._zone = zone_of(zone)[1]
        self._arrived()
        return await self._look(actor)

    return show


def refreshing(permission: Permission) -> Any:
    """The handler that looks again."""

    @rx.event
    @member(permission)
    async def refresh(self: Any, actor: Actor) -> Any:
        """Look again."""
        return await self._look(actor)

    return refresh


def finding(permission: Permission) -> Any:
    """The handler of the search field."""

    @rx.event(supersedes=True)
    @member(permission)
    async def find(self: Any, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        return self._find(search)

    return find


def narrowing(permission: Permission) -> Any:
    """The handler of the filters."""

    @rx.event
    @member(permission)
    async def narrow(self: Any, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        return self._narrow(name, value)

    return narrow
