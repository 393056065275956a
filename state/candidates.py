"""The table of candidates, as its address says; choosing some to compare, and deleting one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx

from app.candidates import service as candidates
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.core.ids import parse_id
from app.identity.permissions import Actor, Permission
from app.interviews import service as interviews
from app.interviews.candidate_table import CandidateRow, list_candidates
from app.reports.comparison import FEWEST, MOST
from state.guard import member
from state.invite import ZONE, zone_of
from state.paging import range_words
from state.rows import day, interval_words, score_words
from state.shell import ShellState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

HERE = "/candidates"
COMPARE = "/candidates/compare"
DELETE_DIALOG = "delete-candidate"
SORTS = ("name", "newest")
_MAX_SEARCH = 120
_MAX_NAME = 200


@dataclass(frozen=True)
class Row:
    """A candidate in the table, in words. `interview` is the id of the latest, or empty."""

    id: str
    name: str
    email: str
    interview: str
    interviews: int
    position: str
    status: str
    status_words: str
    score: str
    interval: str
    says: str
    when: str
    when_iso: str
    can_compare: bool


@dataclass(frozen=True)
class Chosen:
    """A candidate who is to be compared."""

    id: str
    name: str


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    search: str = ""
    sort: str = SORTS[0]
    page: int = 1

    def address(self, **changes: Any) -> str:
        """The address of this table with something changed; any change but of page goes to 1."""
        values = {"search": self.search, "sort": self.sort, **changes}
        page = changes.get("page", 1)
        query = {
            "q": values["search"],
            "sort": "" if values["sort"] == SORTS[0] else values["sort"],
            "page": "" if page == 1 else str(page),
        }
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{HERE}?{written}" if written else HERE


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    sort, page = parameters.get("sort", ""), parameters.get("page", "")
    return Query(
        search=" ".join(parameters.get("q", "").split())[:_MAX_SEARCH],
        sort=sort if sort in SORTS else SORTS[0],
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) <= len("400") else 1,
    )


def row_of(candidate: CandidateRow, now: datetime, zone: tzinfo) -> Row:
    """A candidate in words."""
    latest = candidate.latest
    moment = (latest.ended_at or latest.created_at) if latest else candidate.created_at
    return Row(
        id=str(candidate.id),
        name=candidate.full_name,
        email=candidate.email,
        interview=str(latest.id) if latest else "",
        interviews=candidate.interviews,
        position=latest.position_title if latest else "",
        status=latest.status.value if latest else "",
        status_words=latest.status_words if latest else "",
        score=score_words(latest.score) if latest else "",
        interval=interval_words(latest.low, latest.high) if latest else "",
        says=(latest.recommendation or "") if latest else "",
        when=day(moment, now, zone),
        when_iso=moment.isoformat(),
        # An earlier interview may have a report where the latest has none yet.
        can_compare=bool(latest and (latest.recommendation or candidate.interviews > 1)),
    )


class CandidatesState(rx.State):
    """A page of candidates, those chosen to compare, and the one about to be deleted."""

    loaded: bool = False
    rows: list[Row] = []
    range_words: str = ""
    search: str = ""
    sort: str = SORTS[0]
    none_yet: bool = False
    form_key: int = 0
    sorts: dict[str, str] = {}
    previous: str = ""
    following: str = ""
    chosen: list[Chosen] = []
    chosen_ids: list[str] = []
    chosen_words: str = ""
    is_full: bool = False
    choice_key: int = 0
    compare_address: str = ""
    doomed: str = ""
    doomed_name: str = ""
    doomed_has: str = ""
    typed_name: str = ""
    delete_problem: str = ""

    _typed: str = ""
    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, _actor: Actor) -> Any:
        """Ask the browser for its time zone; `show` follows."""
        return rx.call_script(ZONE, callback=CandidatesState.show)

    @rx.event
    @member(Permission.VIEW)
    async def show(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for."""
        self._zone = zone_of(zone)[1]
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = query_of(self.router.url.query_parameters)
        async with reading() as session:
            found = await list_candidates(
                session, actor, search=query.search, sort=query.sort, page=query.page
            )
        if not found.rows and found.page > 1:
            return rx.redirect(query.address(), replace=True)
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.rows = [row_of(row, now, zone) for row in found.rows]
        self.range_words = range_words(
            page=found.page,
            per_page=found.per_page,
            shown=len(found.rows),
            total=found.total_words,
            nothing="No candidates",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.search, self.sort = query.search, query.sort
        self.none_yet = not (self.rows or query.search)
        self.sorts = {name: query.address(sort=name) for name in SORTS}
        self.previous = query.address(page=found.page - 1) if found.page > 1 else ""
        self.following = query.address(page=found.page + 1) if found.has_next else ""
        self.loaded = True
        return None

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = " ".join(search.split())[:_MAX_SEARCH] if isinstance(search, str) else ""
        self._typed = wanted
        if wanted == query.search:
            return None
        return rx.redirect(query.address(search=wanted), replace=True)

    @rx.event
    @member(Permission.VIEW)
    async def choose(self, actor: Actor, candidate_id: Any) -> Any:
        """Choose a candidate to compare, or no longer."""
        known = parse_id(candidate_id)
        if str(known) in self.chosen_ids:
            self._set_chosen([one for one in self.chosen if one.id != str(known)])
            return
        if len(self.chosen) >= MOST:
            self.choice_key += 1
            raise InvalidInputError(f"You can compare {MOST} candidates at most.")
        async with reading() as session:
            candidate = await candidates.get(session, actor, candidate_id)
        self._set_chosen([*self.chosen, Chosen(str(candidate.id), candidate.full_name)])

    @rx.event
    @member(Permission.VIEW)
    async def choose_none(self, _actor: Actor) -> Any:
        """Choose nobody."""
        self.choice_key += 1
        self._set_chosen([])

    def _set_chosen(self, chosen: list[Chosen]) -> None:
        self.chosen = chosen
        self.chosen_ids = [one.id for one in chosen]
        self.is_full = len(chosen) >= MOST
        self.chosen_words = ", ".join(one.name for one in chosen)
        self.compare_address = (
            f"{COMPARE}?ids={','.join(self.chosen_ids)}" if len(chosen) >= FEWEST else ""
        )

    @rx.event
    @member(Permission.DELETE_CANDIDATES)
    async def ask_delete(self, actor: Actor, candidate_id: Any) -> Any:
        """Ask whether that candidate shall be deleted, saying with what."""
        async with reading() as session:
            candidate = await candidates.get(session, actor, candidate_id)
        self.doomed, self.doomed_name = str(candidate.id), candidate.full_name
        row = next((row for row in self.rows if row.id == self.doomed), None)
        self.doomed_has = interviews_words(row.interviews) if row else "all interviews"
        self.typed_name = self.delete_problem = ""
        return rx.call_script(f"document.getElementById('{DELETE_DIALOG}')?.showModal()")

    @rx.event
    @member(Permission.DELETE_CANDIDATES)
    async def type_name(self, _actor: Actor, name: Any) -> Any:
        """Take over what is typed to confirm."""
        self.typed_name = name[:_MAX_NAME] if isinstance(name, str) else ""
        self.delete_problem = ""

    @rx.event
    @member(Permission.DELETE_CANDIDATES)
    async def delete(self, actor: Actor) -> Any:
        """Delete the candidate for good, once their name has been typed."""
        if same_name(self.typed_name) != same_name(self.doomed_name) or not self.doomed:
            self.delete_problem = f"Type the name as it stands here: {self.doomed_name}"
            return None
        async with unit_of_work() as session:
            await interviews.delete_candidate(session, actor, self.doomed)
        self._set_chosen([one for one in self.chosen if one.id != self.doomed])
        name, self.doomed = self.doomed_name, ""
        gone = await self._read(actor)
        return [
            rx.call_script(f"document.getElementById('{DELETE_DIALOG}')?.close()"),
            rx.toast.success(f"{name} is deleted.", close_button=True),
            ShellState.load,
            *([gone] if gone else []),
        ]


def same_name(name: str) -> str:
    """A name as it is compared with what was typed to confirm it."""
    return " ".join(name.split()).casefold()


def interviews_words(count: int) -> str:
    """Such as "1 interview" or "no interviews"."""
    if not count:
        return "no interviews"
    return "1 interview" if count == 1 else f"{count:,} interviews"
