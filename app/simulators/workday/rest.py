"""The Recruiting API, version 4, and reports as a service."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request
from fastapi.responses import Response

from app.simulators.workday import shapes
from app.simulators.workday.tenant import Tenant, TenantDep  # noqa: TC001 - FastAPI reads it

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_PAGE = 100
OWNER = "integration"


async def admitted(
    name: str, request: Request, tenant: TenantDep, authorization: Annotated[str, Header()] = ""
) -> None:
    """Ask for a token that holds, and for the right tenant."""
    route = request.url.path.split(f"/{name}/", 1)[-1].split("/")
    tenant.calls[route[-1] if route[-1] in _COUNTED else route[0]] += 1
    if not tenant.tokens.is_valid(authorization.removeprefix("Bearer ")):
        raise HTTPException(401, {"error": "invalid_token"})
    if name != tenant.name:
        raise HTTPException(404, {"error": "no such tenant"})


_COUNTED = frozenset({"resumeAttachments", "content"})
api = APIRouter(prefix="/ccx/api/recruiting/v4/{name}", dependencies=[Depends(admitted)])
reports = APIRouter(prefix="/ccx/service/customreport2/{name}", dependencies=[Depends(admitted)])

Limit = Annotated[int, Query()]
Offset = Annotated[int, Query(ge=0)]
Since = Annotated[datetime | None, Query(alias="changedSince")]


@api.get("/jobRequisitions")
async def list_requisitions(
    tenant: TenantDep, since: Since = None, limit: Limit = 20, offset: Offset = 0
) -> dict[str, Any]:
    """The requisitions, the oldest first."""
    rows = [one for one in tenant.store.requisitions.values() if _is_new(one.changed_at, since)]
    return _page(rows, shapes.requisition, limit, offset)


@api.get("/jobRequisitions/{key}")
async def get_requisition(key: str, tenant: TenantDep) -> dict[str, Any]:
    """One requisition."""
    return shapes.requisition(_found(tenant.store.requisitions, key))


@api.get("/jobApplications")
async def list_applications(
    tenant: TenantDep,
    requisition: Annotated[str | None, Query(alias="jobRequisition")] = None,
    since: Since = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """The applications, of one requisition where that is asked for, the oldest first."""
    rows = _applications(tenant, requisition, since)
    known = tenant.store.requisitions
    return _page(
        rows, lambda one: shapes.application(one, known.get(one.requisition_id)), limit, offset
    )


@api.get("/jobApplications/{key}")
async def get_application(key: str, tenant: TenantDep) -> dict[str, Any]:
    """One application."""
    one = _found(tenant.store.applications, key)
    return shapes.application(one, tenant.store.requisitions.get(one.requisition_id))


@api.get("/candidates/{key}")
async def get_candidate(key: str, tenant: TenantDep) -> dict[str, Any]:
    """A candidate."""
    return shapes.candidate(_found(tenant.store.applications, key.replace("CAN", "APP")))


@api.get("/candidates/{key}/resumeAttachments")
async def list_attachments(key: str, tenant: TenantDep) -> dict[str, Any]:
    """A candidate's résumé."""
    one = _found(tenant.store.applications, key.replace("CAN", "APP"))
    return _page([one], shapes.attachment, LONGEST_PAGE, 0)


@api.get("/resumeAttachments/{key}/content")
async def get_content(key: str, tenant: TenantDep) -> Response:
    """The file."""
    try:
        media_type, content = tenant.store.file(key)
    except KeyError:
        raise HTTPException(404, {"error": "not found"}) from None
    return Response(content, media_type=media_type)


@reports.get("/{owner}/{report}")
async def report(
    owner: str,
    report: str,
    tenant: TenantDep,
    *,
    format_: Annotated[str, Query(alias="format")] = "",
    requisition: Annotated[str | None, Query(alias="Requisition_ID")] = None,
    since: Annotated[datetime | None, Query(alias="Changed_Since")] = None,
) -> dict[str, Any]:
    """A report's rows, all at once."""
    if owner != OWNER or report not in {"Open_Requisitions", "Job_Applications"}:
        raise HTTPException(404, {"error": "no such report"})
    if format_ != "json":
        raise HTTPException(400, {"error": "only format=json is simulated"})
    if report == "Open_Requisitions":
        rows = [shapes.requisition_entry(one) for one in tenant.store.requisitions.values()]
    else:
        found = _applications(tenant, requisition, since)
        rows = [shapes.application_entry(one) for one in found]
    return {"Report_Entry": rows}


def _applications(tenant: Tenant, requisition: str | None, since: datetime | None) -> list[Any]:
    return [
        one
        for one in tenant.store.applications.values()
        if (requisition is None or one.requisition_id == requisition)
        and _is_new(one.changed_at, since)
    ]


def _is_new(changed_at: datetime, since: datetime | None) -> bool:
    return since is None or changed_at >= since.replace(tzinfo=since.tzinfo or UTC)


def _page(
    rows: Iterable[Any], shape: Callable[[Any], dict[str, Any]], limit: int, offset: int
) -> dict[str, Any]:
    if not 1 <= limit <= LONGEST_PAGE:
        raise HTTPException(400, {"error": f"limit must be from 1 to {LONGEST_PAGE}"})
    there = list(rows)
    return {"total": len(there), "data": [shape(one) for one in there[offset : offset + limit]]}


def _found(things: dict[str, Any], key: str) -> Any:  # noqa: ANN401 - one of them
    if key not in things:
        raise HTTPException(404, {"error": "not found"})
    return things[key]
