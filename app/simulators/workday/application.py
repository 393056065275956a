"""The simulator's web application."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from app.simulators.workday import control, oauth, rest
from app.simulators.workday.store import Store
from app.simulators.workday.tenant import Tenant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi.responses import StreamingResponse

SEED, REQUISITIONS, APPLICATIONS = 7, 3, 24
_API = "/ccx/api/", "/ccx/service/"


def simulate(
    *,
    seed: int = SEED,
    requisitions: int = REQUISITIONS,
    applications: int = APPLICATIONS,
    hidden_every: int = 20,
) -> Tenant:
    """A tenant with so much in it; of the résumés one in `hidden_every` has hidden text."""
    return Tenant(
        Store(
            seed=seed,
            requisitions=requisitions,
            applications=applications,
            hidden_every=hidden_every,
        )
    )


def application_of(tenant: Tenant) -> FastAPI:
    """The application through which a tenant is asked."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.state.tenant = tenant

    @application.middleware("http")
    async def troubled(
        request: Request, call: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        tenant.used_at = time.monotonic()
        path = request.url.path
        if not path.startswith(_API):
            return await call(request)
        wrong = await tenant.faults.strike(path)
        if wrong is not None:
            return wrong
        return await _whole_or_not(await call(request), cut=tenant.faults.cut(path))

    @application.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        return JSONResponse(error.detail, error.status_code)

    for router in (oauth.router, rest.api, rest.reports, control.router):
        application.include_router(router)
    return application


async def _whole_or_not(response: Response, *, cut: bool) -> Response:
    if not cut:
        return response
    streamed = cast("StreamingResponse", response)
    body = b"".join([part async for part in streamed.body_iterator if isinstance(part, bytes)])
    return Response(body[: len(body) // 2], response.status_code, media_type="application/json")
