"""The list of personas, and which of them speaks where none is chosen. The address has the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import unit_of_work
from app.core.paging import Wish
from app.identity.permissions import Actor, Permission
from app.personas import service as personas
from state import table_query
from state.guard import member
from state.invite import zone_of
from state.persona_rows import PERSONAS, persona_row
from state.tables import Part, Table, finding, refreshing, showing
from state.template_rows import TemplateRow

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = PERSONAS


class PersonasState(Table, rx.State):
    """A page of personas."""

    QUERY = Query
    NOTHING = "No personas"

    rows: list[TemplateRow] = []
    editable: bool = False
    found_words: str = ""

    show = showing(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[TemplateRow]]:
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        wish = Wish(query.page, PER_PAGE, "name", search=query.search)
        page = await personas.listing(session, actor, wish)
        self.found_words = "1 persona" if page.total == 1 else f"{page.total:,} personas"
        now, zone = clock.now(), zone_of(self._zone)[0]
        return page, [persona_row(view, now, zone) for view in page.rows]

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def use(self, actor: Actor, number: Any) -> Any:
        """Have a persona speak where none is chosen."""
        async with unit_of_work() as session:
            view = await personas.update(session, actor, number, {"is_default": True})
        told = rx.toast.success(
            f"“{view.name}” speaks where a requisition chooses nobody else.", close_button=True
        )
        return [*await self._look(actor), told]
