"""The envelopes of the contract: what is shown, pages of it, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.recruiting.paging import Paging

Data = TypeVar("Data")


class Shown(BaseModel):
    """Something we answer: snake_case here, camelCase on the wire, made from a view's attributes.

    Moments are `api.common.formats.Instant`.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, from_attributes=True
    )


class Success(Shown, Generic[Data]):
    """What was asked for, in its envelope."""

    data: Data


class Meta(Shown):
    """Where a page stands among the others."""

    page: int = Field(ge=1)
    per_page: int = Field(ge=1, le=100)
    total: int = Field(ge=0)
    total_pages: int = Field(ge=0)


class Page(Shown, Generic[Data]):
    """A page of a list."""

    data: list[Data]
    meta: Meta


class Details(Shown):
    """What is at fault, where it is one field, and why."""

    field: str | None
    reason: str


class Problem(Shown):
    """What went wrong: a code for programs, a sentence for people."""

    code: str = Field(pattern="^[A-Z][A-Z_]*$")
    message: str
    details: Details


class Failure(Shown):
    """What went wrong, in its envelope."""

    error: Problem


def success(data: Data) -> Success[Data]:
    """What was asked for, ready to be answered by a route."""
    return Success(data=data)


def page_of(rows: Sequence[Data], paging: Paging, total: int) -> Page[Data]:
    """A page of a list that has so many in all, ready to be answered by a route."""
    meta = Meta(
        page=paging.page,
        per_page=paging.per_page,
        total=total,
        total_pages=-(-total // paging.per_page),
    )
    return Page(data=list(rows), meta=meta)


def failure(
    status: int,
    code: str,
    message: str,
    *,
    field: str | None = None,
    reason: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """What went wrong. The reason is the message where there is no shorter one."""
    details = {"field": field, "reason": reason or message}
    error = {"code": code, "message": message, "details": details}
    return JSONResponse({"error": error}, status, headers)


WORDS = {
    400: "Something that was sent is missing or breaks a rule; `error.details` says what.",
    401: "There is no access token, or it is not valid (any more).",
    403: "Your role does not allow this.",
    404: "There is no such thing in your organisation.",
    409: "Things are not, or no longer, in a state in which this can be done.",
    422: "What was sent is well-formed, and refused; `error.details` says why.",
    429: "Too many requests; `Retry-After` says in how many seconds to try again.",
    500: "Something went wrong on our side.",
    503: "Something that this needs does not answer. Try again later.",
}


def open_failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an operation that anybody may call, as its document lists them."""
    return {
        status: {"model": Failure, "description": WORDS[status]}
        for status in sorted({*statuses, 400, 429, 500})
    }


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an operation: those, and what any operation of members may answer.

    Name those of 404, 409, 422 and 503 that it has.
    """
    return open_failures(*statuses, 401, 403)
