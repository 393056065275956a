"""The list of prompts: by type, or those of one type by page. The address says which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.paging import Page, Wish
from app.identity.permissions import Actor, Permission
from app.prompts import service as prompts
from app.prompts.service import PromptType, PromptView
from app.prompts.uses import UNUSED, USES
from state.developers import FAILED, LOADING, READY
from state.guard import member
from state.invite import zone_of
from state.paging import range_words
from state.prompt_rows import PROMPTS, TYPES, Choice, Section, prompt_row

if TYPE_CHECKING:
    from collections.abc import Mapping

PER_SECTION, PER_PAGE, MAX_PAGE = 8, 50, 10_000
_MAX_SEARCH = 200
_TYPES = {one.value: one for one in PromptType}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    search: str = ""
    type: str = ""
    page: int = 1

    def address(self, **changes: Any) -> str:
        """The address with something changed; any change but of page goes to page 1."""
        wanted = replace(self, **{"page": 1, **changes})
        query = {
            "q": wanted.search,
            "type": wanted.type,
            "page": "" if wanted.page == 1 else str(wanted.page),
        }
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{PROMPTS}?{written}" if written else PROMPTS


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    type_, page = parameters.get("type", ""), parameters.get("page", "")
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(MAX_PAGE))
    return Query(
        search=" ".join(parameters.get("q", "").split())[:_MAX_SEARCH],
        type=type_ if type_ in _TYPES else "",
        page=min(max(int(page), 1), MAX_PAGE) if is_number else 1,
    )


class PromptsState(rx.State):
    """The prompts of each type, and what is in use for all requisitions."""

    phase: str = LOADING
    editable: bool = False
    sections: list[Section] = []
    tabs: list[Choice] = []
    here: str = PROMPTS
    search: str = ""
    form_key: int = 0
    found_words: str = ""
    range_words: str = ""
    previous: str = ""
    following: str = ""
    everything: str = PROMPTS

    _zone: str = ""
    _wanted: Query = Query()

    @rx.event
    @member(Permission.VIEW)
    async def show_prompts(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for."""
        self._zone = zone_of(zone)[1]
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def retry_prompts(self, actor: Actor) -> Any:
        """Load anew."""
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = query_of(self.router.url.query_parameters)
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        wanted = [_TYPES[query.type]] if query.type else list(TYPES)
        try:
            async with reading() as session:
                pages = [await _page(session, actor, query, type_) for type_ in wanted]
                in_use = [
                    await prompts.resolve(session, actor.organization_id, type_, None)
                    for type_ in wanted
                ]
        except SQLAlchemyError:
            log.exception("prompts_not_loaded")
            self.phase = FAILED
            return None
        if query.type and not pages[0].rows and query.page > 1:
            return rx.redirect(query.address(), replace=True)
        self.sections = [
            self._section(query, type_, page, used)
            for type_, page, used in zip(wanted, pages, in_use, strict=True)
        ]
        self._show(query, pages)
        return None

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
            rows=[prompt_row(view, now, zone) for view in page.rows],
            more=f"All {page.total:,}" if has_more else "",
            more_href=query.address(type=type_.value) if has_more else "",
        )

    def _show(self, query: Query, pages: list[Page[PromptView]]) -> None:
        total = sum(page.total for page in pages)
        if query.search != self._wanted.search or self.phase != READY:
            self.form_key += 1
        self._wanted = query
        self.here, self.search = query.address(), query.search
        self.tabs = [
            Choice(query.address(type=""), "All types"),
            *[Choice(query.address(type=type_.value), words) for type_, words in TYPES.items()],
        ]
        self.found_words = "1 prompt" if total == 1 else f"{total:,} prompts"
        self.everything = query.address(search="")
        self.range_words = self.previous = self.following = ""
        if query.type and total > PER_PAGE:
            shown = len(pages[0].rows)
            self.range_words = range_words(
                page=query.page,
                per_page=PER_PAGE,
                shown=shown,
                total=f"{total:,}",
                nothing="No prompts",
            )
            self.previous = query.address(page=query.page - 1) if query.page > 1 else ""
            last = query.page * PER_PAGE >= total
            self.following = "" if last else query.address(page=query.page + 1)
        self.phase = READY

    @rx.event
    @member(Permission.VIEW)
    async def find_prompts(self, _actor: Actor, typed: Any) -> Any:
        """Go to the address with that search."""
        search = " ".join(typed.split())[:_MAX_SEARCH] if isinstance(typed, str) else ""
        # What is in the field already is not to be put there again while somebody types.
        self._wanted = replace(query_of(self.router.url.query_parameters), search=search, page=1)
        return rx.redirect(self._wanted.address(), replace=True)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def use(self, actor: Actor, number: Any) -> Any:
        """Make a prompt the one in use for its requisition, or for all."""
        async with unit_of_work() as session:
            view = await prompts.update(session, actor, number, {"is_default": True})
        where = view.requisition_name or "all requisitions"
        becomes = "the default" if view.prompt_type in UNUSED else "in use"
        told = rx.toast.success(f"“{view.name}” is {becomes} for {where}.", close_button=True)
        return [event for event in (await self._read(actor), told) if event]


async def _page(
    session: AsyncSession, actor: Actor, query: Query, type_: PromptType
) -> Page[PromptView]:
    per_page = PER_PAGE if query.type else PER_SECTION
    wish = Wish(query.page if query.type else 1, per_page, "name", search=query.search)
    return await prompts.listing(session, actor, wish, prompt_type=type_)
