"""What the lists share: pages, order, spans of time; and the tags by which edits are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Header, Path, Query, Response
from pydantic import BeforeValidator, Field
from pydantic.alias_generators import to_camel

from api.common.faults import InvalidRequestError
from api.common.formats import moment_of
from app.core.numbers import LARGEST

if TYPE_CHECKING:
    from pydantic.config import JsonDict

MOST_PER_PAGE = 100
_INTEGER = re.compile(r"-?[0-9]{1,100}", re.ASCII)
_TAG = re.compile(r'(?:W/)?"([0-9]{1,18})"', re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TRUTH = {"true": True, "false": False}
_NEVER = 0
_DATE_SCHEMA: JsonDict = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}


def _integer(value: object) -> object:
    if isinstance(value, str) and not _INTEGER.fullmatch(value):
        raise ValueError("must be a positive integer")
    return value


def _boolean(value: object) -> object:
    if isinstance(value, str) and value not in _TRUTH:
        raise ValueError("must be true or false")
    return _TRUTH.get(value, value) if isinstance(value, str) else value


def _camel(value: object) -> object:
    return to_camel(value) if isinstance(value, str) else value


Whole = BeforeValidator(_integer)
_Number = Annotated[int, Field(ge=1, le=LARGEST), Whole]
_Size = Annotated[int, Field(ge=1, le=MOST_PER_PAGE), Whole]

Number = Annotated[_Number, Path()]
"""The number of a thing, in an address. One that nothing could have is 404."""

QueryNumber = Annotated[_Number, Query()]
"""The number of a thing, as a query parameter. One that nothing could have is 400."""

Truth = Annotated[bool, BeforeValidator(_boolean)]
"""A query parameter that is `true` or `false`, and nothing that reads like them."""

Camelled = BeforeValidator(_camel)
"""Lets a field to sort by be written in snake_case as well: Annotated[Literal[…], Camelled]."""


class Order(StrEnum):
    """Which way a list is sorted."""

    ASC = "asc"
    DESC = "desc"


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is wanted, from 1, and how many rows it has at most."""

    page: int = 1
    per_page: int = 20

    @property
    def limit(self) -> int:
        """How many rows to read."""
        return self.per_page

    @property
    def offset(self) -> int:
        """How many rows lie before."""
        return (self.page - 1) * self.per_page


def _paging(
    page: QueryNumber = 1,
    per_page: Annotated[_Size, Query(alias="perPage")] = 20,
    also: Annotated[_Size | None, Query(alias="per_page", include_in_schema=False)] = None,
) -> Paging:
    return Paging(page, also or per_page)


Paged = Annotated[Paging, Depends(_paging)]
"""What the route of a list takes: `page` and `perPage` (or `per_page`)."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` on and before `end`, both in UTC; None is open."""

    start: datetime | None = None
    end: datetime | None = None


def _span(
    date_from: Annotated[
        str | None,
        Query(
            description="A date, or a moment with a zone; from then on.",
            json_schema_extra=_DATE_SCHEMA,
        ),
    ] = None,
    date_to: Annotated[
        str | None,
        Query(
            description="A date, all of which counts, or a moment with a zone.",
            json_schema_extra=_DATE_SCHEMA,
        ),
    ] = None,
) -> Span:
    start = _moment("date_from", date_from, upper=False)
    end = _moment("date_to", date_to, upper=True)
    if start is not None and end is not None and start >= end:
        raise InvalidRequestError([("date_from", "must not be later than date_to")])
    return Span(start, end)


Dated = Annotated[Span, Depends(_span)]
"""What the route of a list takes: `date_from` and `date_to`."""


def _moment(field: str, text: str | None, *, upper: bool) -> datetime | None:
    """Where a span begins, or where it is over: after the whole day, or just after the moment."""
    if text is None:
        return None
    try:
        if _DATE.fullmatch(text):
            day = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
            return day + timedelta(days=upper)
        return moment_of(text) + timedelta(microseconds=upper)
    except (ValueError, OverflowError):
        fault = "must be a date such as 2026-11-21, or a moment such as 2026-11-21T09:30:00Z"
        raise InvalidRequestError([(field, fault)]) from None


def tag(response: Response, version: int) -> None:
    """Say in the answer's ETag which version of the thing it shows."""
    response.headers["ETag"] = f'"{version}"'


def _if_match(
    given: Annotated[
        str | None,
        Header(alias="If-Match", description="The ETag of what you have seen; stale ones are 409."),
    ] = None,
) -> int | None:
    if given is None or given.strip() == "*":
        return None
    found = _TAG.fullmatch(given.strip())
    return int(found.group(1)) if found else _NEVER


Expected = Annotated[int | None, Depends(_if_match)]
"""The version that the client has seen, by its If-Match; None where it does not care.

Versions begin with 1, so whatever is no tag of ours becomes 0 and is never the version there is.
"""
