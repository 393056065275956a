"""What an address asks of a table: search, filters, order and page, read and written again."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from app.core.ids import parse_id
from app.core.numbers import number_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Self

ORDERS = ("asc", "desc")
_MAX_SEARCH = 120


def kept(read: Callable[[str], str], *, narrows: bool = True) -> Any:
    """A field of a query that is kept in the address under its own name.

    `read` gives what is meant, or "" for what nobody offers. Where it `narrows` the table down, it
    is a filter.
    """
    return field(default="", metadata={"read": read, "narrows": narrows})


def one_of(offered: Collection[str]) -> Callable[[str], str]:
    """Reads one of those values."""
    return lambda text: text if text in offered else ""


def an_id(text: str) -> str:
    """Reads an id."""
    return str(parse_id(text) or "")


def a_number(text: str) -> str:
    """Reads a public number."""
    return str(number_in(text.strip()) or "")


def words(text: str) -> str:
    """Reads what was typed to look for."""
    return " ".join(text.split())[:_MAX_SEARCH]


def page_in(text: str, last: int) -> int:
    """The page an address names, from 1 to the last there can be; the first where it names none."""
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(last))
    return min(max(int(text), 1), last) if plain else 1


@dataclass(frozen=True, kw_only=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default.

    The query of a table says where the table is, what it can be sorted by (the first is the usual
    order; all descend but those that ascend), and has a field for each of its filters.
    """

    HERE: ClassVar[str]
    SORTS: ClassVar[Collection[str]] = ()
    ASCENDING: ClassVar[Collection[str]] = ()
    IN_REVERSE: ClassVar[bool] = True
    LAST_PAGE: ClassVar[int] = 99_999

    search: str = ""
    sort: str = ""
    order: str = ""
    page: int = 1

    def __post_init__(self) -> None:
        if self.sort not in self.SORTS:
            object.__setattr__(self, "sort", self._first())
        if self.order not in ORDERS or not (self.SORTS and self.IN_REVERSE):
            object.__setattr__(self, "order", self._usual(self.sort))

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """The query an address holds, by its parameters."""
        given = {name: value for name, value in parameters.items() if isinstance(value, str)}
        return cls(
            search=words(given.get("q", "")),
            sort=given.get("sort", ""),
            order=given.get("order", ""),
            page=page_in(given.get("page", ""), cls.LAST_PAGE),
            **{one.name: one.metadata["read"](given.get(one.name, "")) for one in _kept(cls)},
        )

    def _first(self) -> str:
        return next(iter(self.SORTS), "")

    def _usual(self, sort: str) -> str:
        return ORDERS[sort not in self.ASCENDING]

    @property
    def filters(self) -> dict[str, str]:
        """The filters as they are set, "" for those that are not."""
        narrowing = [one.name for one in _kept(type(self)) if one.metadata["narrows"]]
        return {name: getattr(self, name) for name in narrowing}

    @property
    def is_filtered(self) -> bool:
        """Whether anything restricts the table."""
        return bool(self.search) or any(self.filters.values())

    @property
    def parameters(self) -> dict[str, str]:
        """The query as the parameters of an address, without the page and what goes unsaid."""
        said = {"q": self.search}
        said |= {one.name: getattr(self, one.name) for one in _kept(type(self))}
        said["sort"] = "" if self.sort == self._first() else self.sort
        said["order"] = "" if self.order == self._usual(self.sort) else self.order
        return {name: value for name, value in said.items() if value}

    def address(self, **changes: Any) -> str:
        """The address of this table with something changed; any change but of page goes to 1."""
        wanted = replace(self, **{"page": 1, **changes})
        page = {} if wanted.page == 1 else {"page": str(wanted.page)}
        written = urlencode(wanted.parameters | page)
        return f"{self.HERE}?{written}" if written else self.HERE

    def sorted_by(self, sort: str) -> str:
        """The address of the same in that order, or in the reverse where it already is."""
        order = self._usual(sort)
        if self.IN_REVERSE and (sort, order) == (self.sort, self.order):
            order = ORDERS[1 - ORDERS.index(order)]
        return self.address(sort=sort, order=order)

    def narrowed(self, name: str, value: str) -> Self:
        """The same with that filter set, or emptied where that is no choice; its first page."""
        return type(self).of(self.parameters | {name: value})


def _kept(query: type[Query]) -> list[Any]:
    return [one for one in fields(query) if "read" in one.metadata]
