"""The table of interviews, as its address says: search, filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.permissions import Actor, Permission
from app.interviews.listing import (
    MAX_PAGE,
    PER_PAGE,
    RECOMMENDATIONS,
    SORTS,
    InterviewPage,
    InterviewRow,
    list_interviews,
)
from app.interviews.models import InterviewStatus
from app.positions import service as positions
from state import table_query
from state.moments import day, day_and_time
from state.rows import Bar, bars_of, depth_words, interval_words, score_words
from state.table_query import an_id, kept, one_of
from state.tables import (
    Choice,
    Part,
    Table,
    finding,
    loading,
    narrowing,
    refreshing,
    with_chosen,
)

HERE = "/interviews"
STATUSES = tuple(member.value for member in InterviewStatus)
REVIEWS = {"1": True, "0": False}
FLAGS = {"1": True}

_POSITION_PAGES = 6
_STATUS_TONES = {
    InterviewStatus.IN_PROGRESS: "accent",
    InterviewStatus.ABANDONED: "warn",
}


@dataclass(frozen=True)
class Row:
    """An interview in the table, in words."""

    href: str
    name: str
    position: str
    bars: list[Bar] = field(default_factory=list)
    depths: str = ""
    score: str = ""
    interval: str = ""
    says: str = ""
    status: str = ""
    status_tone: str = ""
    when: str = ""
    to_review: bool = False
    asks_for_human: bool = False
    invited: str = ""
    invited_iso: str = ""


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = HERE
    SORTS = SORTS
    ASCENDING = ("name",)
    LAST_PAGE = MAX_PAGE

    status: str = kept(one_of(STATUSES))
    position: str = kept(an_id)
    says: str = kept(one_of(RECOMMENDATIONS))
    review: str = kept(one_of(REVIEWS))
    human: str = kept(one_of(FLAGS))
    expiring: str = kept(one_of(FLAGS))


def row_of(interview: InterviewRow) -> Row:
    """An interview in words."""
    return Row(
        href=f"{HERE}/{interview.id}",
        name=interview.candidate_name,
        position=interview.position_title,
        bars=bars_of(interview.depths),
        depths=depth_words(interview.depths),
        score=score_words(interview.score),
        interval=interval_words(interview.low, interview.high),
        says=interview.recommendation or "",
        status=interview.status_words,
        status_tone=_STATUS_TONES.get(interview.status, ""),
        when=_when(interview),
        to_review=interview.needs_review,
        asks_for_human=interview.asks_for_human,
        invited=day(interview.created_at),
        invited_iso=interview.created_at.isoformat(),
    )


def _when(interview: InterviewRow) -> str:
    """Since when, or until when, the status holds."""
    if interview.status is InterviewStatus.SCHEDULED:
        return f"until {day_and_time(interview.expires_at)}"
    if interview.status is InterviewStatus.EXPIRED:
        return day(interview.expires_at)
    return day(interview.ended_at) if interview.ended_at else ""


class InterviewsState(Table, rx.State):
    """A page of interviews."""

    QUERY = Query
    NOTHING = "No interviews"

    rows: list[Row] = []
    positions: list[Choice] = []

    load = loading(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)
    narrow = narrowing(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
        page = await _page(session, actor, query)
        known = await _positions(session, actor)
        self.positions = with_chosen(known, query.position, "Another position")
        return page, [row_of(row) for row in page.rows]


async def _page(session: AsyncSession, actor: Actor, query: Query) -> InterviewPage:
    return await list_interviews(
        session,
        actor,
        search=query.search,
        statuses=(query.status,) if query.status else (),
        position_id=query.position or None,
        recommendation=query.says or None,
        needs_review=REVIEWS.get(query.review),
        asks_for_human=query.human in FLAGS,
        expires_soon=query.expiring in FLAGS,
        sort=query.sort,
        order=query.order,
        page=query.page,
        per_page=PER_PAGE,
    )


async def _positions(session: AsyncSession, actor: Actor) -> list[Choice]:
    """The positions to choose from, by title: more than anyone wants to choose from are left."""
    found: list[Choice] = []
    for number in range(1, _POSITION_PAGES + 1):
        page = await positions.listing(session, actor, sort="title", page=number)
        found += [Choice(str(row.id), row.title) for row in page.rows]
        if not page.has_next:
            break
    return found
