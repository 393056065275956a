"""The list of prompts: by type, or those of one type by page. The address says which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import unit_of_work
from app.core.paging import Page, Wish
from app.identity.permissions import Actor, Permission
from app.prompts import service as prompts
from app.prompts.service import PromptType, PromptView
from app.prompts.uses import UNUSED, USES
from state import table_query
from state.guard import member
from state.invite import zone_of
from state.prompt_rows import PROMPTS, TYPES, Choice, Section, prompt_row
from state.table_query import kept, one_of
from state.tables import Part, Table, finding, refreshing, showing

PER_SECTION, PER_PAGE = 8, 50
_TYPES = {one.value: one for one in PromptType}


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = PROMPTS

    type: str = kept(one_of(_TYPES), narrows=False)


class PromptsState(Table, rx.State):
    """The prompts of each type, and what is in use for all requisitions."""

    QUERY = Query
    NOTHING = "No prompts"

    rows: list[Section] = []
    editable: bool = False
    tabs: list[Choice] = []
    here: str = PROMPTS
    none_found: bool = False
    found_words: str = ""
    everything: str = PROMPTS

    show = showing(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Section]]:
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        wanted = [_TYPES[query.type]] if query.type else list(TYPES)
        pages = [await _page(session, actor, query, type_) for type_ in wanted]
        in_use = [
            await prompts.resolve(session, actor.organization_id, type_, None) for type_ in wanted
        ]
        sections = [
            self._section(query, type_, page, used)
            for type_, page, used in zip(wanted, pages, in_use, strict=True)
        ]
        self._say(query, sum(page.total for page in pages))
        # All types together have no further pages: each has its own.
        whole = pages[0] if query.type else Page((), 0, 1, PER_SECTION)
        return whole, sections if whole.rows or query.page == 1 else []

    def _section(
        self,
        query: Query,
        type_: PromptType,
        page: Page[PromptView],
        used: prompts.PromptVersionView | None,
    ) -> Section:
        now, zone = clock.now(), zone_of(self._zone)[0]
        has_more = not query.type and page.total > len(page.rows)
        return Section(
            type=type_.value,
            title=TYPES[type_],
            about=USES[type_],
            in_use=used.name if used else "",
            in_use_href=f"{PROMPTS}/{used.number}" if used else "",
            is_used=type_ not in UNUSED,
            is_paged=bool(query.type and page.rows),
            rows=[prompt_row(view, now, zone) for view in page.rows],
            more=f"All {page.total:,}" if has_more else "",
            more_href=query.address(type=type_.value) if has_more else "",
        )

    def _say(self, query: Query, total: int) -> None:
        self.here, self.everything = query.address(), query.address(search="")
        self.tabs = [
            Choice(query.address(type=""), "All types"),
            *[Choice(query.address(type=type_.value), words) for type_, words in TYPES.items()],
        ]
        self.found_words = "1 prompt" if total == 1 else f"{total:,} prompts"
        self.none_found = bool(query.search) and not total

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def use(self, actor: Actor, number: Any) -> Any:
        """Make a prompt the one in use for its requisition, or for all."""
        async with unit_of_work() as session:
            view = await prompts.update(session, actor, number, {"is_default": True})
        where = view.requisition_name or "all requisitions"
        becomes = "the default" if view.prompt_type in UNUSED else "in use"
        told = rx.toast.success(f"“{view.name}” is {becomes} for {where}.", close_button=True)
        return [*await self._look(actor), told]


async def _page(
    session: AsyncSession, actor: Actor, query: Query, type_: PromptType
) -> Page[PromptView]:
    per_page = PER_PAGE if query.type else PER_SECTION
    wish = Wish(query.page if query.type else 1, per_page, "name", search=query.search)
    return await prompts.listing(session, actor, wish, prompt_type=type_)
