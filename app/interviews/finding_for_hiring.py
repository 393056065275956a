"""How a page of candidates' interviews is found exactly, however many there are.

How many stand where is counted by month as it changes, so that their number and where a page begins
in the order of time are known. Only the rows of the page are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, FromClause, func, select
from sqlmodel import SQLModel, col

from app.core import months
from app.interviews.models import InterviewCount, InterviewKind, InterviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.months import Stretch

_TABLE: FromClause = SQLModel.metadata.tables["interview"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; None does not restrict. The requisition is one of the organisation's."""

    organization_id: UUID
    requisition_id: UUID | None = None
    status: InterviewStatus | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must hold of an interview. Only those of candidates have a requisition."""
        columns = _TABLE.c
        found: list[ColumnElement[bool]] = [columns.requisition_id == self.requisition_id]
        if self.requisition_id is None:
            found = [
                columns.organization_id == self.organization_id,
                columns.kind == InterviewKind.CANDIDATE,
            ]
        if self.status is not None:
            found.append(columns.status == self.status)
        if self.since is not None:
            found.append(columns.created_at >= self.since)
        if self.until is not None:
            found.append(columns.created_at < self.until)
        return found


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, and which way. Ties go by id."""

    column: str = "created_at"
    descending: bool = True


async def find(
    session: AsyncSession, filters: Filters, order: Order, *, offset: int, limit: int
) -> tuple[int, tuple[UUID, ...]]:
    """How many match, and the ids from `offset` on, `limit` at most."""
    numbers = await _numbers(session, filters)
    total = sum(numbers.values())
    count = min(limit, total - offset)
    if count <= 0:
        return total, ()
    created, conditions = _TABLE.c.created_at, filters.conditions()
    # Walked from the nearer end, so that the last page is found as soon as the first.
    skip, falling = offset, order.descending
    if total - offset - count < offset:
        skip, falling = total - offset - count, not falling
    if order.column == "created_at":
        begin = months.start(numbers, offset, count, falling=order.descending)
        skip, falling = begin.skip, begin.falling
        conditions.append(created < begin.moment if falling else created >= begin.moment)
    columns = [_TABLE.c[order.column], _TABLE.c.id]
    query = (
        select(_TABLE.c.id)
        .where(*conditions)
        .order_by(*([one.desc() for one in columns] if falling else columns))
        .offset(skip)
        .limit(count)
    )
    ids = tuple((await session.execute(query)).scalars())
    return total, ids if falling is order.descending else ids[::-1]


async def _numbers(session: AsyncSession, filters: Filters) -> Mapping[Stretch, int]:
    """How many match in each stretch of time; parts of months are counted now."""
    query = select(col(InterviewCount.month), func.sum(col(InterviewCount.number))).group_by(
        col(InterviewCount.month)
    )
    if filters.requisition_id is None:
        query = query.where(col(InterviewCount.organization_id) == filters.organization_id)
    else:
        query = query.where(col(InterviewCount.group_id) == filters.requisition_id)
    if filters.status is not None:
        query = query.where(col(InterviewCount.status) == filters.status)
    known = {row[0]: int(row[1]) for row in (await session.execute(query)).all() if row[1]}
    found: Counter[Stretch] = Counter()
    for stretch, month in months.within(known, filters.since, filters.until).items():
        if month is not None:
            found[stretch] = known[month]
            continue
        created = _TABLE.c.created_at
        part = (
            select(func.count())
            .select_from(_TABLE)
            .where(*filters.conditions(), created >= stretch.begin, created < stretch.end)
        )
        found[stretch] = (await session.execute(part)).scalar_one()
    return found
