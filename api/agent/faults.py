"""From what was raised to the error that is answered, in the contract's five codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.common.faults import WORDS, InvalidRequestError, headers_of
from app.core.errors import ProblemError, TooManyRequestsError
from app.practice.service import SessionEndedError, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection

INVALID, UNAUTHORIZED, NOT_FOUND = "invalid_request", "unauthorized", "not_found"
SERVER_ERROR, RATE_LIMITED = "server_error", "rate_limited"
# Whatever is refused for what was sent is 400, whichever rule it breaks.
_STATUS = {401: 401, 403: 403, 404: 404, 429: 429}
_CODES = {401: UNAUTHORIZED, 403: UNAUTHORIZED, 404: NOT_FOUND, 429: RATE_LIMITED}
_BAD, _METHOD, _SERVER = 400, 405, 500


def failure(
    status: int,
    code: str,
    message: str,
    *,
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """What went wrong, in its envelope. `details` is JSON, and an object even where empty."""
    error = {"code": code, "message": message, "details": dict(details or {})}
    return JSONResponse({"status": "error", "error": error}, status, headers)


def answer_problem(_request: HTTPConnection, problem: Exception) -> JSONResponse:
    """A problem that knows its status."""
    if not isinstance(problem, ProblemError):
        raise problem
    if problem.status >= _SERVER:
        return failure(_SERVER, SERVER_ERROR, problem.message)
    status = _STATUS.get(problem.status, _BAD)
    return failure(
        status,
        _CODES.get(status, INVALID),
        problem.message,
        details=_details(problem),
        headers=headers_of(problem),
    )


def answer_http(_request: HTTPConnection, error: Exception) -> JSONResponse:
    """What the framework itself refuses: an unknown address or method."""
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code if error.status_code in {*_STATUS, _METHOD} else _BAD
    message = WORDS.get(status, str(error.detail))
    return failure(status, _CODES.get(status, INVALID), message, headers=error.headers)


def _details(problem: ProblemError) -> dict[str, Any]:
    if isinstance(problem, InvalidRequestError):
        fields: dict[str, str] = {}
        for field, message in problem.faults:
            fields.setdefault(field, message)
        return {"field": problem.faults[0][0], "fields": fields}
    if isinstance(problem, SessionEndedError):
        return {"status": problem.status_now.value}
    if isinstance(problem, TooManyRequestsError):
        return {"retry_after": problem.retry_after}
    if problem.field is None:
        return {}
    details: dict[str, Any] = {
        "field": problem.field,
        "fields": {problem.field: problem.message},
    }
    if isinstance(problem, UnknownValueError):
        details["accepted"] = list(problem.accepted)
    return details
