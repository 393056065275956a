"""The table of interviews: searched, filtered, sorted and paged, trials left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from app.core import clock
from app.core.ids import parse_id
from app.identity.permissions import Permission
from app.interviews.finding import REPORTED, Filters, Order, Total, find
from app.interviews.models import Interview, InterviewStatus
from app.interviews.terms import search_words
from app.interviews.words import STATUS_WORDS
from app.positions.inputs import clean_search

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE = 25
MAX_PAGE = 400
EXPIRING_SOON = timedelta(hours=48)
"""An invitation that has only so long left is shown as running out."""

SORTS = {"created": "created_at", "name": "candidate_name", "score": "score"}
RECOMMENDATIONS = ("strong_hire", "hire", "discuss", "no_hire")
_MAX_SEARCH, _MAX_WORDS = 200, 6

COLUMNS: tuple[Any, ...] = (
    Interview.id,
    Interview.candidate_id,
    Interview.candidate_name,
    Interview.position_id,
    Interview.position_title,
    Interview.status,
    Interview.score,
    Interview.score_low,
    Interview.score_high,
    Interview.recommendation,
    Interview.depths,
    Interview.created_at,
    Interview.scheduled_at,
    Interview.ended_at,
    Interview.expires_at,
    Interview.reviewed_at,
    Interview.human_requested_at,
    Interview.human_resolved_at,
)


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """An interview in a table. `depths` holds a level per concept of its plan, -1 for none."""

    id: UUID
    candidate_id: UUID | None
    candidate_name: str
    position_id: UUID
    position_title: str
    status: InterviewStatus
    status_words: str
    score: float | None
    low: float | None
    high: float | None
    recommendation: str | None
    depths: tuple[float, ...]
    created_at: datetime
    scheduled_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime
    needs_review: bool
    asks_for_human: bool


@dataclass(frozen=True, slots=True)
class InterviewPage:
    """A page of interviews. `total` counts all that match, up to 1,000."""

    rows: tuple[InterviewRow, ...]
    total: Total
    page: int
    per_page: int
    has_next: bool

    @property
    def total_words(self) -> str:
        """How many match, such as "128" or "1,000+"."""
        return self.total.words


async def list_interviews(
    session: AsyncSession,
    actor: Actor,
    *,
    search: object = "",
    statuses: object = (),
    position_id: object = None,
    recommendation: object = None,
    needs_review: object = None,
    asks_for_human: object = False,
    expires_soon: object = False,
    since: object = None,
    until: object = None,
    sort: object = "created",
    order: object = "",
    page: object = 1,
    per_page: int = PER_PAGE,
) -> InterviewPage:
    """A page of the organisation's interviews with candidates.

    Every word of `search` must begin a word of the candidate's name, address, or the position's
    title. `sort` is `created`, `name` or `score`, `order` is `asc` or `desc` (by default names
    ascend, all else descends). `asks_for_human` leaves those whose candidate waits for a human,
    `expires_soon` the invitations that run out within 48 hours. Values nobody offers, as found in
    old or forged links, are read as the default.
    """
    actor.require(Permission.VIEW)
    # A name in an old link may be anything; one that is not text has no place in the table.
    key = sort if isinstance(sort, str) and sort in SORTS else "created"
    number = page if isinstance(page, int) and 1 <= page <= MAX_PAGE else 1
    size = min(max(per_page, 1), 100)
    now = clock.now()
    filters = Filters(
        organization_id=actor.organization_id,
        words=search_terms(search),
        statuses=_statuses(statuses),
        position_id=parse_id(position_id),
        recommendation=recommendation
        if isinstance(recommendation, str) and recommendation in RECOMMENDATIONS
        else None,
        needs_review=needs_review if isinstance(needs_review, bool) else None,
        asks_for_human=asks_for_human is True,
        expires=(now, now + EXPIRING_SOON) if expires_soon is True else None,
        since=_moment(since),
        until=_moment(until),
    )
    if _contradicts_itself(filters):
        return InterviewPage((), Total(0, exact=True), number, size, has_next=False)
    found = await find(
        session,
        filters,
        Order(SORTS[key], descending=order == "desc" or (order != "asc" and key != "name")),
        offset=(number - 1) * size,
        limit=size + 1,
    )
    return InterviewPage(
        rows=await rows_of(session, found.ids[:size]),
        total=found.total,
        page=number,
        per_page=size,
        has_next=len(found.ids) > size and number < MAX_PAGE,
    )


async def rows_of(session: AsyncSession, ids: Sequence[UUID]) -> tuple[InterviewRow, ...]:
    """The rows of those interviews, which were found for their organisation, in that order."""
    if not ids:
        return ()
    query = select(*COLUMNS).where(col(Interview.id).in_(ids))
    rows = {row.id: row_of(row) for row in (await session.execute(query)).all()}
    return tuple(rows[one] for one in ids if one in rows)


def row_of(row: Any) -> InterviewRow:  # noqa: ANN401 - a database row of COLUMNS
    """The values of a row that holds COLUMNS."""
    return InterviewRow(
        id=row.id,
        candidate_id=row.candidate_id,
        candidate_name=row.candidate_name,
        position_id=row.position_id,
        position_title=row.position_title,
        status=row.status,
        status_words=STATUS_WORDS[row.status],
        score=row.score,
        low=row.score_low,
        high=row.score_high,
        recommendation=row.recommendation,
        depths=tuple(row.depths),
        created_at=row.created_at,
        scheduled_at=row.scheduled_at,
        ended_at=row.ended_at,
        expires_at=row.expires_at,
        needs_review=row.status is InterviewStatus.COMPLETED and row.reviewed_at is None,
        asks_for_human=row.human_requested_at is not None and row.human_resolved_at is None,
    )


def search_terms(search: object) -> tuple[str, ...]:
    """The folded words of a search, six at most; none for what is not text."""
    words = search_words(clean_search(search, longest=_MAX_SEARCH))
    return tuple(dict.fromkeys(words))[:_MAX_WORDS]


def _statuses(values: object) -> tuple[InterviewStatus, ...]:
    given: Iterable[object] = values if isinstance(values, list | tuple | set | frozenset) else ()
    known = {member.value: member for member in InterviewStatus}
    wanted = {known[one] for one in given if isinstance(one, str) and one in known}
    # All of them together restrict nothing.
    return tuple(sorted(wanted)) if len(wanted) < len(known) else ()


def _moment(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _contradicts_itself(filters: Filters) -> bool:
    """Whether nothing can match: only an interview that has ended has a report."""
    if filters.recommendation is None and filters.needs_review is None:
        return False
    return bool(filters.statuses) and not set(filters.statuses) & set(REPORTED)
