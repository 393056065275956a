"""How a page of interviews is found: quickly among a thousand and among a hundred thousand.

Two plans answer every search. Where one of the conditions alone leaves few interviews, those are
collected through its index and then sorted. Where every condition leaves many, the index of the
wanted order is walked until the page is full, which is soon, since many match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select
from sqlmodel import SQLModel, col

from app.interviews.models import InterviewKind, InterviewStatus, InterviewTerm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

Condition: TypeAlias = ColumnElement[bool]

FEW = 1_000
"""So many interviews are collected and sorted in a few milliseconds."""

COUNT_TO, LOOK_AT = 1_000, 2_000
"""Matches are counted up to the first; among several common conditions, as far as the second."""

REPORTED = (InterviewStatus.COMPLETED, InterviewStatus.ABANDONED)
_LAST_CHARACTER = "\U0010ffff"
_TABLE: FromClause = SQLModel.metadata.tables["interview"]
# What conditions and orders need of an interview that was collected.
_NEEDED = (
    "id",
    "organization_id",
    "kind",
    "status",
    "position_id",
    "recommendation",
    "reviewed_at",
    "human_requested_at",
    "human_resolved_at",
    "expires_at",
    "created_at",
    "candidate_name",
    "score",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; empty parts do not restrict.

    `words` are folded beginnings of terms; `expires` are the times between which an open
    invitation runs out, the second included.
    """

    organization_id: UUID
    words: tuple[str, ...] = ()
    statuses: tuple[InterviewStatus, ...] = ()
    position_id: UUID | None = None
    recommendation: str | None = None
    needs_review: bool | None = None
    asks_for_human: bool = False
    expires: tuple[datetime, datetime] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, and which way. Ties go by id, so that the order is always the same."""

    column: str = "created_at"
    descending: bool = True

    def clauses(self, source: FromClause) -> list[Any]:
        """What follows ORDER BY."""
        columns = [source.c[self.column], source.c.id]
        return [one.desc() for one in columns] if self.descending else columns


@dataclass(frozen=True, slots=True)
class Total:
    """How many match. Where `exact` is false, there may be more than `count`."""

    count: int
    exact: bool

    @property
    def words(self) -> str:
        """The number as shown, such as "128" or "1,000+"."""
        return f"{self.count:,}{'' if self.exact else '+'}"


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page, in order, and how many match in all."""

    ids: tuple[UUID, ...]
    total: Total


async def find(
    session: AsyncSession, filters: Filters, order: Order, *, offset: int, limit: int
) -> Found:
    """The ids from `offset` on, `limit` at most, and how many there are."""
    search = _Search(filters, session.get_bind().dialect.name)
    drivers = search.drivers()
    sizes = await _sizes(session, drivers)
    if 0 in sizes:
        return Found((), Total(0, exact=True))
    if sizes and min(sizes) <= FEW:
        few = search.collected(drivers[sizes.index(min(sizes))])
        return await _sorted(session, few, order, offset, limit)
    ids = await _walk(session, search, order, offset, limit)
    return Found(ids, await _total(session, search, drivers))


class _Search:
    """The conditions of a search, as SQL of one dialect."""

    def __init__(self, filters: Filters, dialect: str) -> None:
        self._filters = filters
        self._dialect = dialect

    def drivers(self) -> list[Select[Any]]:
        """For each condition with an index of its own, the ids that meet it.

        The condition that usually leaves fewest comes first. The position's says nothing of the
        organisation: whatever is found by it must meet all conditions.
        """
        filters, table = self._filters, _TABLE.c
        base, created = self._base(_TABLE), self._created(_TABLE)
        found: list[Select[Any]] = [
            select(col(InterviewTerm.interview_id).label("id"))
            .where(
                col(InterviewTerm.organization_id) == filters.organization_id,
                begins_with(col(InterviewTerm.term), word, self._dialect),
            )
            .distinct()
            for word in filters.words
        ]
        if filters.position_id is not None:
            of_position = table.position_id == filters.position_id
            found.append(select(table.id).where(of_position, *created))
        by_index = self._attention(_TABLE)
        if filters.needs_review is not None:
            by_index.append(self._review(_TABLE))
        if filters.recommendation is not None:
            by_index.append(table.recommendation == filters.recommendation)
        if filters.statuses:
            by_index.append(table.status.in_(filters.statuses))
        if created and not by_index:
            by_index.append(and_(*created))
        return found + [select(table.id).where(base, one, *created) for one in by_index]

    @property
    def drivers_belong(self) -> bool:
        """Whether all that a driver finds belongs to the organisation, and to no trial."""
        return self._filters.position_id is None

    def conditions(self, source: FromClause) -> list[Condition]:
        """Everything that must hold of an interview, on the columns of the source."""
        filters, columns = self._filters, source.c
        found = [self._base(source), *self._created(source), *self._attention(source)]
        if filters.statuses:
            found.append(columns.status.in_(filters.statuses))
        if filters.position_id is not None:
            found.append(columns.position_id == filters.position_id)
        if filters.recommendation is not None:
            found.append(columns.recommendation == filters.recommendation)
        if filters.needs_review is not None:
            found.append(self._review(source))
        # By the interview alone, not its organisation, so that its few terms are looked through.
        found += [
            select(col(InterviewTerm.term))
            .where(
                col(InterviewTerm.interview_id) == columns.id,
                begins_with(col(InterviewTerm.term), word, self._dialect),
            )
            .exists()
            for word in filters.words
        ]
        return found

    def collected(self, driver: Select[Any], most: int = FEW) -> Select[Any]:
        """What matches among the interviews that a driver finds, as far as it is followed.

        The limits keep databases from merging the queries and choosing another way.
        """
        ids = driver.limit(most + 1).subquery()
        rows = (
            select(*(_TABLE.c[name] for name in _NEEDED))
            .where(_TABLE.c.id.in_(select(ids.c.id)))
            .limit(most + 1)
            .subquery()
        )
        return select(rows).where(*self.conditions(rows))

    def _base(self, source: FromClause) -> Condition:
        return and_(
            source.c.organization_id == self._filters.organization_id,
            source.c.kind == InterviewKind.CANDIDATE,
        )

    def _created(self, source: FromClause) -> list[Condition]:
        found: list[Condition] = []
        if self._filters.since is not None:
            found.append(source.c.created_at >= self._filters.since)
        if self._filters.until is not None:
            found.append(source.c.created_at < self._filters.until)
        return found

    def _attention(self, source: FromClause) -> list[Condition]:
        """What somebody has to see to soon; each of these leaves few."""
        found: list[Condition] = []
        if self._filters.asks_for_human:
            found.append(asks_for_human(source))
        if self._filters.expires is not None:
            found.append(expires_between(*self._filters.expires, source))
        return found

    def _review(self, source: FromClause) -> Condition:
        """Completed and not decided on yet, or else decided on."""
        return (
            to_review(source) if self._filters.needs_review else source.c.reviewed_at.is_not(None)
        )


