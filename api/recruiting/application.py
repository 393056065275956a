"""The application that is mounted at /api/v1.

To add operations: write `routes_<resource>.py` with a `router = APIRouter(prefix="/<resource>",
tags=["<Resource>"])` and `schemas_<resource>.py`, and name the router in ROUTERS. A route looks so:

    @router.patch(
        "/{requisition_id}",
        summary="Update a requisition",
        operation_id="updateRequisition",
        dependencies=[needs(Permission.EDIT_REQUISITIONS)],
        responses=failures(404, 409, 422),
        openapi_extra=takes(RequisitionChanges),
    )
    async def update(
        actor: Member,
        requisition_id: Number,
        wanted: Annotated[RequisitionChanges, Depends(body_of(RequisitionChanges))],
        expected: Expected,
        response: Response,
    ) -> Success[RequisitionShown]:
        async with unit_of_work() as session:
            changed = await requisitions.update(
                session, actor, requisition_id, wanted.changes(), expected_version=expected
            )
        tag(response, changed.version)
        return success(RequisitionShown.model_validate(changed))

`access`: `Member` (signed in and counted) and `needs(permission)`, which goes into `dependencies`
so that it is looked at first; `guest` for operations of anybody. `bodies`: models derive from
`Given`, are read by `body_of` and described by `takes`; a member of a PATCH that may be left out
but not be null is `name: str = may_lack()`. `answers`: models derive from `Shown`, moments in them
are `Instant` (api.common.formats), numbers of things go out as `id`; `success(…)`,
`page_of(rows, paging, total)`, and `failures(404, …)` for every status that the operation can
answer beside 400, 401, 403, 429 and 500 (`open_failures` without 401 and 403). `paging`: `Number`
for numbers in addresses, `QueryNumber`, `Truth`, `Paged`, `Dated`, `Order`, `Camelled` for
parameters, `Expected` for If-Match (0 where it is no tag of ours: never the version there is) and
`tag(response, version)` for ETag. 204 is `status_code=204` and `-> None`.

Name a parameter in an address `<thing>_id`: what is no positive integer is answered 400 with that
as its field, and one too large for any thing 404. Raise errors of `app.core.errors` and nothing
else; NotFoundError with a `field` is 422, since a body named it, without one 404. Parameters with
bounds say them by `Query(ge=…)`, so that the document has them. Never read the body in the route.
Fixed paths (`/queue/completed`) are declared before those with parameters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from api.common import reference as pages
from api.common.middleware import Common
from api.recruiting import (
    routes_analysis,
    routes_applications,
    routes_auth,
    routes_credentials,
    routes_evaluations,
    routes_health,
    routes_interviews,
    routes_logs,
    routes_personas,
    routes_prompts,
    routes_public,
    routes_queue,
    routes_recruiters,
    routes_requisitions,
    routes_resumes,
    routes_settings,
    routes_sso,
    sockets,
)
from api.recruiting.access import PREFIX
from api.recruiting.faults import answer_http, answer_invalid, answer_problem
from api.recruiting.middleware import Heads, broken, limits
from api.recruiting.openapi import document
from app.core.errors import ProblemError

ROUTERS: tuple[APIRouter, ...] = (
    routes_public.router,
    sockets.router,
    routes_health.router,
    routes_auth.router,
    routes_sso.router,
    routes_analysis.router,
    routes_resumes.router,
    routes_evaluations.router,
    routes_requisitions.router,
    routes_applications.router,
    routes_interviews.router,
    routes_recruiters.router,
    routes_settings.router,
    routes_credentials.router,
    routes_prompts.router,
    routes_prompts.aside,
    routes_personas.router,
    routes_queue.router,
    routes_logs.router,
)


def create() -> FastAPI:
    """The application. It serves a document of ours: the framework's knows no envelope."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    application.add_api_route("/openapi.json", openapi, include_in_schema=False)
    application.add_api_route("/docs", reference, include_in_schema=False)
    application.state.routers = ROUTERS
    for router in ROUTERS:
        application.include_router(router)
    application.add_middleware(Heads)
    application.add_middleware(Common, name="recruiting", broken=broken, limits=limits)
    application.add_exception_handler(ProblemError, answer_problem)
    application.add_exception_handler(RequestValidationError, answer_invalid)
    application.add_exception_handler(HTTPException, answer_http)
    return application


def mount(application: FastAPI) -> None:
    """Serve the contract under its address, and at that address itself.

    To be called after whatever else lives under it: the first that fits an address serves it.
    """
    recruiting = create()
    application.mount(PREFIX, recruiting)
    application.router.routes.append(Route(PREFIX, recruiting, include_in_schema=False))


@lru_cache(maxsize=1)
def served_document() -> dict[str, Any]:
    """The OpenAPI document of this server. Not to be changed by its readers."""
    return document([route for router in ROUTERS for route in router.routes])


async def openapi() -> JSONResponse:
    """The OpenAPI document, for which no token is needed."""
    return JSONResponse(served_document())


async def reference() -> HTMLResponse:
    """The same for people, for which no token is needed either."""
    return HTMLResponse(pages.page_of(served_document()))
