"""The application that is mounted at /agent/api/v1."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from api.agent import routes, routes_coaching, sockets
from api.agent.faults import answer_http, answer_problem
from api.agent.middleware import broken, limits, note_use
from api.agent.openapi import PREFIX, document
from api.common.middleware import Common
from api.common.reference import page_of
from app.core.errors import ProblemError

ROUTERS = (routes.router, routes_coaching.router, sockets.router)


def create() -> FastAPI:
    """The application."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    application.add_api_route("/openapi.json", openapi, include_in_schema=False)
    application.add_api_route("/docs", reference, include_in_schema=False)
    for router in ROUTERS:
        application.include_router(router)
    application.add_middleware(
        Common, name="agent", broken=broken, limits=limits, afterwards=note_use
    )
    application.add_exception_handler(ProblemError, answer_problem)
    application.add_exception_handler(HTTPException, answer_http)
    return application


def mount(application: FastAPI) -> None:
    """Serve the contract under its address, and at that address itself."""
    agent = create()
    application.mount(PREFIX, agent)
    application.router.routes.append(Route(PREFIX, agent, include_in_schema=False))


@lru_cache(maxsize=1)
def served_document() -> dict[str, Any]:
    """The OpenAPI document of this server. Not to be changed by its readers."""
    return document([route for router in ROUTERS for route in router.routes])


async def openapi() -> JSONResponse:
    """The OpenAPI document, for which no key is needed."""
    return JSONResponse(served_document())


async def reference() -> HTMLResponse:
    """The same for people, for which no key is needed either."""
    return HTMLResponse(page_of(served_document()))
