"""From what was raised to the failure that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from api.integrations.answers import failure
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    PaymentRequiredError,
    ProblemError,
    TooManyRequestsError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.responses import JSONResponse
    from starlette.requests import Request

INVALID = "validation_failed"
_MEMBERS = dict.fromkeys(("email", "full_name", "phone", "resume_url"), "candidate")
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}
_HTTP_WORDS = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
}
_CODES = {401: "unauthorized", 403: "forbidden", 429: "rate_limited"}


class InvalidRequestError(ProblemError):
    """The request breaks rules; `faults` pairs each field with what is wrong with it."""

    status = 422
    code = INVALID

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults))
        self.faults = faults


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
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else None  # noqa: PLR2004
    if isinstance(problem, TooManyRequestsError):
        headers = {"Retry-After": str(problem.retry_after)}
    return failure(problem.status, code, problem.message, headers=headers)


def answer_http(_request: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses: an unknown address or method."""
    if not isinstance(error, HTTPException):
        raise error
    code = _HTTP_CODES.get(error.status_code, "http_error")
    message = _HTTP_WORDS.get(error.status_code, str(error.detail))
    return failure(error.status_code, code, message, headers=error.headers)


def _invalid(faults: Sequence[tuple[str, str]]) -> JSONResponse:
    return failure(
        422,
        INVALID,
        "The request is not valid. " + "; ".join(f"{field}: {text}" for field, text in faults),
        details=[{"field": field, "message": text} for field, text in faults],
    )
