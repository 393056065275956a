"""How a page of applications is found: as quickly among 200,000 as among a thousand.

What stands at each status is counted as it changes, so most lists need no counting. A page is found
in an index of the wanted order alone, from whichever end is nearer, and only its rows are read.
Where a word of a search leaves few, those are collected and sorted instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select
from sqlmodel import SQLModel, col

from app.applications.counts import by_status
from app.applications.models import ApplicationTerm

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import ApplicationStatus

Condition: TypeAlias = ColumnElement[bool]

FEW = 2_000
"""So many applications are collected and sorted in a few milliseconds."""

SORTS: dict[str, tuple[str, ...]] = {
    "createdAt": ("created_at", "id"),
    "candidateName": ("candidate_name", "id"),
    "riskScore": ("risk_score", "id"),
    "status": ("status", "created_at", "id"),
}
"""By which columns a list may be sorted; the first is the default."""

_LAST_CHARACTER = "\U0010ffff"
_TABLE: FromClause = SQLModel.metadata.tables["application"]
_NEEDED = (
    "id",
    "organization_id",
    "requisition_id",
    "status",
    "candidate_name",
    "risk_score",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; empty parts do not restrict. `words` are folded beginnings of terms."""

    organization_id: UUID
    requisition_id: UUID | None = None
    statuses: tuple[ApplicationStatus, ...] = ()
    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self, source: FromClause) -> list[Condition]:
        """What must hold of an application, its words apart, on the columns of the source."""
        columns = source.c
        found = [columns.organization_id == self.organization_id]
        if self.requisition_id is not None:
            found.append(columns.requisition_id == self.requisition_id)
        if self.statuses:
            found.append(columns.status.in_(self.statuses))
        if self.since is not None:
            found.append(columns.created_at >= self.since)
        if self.until is not None:
            found.append(columns.created_at < self.until)
        return found

    @property
    def is_counted(self) -> bool:
        """Whether what is asked for is counted with every step."""
        return not self.words and self.since is None and self.until is None


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


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page, in order, and how many match in all."""

    ids: tuple[UUID, ...]
    total: int


async def find(session: AsyncSession, filters: Filters, order: Order, window: Window) -> Found:
    """The ids in the window, in order, and how many match in all."""
    dialect = session.get_bind().dialect.name
    by_word = [_found_by(filters.organization_id, word, dialect) for word in filters.words]
    sizes = await _sizes(session, by_word)
    if 0 in sizes:
        return Found((), 0)
    if sizes and min(sizes) <= FEW:
        driver = sizes.index(min(sizes))
        others = [word for place, word in enumerate(filters.words) if place != driver]
        return await _collected(
            session, filters, order, window, driver=by_word[driver], others=others
        )
    total = await _total(session, filters, by_word)
    if window.offset >= total:
        return Found((), total)
    conditions = [
        *filters.conditions(_TABLE),
        *(_is_found_by(_TABLE, word, dialect) for word in filters.words),
    ]
    return Found(await _walk(session, conditions, order, window, total), total)


def _found_by(organization_id: UUID, word: str, dialect: str) -> Select[Any]:
    """The ids of the organisation's applications with a term that begins so."""
    return (
        select(col(ApplicationTerm.application_id).label("id"))
        .where(
            col(ApplicationTerm.organization_id) == organization_id,
            _begins_with(col(ApplicationTerm.term), word, dialect),
        )
        .distinct()
    )


def _is_found_by(source: FromClause, word: str, dialect: str) -> Condition:
    """The same, asked of one application: its few terms are looked through."""
    return (
        select(col(ApplicationTerm.term))
        .where(
            col(ApplicationTerm.application_id) == source.c.id,
            _begins_with(col(ApplicationTerm.term), word, dialect),
        )
        .exists()
    )


def _begins_with(column: Any, word: str, dialect: str) -> Condition:  # noqa: ANN401 - of text
    if dialect == "postgresql":
        condition: Condition = column.startswith(word, autoescape=True)
        return condition
    return and_(column >= word, column < word + _LAST_CHARACTER)


