"""The table of candidates, as its address says; choosing some to compare, and deleting one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.candidates import service as candidates
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.core.ids import parse_id
from app.identity.permissions import Actor, Permission
from app.interviews import service as interviews
from app.interviews.candidate_table import CandidateRow, list_candidates
from app.reports.comparison import FEWEST, MOST
from state import table_query
from state.guard import member
from state.invite import zone_of
from state.rows import day, interval_words, score_words
from state.shell import ShellState
from state.tables import Part, Table, finding, refreshing, showing

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

HERE = "/candidates"
COMPARE = "/candidates/compare"
DELETE_DIALOG = "delete-candidate"
SORTS = ("name", "newest")
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


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = HERE
    SORTS = SORTS
    ASCENDING = ("name",)
    IN_REVERSE = False
    LAST_PAGE = 999


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


class CandidatesState(Table, rx.State):
    """A page of candidates, those chosen to compare, and the one about to be deleted."""

    QUERY = Query
    NOTHING = "No candidates"

    rows: list[Row] = []
    none_yet: bool = False
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

    show = showing(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
        page = await list_candidates(
            session, actor, search=query.search, sort=query.sort, page=query.page
        )
        self.none_yet = not (page.rows or query.search or query.page > 1)
        now, zone = clock.now(), zone_of(self._zone)[0]
        return page, [row_of(row, now, zone) for row in page.rows]

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
        events = await self._look(actor)
        return [
            rx.call_script(f"document.getElementById('{DELETE_DIALOG}')?.close()"),
            rx.toast.success(f"{name} is deleted.", close_button=True),
            ShellState.load,
            *events,
        ]


def same_name(name: str) -> str:
    """A name as it is compared with what was typed to confirm it."""
    return " ".join(name.split()).casefold()


def interviews_words(count: int) -> str:
    """Such as "1 interview" or "no interviews"."""
    if not count:
        return "no interviews"
    return "1 interview" if count == 1 else f"{count:,} interviews"
