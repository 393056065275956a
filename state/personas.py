"""The list of personas, and which of them speaks where none is chosen. The address has the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.paging import Wish
from app.identity.permissions import Actor, Permission
from app.personas import service as personas
from state.developers import FAILED, LOADING, READY
from state.guard import member
from state.invite import zone_of
from state.paging import range_words
from state.persona_rows import PERSONAS, persona_row
from state.template_rows import TemplateRow

if TYPE_CHECKING:
    from collections.abc import Mapping

PER_PAGE, MAX_PAGE = 50, 10_000
_MAX_SEARCH = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    search: str = ""
    page: int = 1

    def address(self, **changes: Any) -> str:
        """The address with something changed; any change but of page goes to page 1."""
        wanted = replace(self, **{"page": 1, **changes})
        query = {"q": wanted.search, "page": "" if wanted.page == 1 else str(wanted.page)}
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{PERSONAS}?{written}" if written else PERSONAS


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    page = parameters.get("page", "")
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(MAX_PAGE))
    return Query(
        search=" ".join(parameters.get("q", "").split())[:_MAX_SEARCH],
        page=min(max(int(page), 1), MAX_PAGE) if is_number else 1,
    )


class PersonasState(rx.State):
    """A page of personas."""

    phase: str = LOADING
    editable: bool = False
    rows: list[TemplateRow] = []
    search: str = ""
    form_key: int = 0
    found_words: str = ""
    range_words: str = ""
    previous: str = ""
    following: str = ""

    _zone: str = ""
    _searched: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_personas(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for."""
        self._zone = zone_of(zone)[1]
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def retry_personas(self, actor: Actor) -> Any:
        """Load anew."""
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = query_of(self.router.url.query_parameters)
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        try:
            async with reading() as session:
                wish = Wish(query.page, PER_PAGE, "name", search=query.search)
                page = await personas.listing(session, actor, wish)
        except SQLAlchemyError:
            log.exception("personas_not_loaded")
            self.phase = FAILED
            return None
        if not page.rows and query.page > 1:
            return rx.redirect(query.address(), replace=True)
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.rows = [persona_row(view, now, zone) for view in page.rows]
        self.found_words = "1 persona" if page.total == 1 else f"{page.total:,} personas"
        # What is in the field already is not to be put there again while somebody types.
        if query.search != self._searched or self.phase != READY:
            self.form_key += 1
        self.search = self._searched = query.search
        self._turn(query, page.total)
        self.phase = READY
        return None

    def _turn(self, query: Query, total: int) -> None:
        self.range_words = self.previous = self.following = ""
        if total > PER_PAGE:
            self.range_words = range_words(
                page=query.page,
                per_page=PER_PAGE,
                shown=len(self.rows),
                total=f"{total:,}",
                nothing="No personas",
            )
            self.previous = query.address(page=query.page - 1) if query.page > 1 else ""
            last = query.page * PER_PAGE >= total
            self.following = "" if last else query.address(page=query.page + 1)

    @rx.event
    @member(Permission.VIEW)
    async def find_personas(self, _actor: Actor, typed: Any) -> Any:
        """Go to the address with that search."""
        self._searched = " ".join(typed.split())[:_MAX_SEARCH] if isinstance(typed, str) else ""
        return rx.redirect(Query(self._searched).address(), replace=True)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def use(self, actor: Actor, number: Any) -> Any:
        """Have a persona speak where none is chosen."""
        async with unit_of_work() as session:
            view = await personas.update(session, actor, number, {"is_default": True})
        told = rx.toast.success(
            f"“{view.name}” speaks where a requisition chooses nobody else.", close_button=True
        )
        return [event for event in (await self._read(actor), told) if event]