async def _sizes(session: AsyncSession, queries: list[Select[Any]]) -> list[int]:
    """How many ids each word finds, counted as far as it matters."""
    if not queries:
        return []
    counts = [
        select(func.count()).select_from(one.limit(FEW + 1).subquery()).scalar_subquery()
        for one in queries
    ]
    return list((await session.execute(select(*counts))).one())


async def _collected(
    session: AsyncSession,
    filters: Filters,
    order: Order,
    window: Window,
    *,
    driver: Select[Any],
    others: list[str],
) -> Found:
    """A page of the few that one word finds.

    The limits keep databases from merging the queries and choosing another way.
    """
    dialect = session.get_bind().dialect.name
    ids = driver.limit(FEW + 1).subquery()
    rows = (
        select(*(_TABLE.c[name] for name in _NEEDED))
        .where(_TABLE.c.id.in_(select(ids.c.id)))
        .limit(FEW + 1)
        .subquery()
    )
    conditions = [
        *filters.conditions(rows),
        *(_is_found_by(rows, word, dialect) for word in others),
    ]
    counting = select(func.count()).select_from(rows).where(*conditions)
    total = (await session.execute(counting)).scalar_one()
    lacking = [rows.c[order.may_lack].is_(None)] if order.may_lack else []
    query = (
        select(rows.c.id)
        .where(*conditions)
        .order_by(*lacking, *order.clauses(rows))
        .offset(window.offset)
        .limit(window.limit)
    )
    return Found(tuple((await session.execute(query)).scalars()), total)


async def _total(session: AsyncSession, filters: Filters, by_word: list[Select[Any]]) -> int:
    if filters.is_counted:
        counts = await by_status(session, filters.organization_id, filters.requisition_id)
        return sum(counts[one] for one in filters.statuses or counts)
    narrowed = filters.conditions(_TABLE)
    if not by_word:
        query = select(func.count()).select_from(_TABLE).where(*narrowed)
        return (await session.execute(query)).scalar_one()
    first, *others = by_word
    ids = first.subquery()
    matching = select(ids.c.id).where(
        *(ids.c.id.in_(select(one.subquery().c.id)) for one in others)
    )
    # Whose terms are the organisation's is the organisation's own.
    if len(narrowed) > 1:
        matching = matching.where(ids.c.id.in_(select(_TABLE.c.id).where(*narrowed)))
    counting = select(func.count()).select_from(matching.subquery())
    return (await session.execute(counting)).scalar_one()


async def _walk(
    session: AsyncSession, conditions: list[Condition], order: Order, window: Window, total: int
) -> tuple[UUID, ...]:
    """A page along the index of the order, those that lack a value after those that have one."""
    if order.may_lack is None:
        return await _along(session, conditions, order, window, total)
    column = _TABLE.c[order.may_lack]
    having = [*conditions, column.is_not(None)]
    counting = select(func.count()).select_from(_TABLE).where(*having)
    have = (await session.execute(counting)).scalar_one()
    ids = await _along(session, having, order, window, have)
    rest = Window(max(window.offset - have, 0), window.limit - len(ids))
    lacking = [*conditions, column.is_(None)]
    return ids + await _along(session, lacking, order, rest, total - have)


async def _along(
    session: AsyncSession, conditions: list[Condition], order: Order, window: Window, total: int
) -> tuple[UUID, ...]:
    """The window of the `total` there are, walked from the nearer end."""
    count = min(window.limit, total - window.offset)
    if count <= 0:
        return ()
    from_end = total - window.offset - count
    backwards = from_end < window.offset
    query = (
        select(_TABLE.c.id)
        .where(*conditions)
        .order_by(*order.clauses(_TABLE, reverse=backwards))
        .offset(from_end if backwards else window.offset)
        .limit(count)
    )
    ids = tuple((await session.execute(query)).scalars())
    return ids[::-1] if backwards else ids
