"""The application that is mounted at /api/v1/integrations."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from api.common.middleware import Common
from api.integrations.faults import answer_http, answer_problem
from api.integrations.middleware import broken, limits, note_use
from api.integrations.openapi import PREFIX, document
from api.integrations.routes import router
from app.core.errors import ProblemError


def create() -> FastAPI:
    """The application. It serves a document of ours: the framework's knows no envelope."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    application.include_router(router)
    application.add_api_route("/openapi.json", openapi, include_in_schema=False)
    application.add_middleware(
        Common, name="integrations", broken=broken, limits=limits, afterwards=note_use
    )
    application.add_exception_handler(ProblemError, answer_problem)
    application.add_exception_handler(HTTPException, answer_http)
    return application


def mount(application: FastAPI) -> None:
    """Serve the contract under its address, and at that address itself."""
    integrations = create()
    application.mount(PREFIX, integrations)
    application.router.routes.append(Route(PREFIX, integrations, include_in_schema=False))


async def openapi() -> JSONResponse:
    """The OpenAPI document, for which no key is needed."""
    return JSONResponse(document())
