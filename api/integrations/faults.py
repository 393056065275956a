"""From what was raised to the failure that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from api.common.faults import WORDS, InvalidRequestError, headers_of
from api.integrations.answers import failure
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    PaymentRequiredError,
    ProblemError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.responses import JSONResponse
    from starlette.requests import Request

INVALID = InvalidRequestError.code
_MEMBERS = dict.fromkeys(("email", "full_name", "phone", "resume_url"), "candidate")
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}
_CODES = {401: "unauthorized", 403: "forbidden", 429: "rate_limited"}


def answer_problem(_request: Request, problem: Exception) -> JSONResponse:
    """A problem that knows its status."""
    if not isinstance(problem, ProblemError):
        raise problem
    if isinstance(problem, InvalidRequestError):
        return _invalid(problem.faults)
    # What names a field is about the body: there a missing position is a wrong value.
    is_about_body = isinstance(problem, InvalidInputError | NotFoundError | ConflictError)
    if is_about_body and problem.field is not None:
        parent = _MEMBERS.get(problem.field)
        field = f"{parent}.{problem.field}" if parent else problem.field
        return _invalid([(field, problem.message)])
    code = _CODES.get(problem.status, problem.code)
    if isinstance(problem, PaymentRequiredError):
        return failure(
            problem.status,
            code,
            problem.message,
            details={
                "balance_cents": problem.balance_cents,
                "missing_cents": problem.missing_cents,
            },
        )
    return failure(problem.status, code, problem.message, headers=headers_of(problem))


def answer_http(_request: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses: an unknown address or method."""
    if not isinstance(error, HTTPException):
        raise error
    code = _HTTP_CODES.get(error.status_code, "http_error")
    message = WORDS.get(error.status_code, str(error.detail))
    return failure(error.status_code, code, message, headers=error.headers)


def _invalid(faults: Sequence[tuple[str, str]]) -> JSONResponse:
    return failure(
        422,
        INVALID,
        "The request is not valid. " + "; ".join(f"{field}: {text}" for field, text in faults),
        details=[{"field": field, "message": text} for field, text in faults],
    )
