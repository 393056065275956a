"""From what was raised to the error that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.common.bodies import faults_of
from api.common.faults import WORDS, InvalidRequestError, headers_of
from api.recruiting.answers import failure
from app.core.errors import NotFoundError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.responses import JSONResponse
    from starlette.requests import HTTPConnection, Request

INVALID, INTERNAL = "VALIDATION_ERROR", "INTERNAL_ERROR"
_CODES = {
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    429: "RATE_LIMITED",
}
_BAD, _REFUSED, _PAYMENT, _METHOD, _SERVER = 400, 422, 402, 405, 500
_BEYOND = "less_than_equal"


def answer_problem(_request: HTTPConnection, problem: Exception) -> JSONResponse:
    """A problem that knows its status."""
    if not isinstance(problem, ProblemError):
        raise problem
    if isinstance(problem, InvalidRequestError):
        return _invalid(problem.faults)
    status = problem.status
    # The contract knows no 402; and what a body names and there is not is a wrong value.
    if status == _PAYMENT or (isinstance(problem, NotFoundError) and problem.field is not None):
        status = _REFUSED
    if status == _SERVER:
        return failure(status, INTERNAL, problem.message)
    return failure(
        status,
        _CODES.get(status, problem.code.upper()),
        problem.message,
        field=to_camel(problem.field) if problem.field else None,
        headers=headers_of(problem),
    )


def answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    """Parameters of the address or the query that break a rule."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    in_path = [one for one in found if one["loc"][0] == "path"]
    if in_path:
        return _bad_address(str(in_path[0]["loc"][-1]), in_path[0])
    return _invalid(faults_of([{**one, "loc": one["loc"][1:]} for one in found]))


def answer_http(request: HTTPConnection, error: Exception) -> JSONResponse:
    """What the framework itself refuses: an unknown address or method."""
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code
    headers = dict(error.headers or {})
    if status == _METHOD:
        headers["Allow"] = ", ".join(_allowed(request))
    message = WORDS.get(status, str(error.detail))
    return failure(status, _CODES.get(status, "HTTP_ERROR"), message, headers=headers)


def _bad_address(name: str, fault: dict[str, object]) -> JSONResponse:
    thing = name.removesuffix("_id").replace("_", " ")
    if fault["type"] == _BEYOND:
        return failure(404, "NOT_FOUND", f"There is no such {thing}.")
    reason = "must be a positive integer"
    return failure(_BAD, INVALID, f"Invalid {thing} ID", field=name, reason=reason)


def _allowed(request: HTTPConnection) -> list[str]:
    """The methods of all routes at this address."""
    methods: set[str] = set()
    for router in (request.app, *request.app.state.routers):
        for route in router.routes:
            if route.matches(dict(request.scope))[0] is not Match.NONE:
                methods |= getattr(route, "methods", None) or set()
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _invalid(faults: Sequence[tuple[str, str]]) -> JSONResponse:
    field, reason = faults[0]
    words = "; ".join(f"{name}: {text}" for name, text in faults)
    message = f"The request is not valid. {words}"
    return failure(_BAD, INVALID, message, field=field, reason=reason)
