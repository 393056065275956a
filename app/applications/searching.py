"""How a page of applications is found by words.

What a search is narrowed by stands in the index of terms itself, in which the matches of a word are
counted and put in the order of time without a look at the applications. Where many match, a page
near an end is filled sooner by walking the index of the wanted order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import SQLModel

from app.applications import counts, finding
from app.applications.counts import Counted
from app.applications.finding import FEW, NEEDED, TABLE, Filters, Found, Order, Window

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, FromClause
    from sqlalchemy.ext.asyncio import AsyncSession

_TERMS: FromClause = SQLModel.metadata.tables["application_term"]
_LAST_CHARACTER = "\U0010ffff"

# What it takes to look at one more, in microseconds.
_TO_WALK, _TO_SORT, _TO_READ = 2.5, 0.7, 4.0
_IN_TERMS = frozenset({"createdAt", "status"})


@dataclass(frozen=True, slots=True)
class _Search:
    """A search in SQL of one dialect."""

    filters: Filters
    dialect: str

    def found_by(self, word: str) -> Select[Any]:
        """The narrowed applications with a term that begins so, each once."""
        filters = self.filters
        conditions = [
            _TERMS.c.organization_id == filters.organization_id,
            self._begins(_TERMS.c.term, word),
            _TERMS.c.shared < len(word),
            *filters.narrowing(_TERMS),
        ]
        if filters.requisition_id is not None:
            conditions.append(_TERMS.c.requisition_id == filters.requisition_id)
        columns = (_TERMS.c.application_id.label("id"), _TERMS.c.status, _TERMS.c.created_at)
        return select(*columns).where(*conditions)

    def by_all(self, driver: str) -> Select[Any]:
        """Those with a term for every word, begun with the driver's."""
        beside, place = _TERMS.c.beside, func.instr
        if self.dialect == "postgresql":
            place = func.strpos
        others = [word for word in self.filters.words if word != driver]
        return self.found_by(driver).where(
            *(
                or_(
                    place(beside, f" {word}") > 0,
                    and_(beside.is_(None), self.is_found(_TERMS.c.application_id, word)),
                )
                for word in others
            )
        )

    def is_found(self, application_id: ColumnElement[UUID], word: str) -> ColumnElement[bool]:
        """Whether one application is found by a word: its few terms are looked through."""
        terms = _TERMS.alias()
        return (
            select(terms.c.term)
            .where(
                terms.c.application_id == application_id,
                self._begins(terms.c.term, word),
            )
            .exists()
        )

    def _begins(self, column: Any, word: str) -> ColumnElement[bool]:  # noqa: ANN401 - of text
        if self.dialect == "postgresql":
            condition: ColumnElement[bool] = column.startswith(word, autoescape=True)
            return condition
        return and_(column >= word, column < word + _LAST_CHARACTER)


async def search(session: AsyncSession, filters: Filters, order: Order, window: Window) -> Found:
    """The ids of the window among all that match the filters, words and all."""
    wanted = _Search(filters, session.get_bind().dialect.name)
    among, sizes = await _sizes(session, wanted)
    rarest = min(sizes, key=sizes.__getitem__)
    total = sizes[rarest]
    matching = wanted.by_all(rarest)
    if total and len(sizes) > 1:
        if order.sort in _IN_TERMS and (found := await _page(session, matching, order, window)):
            return found
        counting = select(func.count()).select_from(matching.subquery())
        total = (await session.execute(counting)).scalar_one()
    window = window.of(total)
    if not window.limit:
        return Found((), total)
    if _is_walked(order, window, total, among):
        conditions = [
            *filters.conditions(TABLE),
            *(wanted.is_found(TABLE.c.id, word) for word in filters.words),
        ]
        ids = await finding.walk(session, conditions, order, window, total)
        if len(ids) == window.limit:
            return Found(ids, total)
    return Found(await _sorted(session, matching, order, window, total), total)


def _is_walked(order: Order, window: Window, total: int, among: Counted) -> bool:
    """Whether the page is found sooner by walking all there are than by sorting what matches."""
    near = min(window.offset, total - window.offset - window.limit) + window.limit
    if order.may_lack:
        # How many of the matches have a value is guessed: a page has to be far from where they end.
        near = window.offset + window.limit
        if near * 2 > total * among.scored / max(among.number, 1):
            return False
    walking = near * among.number / total * _TO_WALK
    return walking < total * (_TO_SORT if order.sort in _IN_TERMS else _TO_READ)


async def _sizes(session: AsyncSession, wanted: _Search) -> tuple[Counted, dict[str, int]]:
    """How many applications there are without the words, and how many each word finds.

    Of several words only one that finds few is worth knowing, so they are counted that far.
    """
    filters = wanted.filters
    found = [wanted.found_by(word) for word in filters.words]
    if len(found) > 1:
        found = [one.limit(FEW + 1) for one in found]
    numbers = [select(func.count()).select_from(one.subquery()).scalar_subquery() for one in found]
    among = counts.all_of(
        filters.organization_id, filters.requisition_id, filters.statuses
    ).subquery()
    row = (await session.execute(select(among, *numbers))).one()
    sizes = dict(zip(filters.words, row[2:], strict=True))
    return Counted(int(row[0] or 0), int(row[1] or 0)), sizes


async def _page(
    session: AsyncSession, matching: Select[Any], order: Order, window: Window
) -> Found | None:
    """A page of what matches, sorted and counted at once; None where there is no such page."""
    source = matching.subquery()
    query = (
        select(source.c.id, func.count().over())
        .order_by(*order.clauses(source))
        .offset(window.offset)
        .limit(window.limit)
    )
    rows = (await session.execute(query)).all()
    return Found(tuple(row[0] for row in rows), rows[0][1]) if rows else None


async def _sorted(
    session: AsyncSession, matching: Select[Any], order: Order, window: Window, total: int
) -> tuple[UUID, ...]:
    """A page of what matches, by sorting it.

    The limits keep databases from walking an index of the order instead.
    """
    found = matching.limit(total).subquery()
    if order.sort in _IN_TERMS:
        return await finding.sorted_page(session, found, order, window)
    rows = (
        select(*(TABLE.c[name] for name in NEEDED))
        .where(TABLE.c.id.in_(select(found.c.id)))
        .limit(total)
        .subquery()
    )
    return await finding.sorted_page(session, rows, order, window)
