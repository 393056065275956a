"""Pages of lists that are read whole, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import func
from sqlmodel import select

from app.core.errors import InvalidInputError
from app.core.numbers import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

Row = TypeVar("Row")
PER_PAGE, MOST_PER_PAGE = 20, 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of a list. `total` counts all that match, up to `most`; `page` is counted from 1."""

    rows: tuple[Row, ...]
    total: int
    page: int
    per_page: int
    most: int | None = None

    @property
    def total_words(self) -> str:
        """How many match, such as "1,280" or "100,000 or more"."""
        more = " or more" if self.most is not None and self.total >= self.most else ""
        return f"{self.total:,}{more}"

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.page * self.per_page < self.total


@dataclass(frozen=True, slots=True)
class Wish:
    """Which page of a list is wanted, and in which order; `sort` is one of the list's own fields.

    `search` is part of a name, or "" for all.
    """

    page: int = 1
    per_page: int = PER_PAGE
    sort: str | None = None
    descending: bool = False
    search: str = ""


async def page_of(
    session: AsyncSession,
    query: Any,  # noqa: ANN401 - any select
    wish: Wish,
    *,
    sorts: Mapping[str, Any],
    last: Any,  # noqa: ANN401 - a column
) -> Page[Any]:
    """The rows of one page of what the query finds.

    The first of `sorts` is the order where none is wished for; `last` tells equals apart. Raises
    InvalidInputError for an unknown field to sort by, and for a page that cannot be.
    """
    if not (1 <= wish.page <= LARGEST and 1 <= wish.per_page <= MOST_PER_PAGE):
        raise InvalidInputError("There is no such page.", field="page")
    by = sorts.get(wish.sort or next(iter(sorts)))
    if by is None:
        raise InvalidInputError(f"Sort by one of {', '.join(sorts)}.", field="sort")
    total = await session.execute(select(func.count()).select_from(query.order_by(None).subquery()))
    order = (by.desc(), last.desc()) if wish.descending else (by.asc(), last.asc())
    rows = await session.execute(
        query.order_by(*order).limit(wish.per_page).offset((wish.page - 1) * wish.per_page)
    )
    return Page(tuple(rows.scalars()), total.scalar_one(), wish.page, wish.per_page)


def like(search: str) -> str:
    """The pattern of LIKE, with backslash to escape, for what holds these words anywhere."""
    plain = search.strip().lower()
    for special in ("\\", "%", "_"):
        plain = plain.replace(special, f"\\{special}")
    return f"%{plain}%"
