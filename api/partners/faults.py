"""What goes wrong, told in the partner's form, whoever it was that found out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.core.errors import ProblemError, TooManyRequestsError
from app.core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import Request

log = structlog.get_logger(__name__)

_CODES = {401: "not_authenticated", 404: "not_found", 405: "method_not_allowed"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong. `fields` are the members at fault by the partner's names, with reasons."""

    status: int
    code: str
    message: str
    fields: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""


class FaultError(Exception):
    """A fault that is known as one already."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def create_application(
    form: Callable[[Fault], dict[str, Any]], names: Mapping[str, str]
) -> FastAPI:
    """An application whose every failure has that form.

    `names` are the partner's names for the fields that services name.
    """
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def answer(fault: Fault) -> JSONResponse:
        told = replace(fault, request_id=str(new_id()))
        headers = {**told.headers, "X-Request-ID": told.request_id}
        return JSONResponse(form(told), status_code=told.status, headers=headers)

    async def on_fault(_request: Request, error: Exception) -> JSONResponse:
        return answer(_fault_of(error, names))

    async def on_crash(request: Request, error: Exception) -> JSONResponse:
        told = answer(Fault(500, "internal_error", "Something went wrong here. Try again later."))
        log.error(
            "partner_request_failed",
            path=request.url.path,
            request_id=told.headers["X-Request-ID"],
            exc_info=error,
        )
        return told

    for kind in (FaultError, ProblemError, HTTPException):
        application.add_exception_handler(kind, on_fault)
    application.add_exception_handler(Exception, on_crash)
    return application


def _fault_of(error: Exception, names: Mapping[str, str]) -> Fault:
    if isinstance(error, FaultError):
        return error.fault
    if isinstance(error, ProblemError):
        name = names.get(error.field, error.field) if error.field else None
        return Fault(
            error.status,
            error.code,
            error.message,
            ((name, error.message),) if name else (),
            {"Retry-After": str(error.retry_after)}
            if isinstance(error, TooManyRequestsError)
            else {},
        )
    if isinstance(error, HTTPException):
        code = _CODES.get(error.status_code, "bad_request")
        return Fault(error.status_code, code, error.detail, headers=error.headers or {})
    raise error
