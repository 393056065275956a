"""The application that is mounted at /agent/api/v1."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Route

from api.agent import routes, sockets
from api.agent.faults import answer_http, answer_problem
from api.agent.middleware import Common
from app.core.errors import ProblemError

PREFIX = "/agent/api/v1"
ROUTERS = (routes.router, sockets.router)


def create() -> FastAPI:
    """The application."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    for router in ROUTERS:
        application.include_router(router)
    application.add_middleware(Common)
    application.add_exception_handler(ProblemError, answer_problem)
    application.add_exception_handler(HTTPException, answer_http)
    return application


def mount(application: FastAPI) -> None:
    """Serve the contract under its address, and at that address itself."""
    agent = create()
    application.mount(PREFIX, agent)
    application.router.routes.append(Route(PREFIX, agent, include_in_schema=False))
