"""How a page of applications is found: as quickly among 200,000 as among a thousand.

What stands at each status is counted by month as it changes, so a list without words needs next to
no counting, and where a page begins in the order of time is known. The rest of a page is found in
an index of the wanted order alone, from whichever end is nearer, and only its rows are read. How a
search by words goes about it stands in `searching`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, func, select, union_all
from sqlmodel import SQLModel

from app.applications import counts
from app.applications.models import ApplicationStatus
from app.core import months

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.months import Stretch

Condition: TypeAlias = ColumnElement[bool]

FEW = 2_000
"""So many applications are collected and sorted in a few milliseconds."""

FAR = 5_000
"""Beyond so many names it is worth asking how many begin with which letters."""

SORTS: dict[str, tuple[str, ...]] = {
    "createdAt": ("created_at", "id"),
    "candidateName": ("candidate_name", "id"),
    "riskScore": ("risk_score", "id"),
    "status": ("status", "created_at", "id"),
}
"""By which columns a list may be sorted; the first is the default."""

TABLE: FromClause = SQLModel.metadata.tables["application"]
NEEDED = (
    "id",
    "organization_id",
    "requisition_id",
    "status",
    "candidate_name",
    "risk_score",
    "created_at",
)
"""What conditions and orders need of an application."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; empty parts do not restrict. `words` are folded beginnings of terms.

    The requisition is one of the organisation's, as the caller has made sure.
    """

    organization_id: UUID
    requisition_id: UUID | None = None
    statuses: tuple[ApplicationStatus, ...] = ()
    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def whose(self, source: FromClause) -> Condition:
        """Whose an application must be. The indexes of a requisition say no organisation."""
        if self.requisition_id is not None:
            return source.c.requisition_id == self.requisition_id
        return source.c.organization_id == self.organization_id

    def conditions(self, source: FromClause) -> list[Condition]:
        """What must hold of an application, its words apart, on the columns of the source."""
        return [self.whose(source), *self.narrowing(source)]

    def narrowing(self, source: FromClause) -> list[Condition]:
        """The same without whose it is."""
        columns = source.c
        found: list[Condition] = []
        if self.statuses:
            found.append(columns.status.in_(self.statuses))
        if self.since is not None:
            found.append(columns.created_at >= self.since)
        if self.until is not None:
            found.append(columns.created_at < self.until)
        return found


@dataclass(frozen=True, slots=True)
class Order:
    """By which of SORTS, and which way. Those without a risk score come last either way."""

    sort: str = "createdAt"
    descending: bool = True

    @property
    def may_lack(self) -> str | None:
        """The column that not every application has a value in."""
        return "risk_score" if self.sort == "riskScore" else None

    def clauses(self, source: FromClause, *, reverse: bool = False) -> list[Any]:
        """What follows ORDER BY."""
        columns = [source.c[name] for name in SORTS[self.sort]]
        return [one.desc() for one in columns] if self.descending is not reverse else columns


@dataclass(frozen=True, slots=True)
class Window:
    """Which of the matches are wanted: `limit` at most, from `offset` on."""

    offset: int
    limit: int

    def of(self, total: int) -> Window:
        """The same of so many as there are."""
        return Window(self.offset, max(0, min(self.limit, total - self.offset)))


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page, in order, and how many match in all."""

    ids: tuple[UUID, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How many match at each status, by stretches of time; and how many have a risk score.

    `scored` is None where that is not known without counting them.
    """

    numbers: Mapping[ApplicationStatus, Mapping[Stretch, int]]
    scored: int | None

    @property
    def total(self) -> int:
        """How many match."""
        return sum(sum(one.values()) for one in self.numbers.values())

    def by_time(self) -> Counter[Stretch]:
        """How many match in each stretch."""
        found: Counter[Stretch] = Counter()
        for one in self.numbers.values():
            found.update(one)
        return found


async def find(session: AsyncSession, filters: Filters, order: Order, window: Window) -> Found:
    """The ids of the window among all that match the filters, which have no words."""
    shape = await shape_of(session, filters)
    total = shape.total
    window = window.of(total)
    if not window.limit:
        return Found((), total)
    if order.sort == "createdAt":
        return Found(await _in_time(session, filters, order, window, shape.by_time()), total)
    if order.sort == "status":
        return Found(await _by_status(session, filters, order, window, shape), total)
    if total <= FEW:
        return Found(await _sorted(session, filters, order, window), total)
    conditions = filters.conditions(TABLE)
    far = min(window.offset, total - window.offset) > FAR
    if far and order.sort == "candidateName" and not filters.narrowing(TABLE):
        condition, window = await _begin_near(session, filters, order, window)
        ids = await _ahead(session, [*conditions, *condition], order, window)
        return Found(ids, total)
    scored = shape.scored
    if scored is None:
        counting = select(func.count()).where(*conditions, TABLE.c.risk_score.is_not(None))
        scored = (await session.execute(counting)).scalar_one() if order.may_lack else 0
    ids = await walk(session, conditions, order, window, total, scored=scored)
    return Found(ids, total)


async def shape_of(session: AsyncSession, filters: Filters) -> Shape:
    """How many match, from what is counted by month; parts of months are counted now."""
    known = await counts.by_month(
        session, filters.organization_id, filters.requisition_id, filters.statuses
    )
    numbers: dict[ApplicationStatus, Counter[Stretch]] = {}
    scored: int | None = 0
    there = {month for _, month in known}
    for stretch, month in months.within(there, filters.since, filters.until).items():
        if month is None:
            part = await _count_part(session, filters, stretch)
            scored = None
        else:
            part = {status: one.number for (status, of), one in known.items() if of == month}
        if scored is not None:
            scored += sum(one.scored for (_, of), one in known.items() if of == month)
        for status, number in part.items():
            numbers.setdefault(status, Counter())[stretch] += number
    return Shape(numbers, scored)


async def _count_part(
    session: AsyncSession, filters: Filters, stretch: Stretch
) -> dict[ApplicationStatus, int]:
    # Every status is named, so that the index of a status and time can be used.
    part = replace(
        filters,
        statuses=filters.statuses or tuple(ApplicationStatus),
        since=stretch.begin,
        until=stretch.end,
    )
    query = (
        select(TABLE.c.status, func.count()).where(*part.conditions(TABLE)).group_by(TABLE.c.status)
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


async def _in_time(
    session: AsyncSession,
    filters: Filters,
    order: Order,
    window: Window,
    numbers: Mapping[Stretch, int],
) -> tuple[UUID, ...]:
    """A page in the order of time, begun in the month it lies in."""
    begin = months.start(numbers, window.offset, window.limit, falling=order.descending)
    created = TABLE.c.created_at
    there = created < begin.moment if begin.falling else created >= begin.moment
    columns = [created, TABLE.c.id]
    clauses = [one.desc() for one in columns] if begin.falling else columns
    query = select(*columns).where(filters.whose(TABLE), there).order_by(*clauses)
    reach = begin.skip + window.limit
    narrowed = replace(filters, statuses=()).narrowing(TABLE)
    if len(filters.statuses) > 1:
        # Each status is in order in an index; where all of them are read, so are others' rows.
        arms = [
            select(query.where(*narrowed, TABLE.c.status == one).limit(reach).subquery())
            for one in filters.statuses
        ]
        merged = union_all(*arms).subquery()
        columns = [merged.c.created_at, merged.c.id]
        clauses = [one.desc() for one in columns] if begin.falling else columns
        query = select(*columns).order_by(*clauses)
    else:
        query = query.where(*filters.narrowing(TABLE))
    found = await session.execute(query.offset(begin.skip).limit(window.limit))
    ids = tuple(row[1] for row in found.all())
    return ids if begin.falling is order.descending else ids[::-1]


async def _by_status(
    session: AsyncSession, filters: Filters, order: Order, window: Window, shape: Shape
) -> tuple[UUID, ...]:
    """A page by status, each status in the order of time."""
    ids: tuple[UUID, ...] = ()
    offset = window.offset
    for status in sorted(shape.numbers, reverse=order.descending):
        numbers = shape.numbers[status]
        part = Window(offset, window.limit - len(ids)).of(sum(numbers.values()))
        if part.limit:
            one = replace(filters, statuses=(status,))
            ids += await _in_time(session, one, order, part, numbers)
        offset = max(0, offset - sum(numbers.values()))
    return ids


async def _sorted(
    session: AsyncSession, filters: Filters, order: Order, window: Window
) -> tuple[UUID, ...]:
    """A page of the few that match, collected by an index of what they are narrowed by.

    The limit keeps databases from walking an index of the order instead.
    """
    rows = (
        select(*(TABLE.c[name] for name in NEEDED))
        .where(*filters.conditions(TABLE))
        .limit(FEW + 1)
        .subquery()
    )
    return await sorted_page(session, rows, order, window)


async def sorted_page(
    session: AsyncSession, rows: FromClause, order: Order, window: Window
) -> tuple[UUID, ...]:
    """A page of the rows of a source, by sorting them."""
    lacking = [rows.c[order.may_lack].is_(None)] if order.may_lack else []
    query = (
        select(rows.c.id)
        .order_by(*lacking, *order.clauses(rows))
        .offset(window.offset)
        .limit(window.limit)
    )
    return tuple((await session.execute(query)).scalars())


async def _begin_near(
    session: AsyncSession, filters: Filters, order: Order, window: Window
) -> tuple[list[Condition], Window]:
    """From which name on to walk to a page, and the window from there."""
    counted = await counts.by_initial(session, filters.organization_id, filters.requisition_id)
    name, before = TABLE.c.candidate_name, 0
    condition: list[Condition] = []
    following = ""
    for initial, number in reversed(counted) if order.descending else counted:
        if before + number > window.offset:
            if order.descending:
                condition = [name < following] if following else []
            else:
                condition = [name >= initial]
            break
        before += number
        following = initial
    return condition, Window(window.offset - before, window.limit)


async def walk(
    session: AsyncSession,
    conditions: list[Condition],
    order: Order,
    window: Window,
    total: int,
    *,
    scored: int | None = None,
) -> tuple[UUID, ...]:
    """A page of the `total` for which the conditions hold, along the index of the order.

    Those that lack a value come after those that have one, of which there are `scored`. Where that
    is None, only those that have one are walked, and fewer may be found.
    """
    if order.may_lack is None:
        return await _along(session, conditions, order, window, total)
    column = TABLE.c[order.may_lack]
    having = [*conditions, column.is_not(None)]
    if scored is None:
        return await _ahead(session, having, order, window)
    ids = await _along(session, having, order, window, scored)
    rest = Window(max(window.offset - scored, 0), window.limit - len(ids))
    lacking = [*conditions, column.is_(None)]
    return ids + await _along(session, lacking, order, rest, total - scored)


async def _along(
    session: AsyncSession, conditions: list[Condition], order: Order, window: Window, total: int
) -> tuple[UUID, ...]:
    """The window of the `total` there are, walked from the nearer end."""
    window = window.of(total)
    from_end = total - window.offset - window.limit
    if not window.limit or from_end >= window.offset:
        return await _ahead(session, conditions, order, window)
    rest = Window(from_end, window.limit)
    return (await _ahead(session, conditions, order, rest, reverse=True))[::-1]


async def _ahead(
    session: AsyncSession,
    conditions: list[Condition],
    order: Order,
    window: Window,
    *,
    reverse: bool = False,
) -> tuple[UUID, ...]:
    if not window.limit:
        return ()
    query = (
        select(TABLE.c.id)
        .where(*conditions)
        .order_by(*order.clauses(TABLE, reverse=reverse))
        .offset(window.offset)
        .limit(window.limit)
    )
    return tuple((await session.execute(query)).scalars())