def begins_with(column: Any, word: str, dialect: str) -> Condition:  # noqa: ANN401 - of text
    """Whether a text begins with the word, so that an index of the column is used."""
    if dialect == "postgresql":
        # A range holds the same only where texts are compared byte by byte, as in SQLite; the
        # collation here may be another one.
        condition: Condition = column.startswith(word, autoescape=True)
        return condition
    return and_(column >= word, column < word + _LAST_CHARACTER)


def to_review(source: FromClause = _TABLE) -> Condition:
    """Whether an interview was completed and nobody has decided about it."""
    return and_(source.c.status == InterviewStatus.COMPLETED, source.c.reviewed_at.is_(None))


def asks_for_human(source: FromClause = _TABLE) -> Condition:
    """Whether the candidate asked for a human and nobody has answered."""
    return and_(source.c.human_requested_at.is_not(None), source.c.human_resolved_at.is_(None))


def expires_between(now: datetime, then: datetime, source: FromClause = _TABLE) -> Condition:
    """Whether an invitation nobody has followed runs out after `now` and until `then`."""
    expires = source.c.expires_at
    return and_(source.c.status == InterviewStatus.SCHEDULED, expires > now, expires <= then)


async def _sizes(session: AsyncSession, drivers: Sequence[Select[Any]]) -> list[int]:
    """How many ids each condition leaves, counted as far as it matters."""
    if not drivers:
        return []
    counts = [
        select(func.count()).select_from(one.limit(FEW + 1).subquery()).scalar_subquery()
        for one in drivers
    ]
    return list((await session.execute(select(*counts))).one())


async def _count(session: AsyncSession, query: Select[Any], most: int) -> int:
    counting = select(func.count()).select_from(query.limit(most).subquery())
    return (await session.execute(counting)).scalar_one()


async def _total(session: AsyncSession, search: _Search, drivers: Sequence[Select[Any]]) -> Total:
    """How many match where every condition leaves many."""
    if len(drivers) == 1 and search.drivers_belong:
        # The one condition is known to leave more than are counted.
        return Total(COUNT_TO, exact=False)
    if len(drivers) > 1:
        # However far it is followed, a condition among several may leave more beyond.
        query = search.collected(drivers[0], LOOK_AT)
    else:
        query = select(_TABLE.c.id).where(*search.conditions(_TABLE))
    count = await _count(session, query, COUNT_TO + 1)
    return Total(min(count, COUNT_TO), exact=count <= COUNT_TO and len(drivers) < 2)  # noqa: PLR2004


async def _sorted(
    session: AsyncSession, matching: Select[Any], order: Order, offset: int, limit: int
) -> Found:
    """A page of what was collected; rows without a value to sort by come last."""
    source = matching.subquery()
    query = (
        select(source.c.id, func.count().over())
        .order_by(source.c[order.column].is_(None), *order.clauses(source))
        .offset(offset)
        .limit(limit)
    )
    rows = (await session.execute(query)).all()
    # A page beyond the last one has no row to tell the number.
    total = rows[0][1] if rows else min(await _count(session, matching, FEW), offset)
    return Found(tuple(row[0] for row in rows), Total(total, exact=True))


async def _walk(
    session: AsyncSession, search: _Search, order: Order, offset: int, limit: int
) -> tuple[UUID, ...]:
    """A page along the index of the order. Interviews without a score follow the scored ones."""
    conditions = search.conditions(_TABLE)
    if order.column != "score":
        return await _along(session, conditions, order, offset, limit)
    scored = [*conditions, _TABLE.c.score.is_not(None)]
    ids = await _along(session, scored, order, offset, limit)
    if len(ids) == limit:
        return ids
    skip = 0
    if not ids:
        skip = offset - await _count(session, select(_TABLE.c.id).where(*scored), offset)
    unscored = [*conditions, _TABLE.c.score.is_(None)]
    by_id = Order("id", descending=order.descending)
    return ids + await _along(session, unscored, by_id, skip, limit - len(ids))


async def _along(
    session: AsyncSession, conditions: list[Condition], order: Order, offset: int, limit: int
) -> tuple[UUID, ...]:
    query = (
        select(_TABLE.c.id)
        .where(*conditions)
        .order_by(*order.clauses(_TABLE))
        .offset(offset)
        .limit(limit)
    )
    return tuple((await session.execute(query)).scalars())
