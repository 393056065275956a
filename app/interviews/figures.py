"""The numbers of the dashboard and the side bar, each by one bounded or grouped query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select
from sqlmodel import col

from app.core import clock
from app.identity.permissions import Permission
from app.interviews.finding import asks_for_human, expires_between, to_review
from app.interviews.listing import EXPIRING_SOON, rows_of
from app.interviews.models import Interview, InterviewKind, InterviewStatus, Turn, TurnKind
from app.positions import service as positions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.listing import InterviewRow
    from app.positions.views import PositionRow

COUNT_TO = 999
"""Counts beside links stop here and are then shown with a plus."""

DAYS = 14
_MAX_ROWS = 10
_MAX_RUNNING = 50


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is counted up to a limit."""

    value: int
    exact: bool

    @property
    def words(self) -> str:
        """The number as shown, such as "12" or "999+"."""
        return f"{self.value}{'' if self.exact else '+'}"


@dataclass(frozen=True, slots=True)
class RunningRow:
    """An interview under way. `minutes_left` is of the time as last charged.

    `human_requested_at` is when the candidate asked for a human, as long as nobody has answered.
    """

    id: UUID
    candidate_name: str
    position_title: str
    question: int
    minutes_left: int
    last_seen_at: datetime | None
    human_requested_at: datetime | None

    @property
    def asks_for_human(self) -> bool:
        """Whether the candidate waits for a human."""
        return self.human_requested_at is not None


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, in UTC."""

    day: date
    invited: int
    completed: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything the dashboard shows, the newest first; `days` begin with the oldest."""

    to_review_count: Count
    to_review: tuple[InterviewRow, ...]
    recent: tuple[InterviewRow, ...]
    running_count: Count
    running: tuple[RunningRow, ...]
    asking_count: Count
    asking_for_human: tuple[InterviewRow, ...]
    expiring_count: Count
    expiring: tuple[InterviewRow, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class SidebarCounts:
    """The numbers beside the links of the side bar."""

    interviews: Count
    to_review: Count
    running: Count
    asking: Count
    positions: Count


@dataclass(frozen=True, slots=True)
class PositionInterviews:
    """How many interviews of a position stand where."""

    invited: int = 0
    running: int = 0
    completed: int = 0
    to_review: int = 0
    ended_otherwise: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.invited + self.running + self.completed + self.ended_otherwise


@dataclass(frozen=True, slots=True)
class PositionTable:
    """A page of positions, each with the numbers of its interviews."""

    rows: tuple[tuple[PositionRow, PositionInterviews], ...]
    total: int
    page: int
    per_page: int
    has_next: bool


async def dashboard(session: AsyncSession, actor: Actor) -> Dashboard:
    """The dashboard of the organisation."""
    actor.require(Permission.VIEW)
    mine, now = _of(actor), clock.now()
    asking, expiring = asks_for_human(), expires_between(now, now + EXPIRING_SOON)
    is_running = col(Interview.status) == InterviewStatus.IN_PROGRESS
    completed = col(Interview.status) == InterviewStatus.COMPLETED
    newest = col(Interview.created_at).desc()
    return Dashboard(
        to_review_count=await _count(session, mine, to_review()),
        to_review=await _rows(session, mine, to_review(), order=newest),
        recent=await _rows(session, mine, completed, order=newest),
        running_count=await _count(session, mine, is_running),
        running=await _running(session, actor),
        asking_count=await _count(session, mine, asking),
        asking_for_human=await _rows(
            session, mine, asking, order=col(Interview.human_requested_at).desc()
        ),
        expiring_count=await _count(session, mine, expiring),
        expiring=await _rows(session, mine, expiring, order=col(Interview.expires_at)),
        days=await _days(session, actor, now),
    )


async def sidebar(session: AsyncSession, actor: Actor) -> SidebarCounts:
    """The counts of the side bar."""
    actor.require(Permission.VIEW)
    mine = _of(actor)
    return SidebarCounts(
        interviews=await _count(session, mine),
        to_review=await _count(session, mine, to_review()),
        running=await _count(session, mine, col(Interview.status) == InterviewStatus.IN_PROGRESS),
        asking=await _count(session, mine, asks_for_human()),
        positions=_counted(await positions.count(session, actor, limit=COUNT_TO + 1)),
    )


async def position_interviews(
    session: AsyncSession, actor: Actor, position_ids: Collection[UUID]
) -> dict[UUID, PositionInterviews]:
    """How many interviews each of those positions has, by where they stand; one query."""
    actor.require(Permission.VIEW)
    unreviewed = func.sum(case((to_review(), 1), else_=0))
    query = (
        select(col(Interview.position_id), col(Interview.status), func.count(), unreviewed)
        .where(_of(actor), col(Interview.position_id).in_(position_ids))
        .group_by(col(Interview.position_id), col(Interview.status))
    )
    counts: dict[UUID, dict[str, int]] = {one: {} for one in position_ids}
    for position_id, status, count, waiting in (await session.execute(query)).all():
        of_position = counts[position_id]
        name = _COUNTED_AS[status]
        of_position[name] = of_position.get(name, 0) + count
        of_position["to_review"] = of_position.get("to_review", 0) + int(waiting or 0)
    return {one: PositionInterviews(**found) for one, found in counts.items()}


async def positions_table(
    session: AsyncSession,
    actor: Actor,
    *,
    status: object = None,
    search: object = "",
    page: object = 1,
    sort: object = "newest",
) -> PositionTable:
    """A page of positions with the numbers of their interviews, as `positions.service.listing`."""
    found = await positions.listing(
        session, actor, status=status, search=search, page=page, sort=sort
    )
    counts = await position_interviews(session, actor, [row.id for row in found.rows])
    return PositionTable(
        rows=tuple((row, counts[row.id]) for row in found.rows),
        total=found.total,
        page=found.page,
        per_page=found.per_page,
        has_next=found.has_next,
    )


_COUNTED_AS = {
    InterviewStatus.SCHEDULED: "invited",
    InterviewStatus.IN_PROGRESS: "running",
    InterviewStatus.COMPLETED: "completed",
    InterviewStatus.ABANDONED: "ended_otherwise",
    InterviewStatus.EXPIRED: "ended_otherwise",
    InterviewStatus.CANCELLED: "ended_otherwise",
}


def _of(actor: Actor) -> ColumnElement[bool]:
    """The organisation's interviews with candidates."""
    return and_(
        col(Interview.organization_id) == actor.organization_id,
        col(Interview.kind) == InterviewKind.CANDIDATE,
    )


async def _count(session: AsyncSession, *conditions: ColumnElement[bool]) -> Count:
    some = select(col(Interview.id)).where(*conditions).limit(COUNT_TO + 1).subquery()
    return _counted((await session.execute(select(func.count()).select_from(some))).scalar_one())


def _counted(found: int) -> Count:
    return Count(min(found, COUNT_TO), exact=found <= COUNT_TO)


async def _rows(
    session: AsyncSession,
    *conditions: ColumnElement[bool],
    order: Any,  # noqa: ANN401 - a column or its reverse
) -> tuple[InterviewRow, ...]:
    ids = (
        select(col(Interview.id))
        .where(*conditions)
        .order_by(order, col(Interview.id).desc())
        .limit(_MAX_ROWS)
    )
    return await rows_of(session, (await session.execute(ids)).scalars().all())


async def _running(session: AsyncSession, actor: Actor) -> tuple[RunningRow, ...]:
    """Interviews under way, those who ask for a human first, then the last seen."""
    asked = (
        select(func.count())
        .select_from(Turn)
        .where(
            col(Turn.interview_id) == col(Interview.id),
            col(Turn.kind).in_((TurnKind.QUESTION, TurnKind.MUST_ASK)),
        )
        .scalar_subquery()
    )
    waiting = asks_for_human()
    query = (
        select(
            col(Interview.id),
            col(Interview.candidate_name),
            col(Interview.position_title),
            col(Interview.duration_min),
            col(Interview.time_used_s),
            col(Interview.last_seen_at),
            asked,
            case((waiting, col(Interview.human_requested_at)), else_=None),
        )
        .where(_of(actor), col(Interview.status) == InterviewStatus.IN_PROGRESS)
        .order_by(
            case((waiting, 0), else_=1),
            col(Interview.last_seen_at).desc(),
            col(Interview.id),
        )
        .limit(_MAX_RUNNING)
    )
    return tuple(
        RunningRow(
            id=row[0],
            candidate_name=row[1],
            position_title=row[2],
            question=row[6],
            minutes_left=max(int(row[3] - row[4] / 60), 0),
            last_seen_at=row[5],
            human_requested_at=row[7],
        )
        for row in (await session.execute(query)).all()
    )


async def _days(session: AsyncSession, actor: Actor, now: datetime) -> tuple[Day, ...]:
    """Invitations and completions of the last two weeks, by day in UTC."""
    first = (now - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    invited = await _by_day(session, actor, col(Interview.created_at), first)
    completed = await _by_day(
        session,
        actor,
        col(Interview.ended_at),
        first,
        col(Interview.status) == InterviewStatus.COMPLETED,
    )
    days = [(first + timedelta(days=number)).date() for number in range(DAYS)]
    return tuple(Day(day, invited.get(day, 0), completed.get(day, 0)) for day in days)


async def _by_day(
    session: AsyncSession,
    actor: Actor,
    moment: Any,  # noqa: ANN401 - a column of moments
    first: datetime,
    *conditions: ColumnElement[bool],
) -> dict[date, int]:
    if session.get_bind().dialect.name == "postgresql":
        day: Any = func.date(func.timezone("UTC", moment))
    else:
        # SQLite keeps moments as text in UTC.
        day = func.date(moment)
    query = select(day, func.count()).where(_of(actor), moment >= first, *conditions).group_by(day)
    return {
        value if isinstance(value, date) else date.fromisoformat(value): count
        for value, count in (await session.execute(query)).all()
    }
