"""Health, for whoever watches the server, and figures for an organisation's members."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.recruiting.access import Member, needs, probe
from api.recruiting.answers import Success, failures, open_failures, success
from api.recruiting.openapi import VERSION
from api.recruiting.schemas_health import (
    ApplicationMetrics,
    HealthShown,
    InterviewMetrics,
    MetricsShown,
)
from app.core.database import reading
from app.identity.permissions import Permission
from app.interviews.models import InterviewStatus
from app.pipeline import health as watching

router = APIRouter(tags=["Health"])
_UNAVAILABLE = 503
_GONE: dict[int | str, dict[str, Any]] = {
    _UNAVAILABLE: {"model": HealthShown, "description": "The database does not answer."}
}
_WORKDAY = {True: "connected", False: "error", None: "not_configured"}


@router.get(
    "/health",
    summary="Health check",
    operation_id="getHealth",
    dependencies=[probe],
    responses={**open_failures(), **_GONE},
)
async def health(response: Response) -> HealthShown:
    """Whether the database answers, jobs are run, and Workday's credentials worked last.

    `degraded` is 200, since requests are served; `unhealthy` is 503.
    """
    seen = await watching.look()
    if not seen.database:
        response.status_code = _UNAVAILABLE
    working = "degraded" if seen.is_degraded else "healthy"
    return HealthShown.model_validate(
        {
            "status": working if seen.database else "unhealthy",
            "version": VERSION,
            "database": "connected" if seen.database else "disconnected",
            "workday": _WORKDAY[seen.workday] if seen.database else "error",
            "processor": "running" if seen.processor else "stopped",
        }
    )


@router.get(
    "/metrics",
    summary="Metrics",
    operation_id="getMetrics",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def metrics(actor: Member) -> Success[MetricsShown]:
    """Counts of your organisation's applications and interviews."""
    async with reading() as session:
        found = await watching.metrics(session, actor)
    held = found.interviews
    return success(
        MetricsShown(
            applications=ApplicationMetrics(
                total=sum(found.applications.values()),
                last24h=found.last_24h,
                last7d=found.last_7d,
                by_status={status.value: count for status, count in found.applications.items()},
            ),
            interviews=InterviewMetrics(
                total=sum(held.values()),
                completed=held[InterviewStatus.COMPLETED],
                abandoned=held[InterviewStatus.ABANDONED],
                pending=held[InterviewStatus.SCHEDULED] + held[InterviewStatus.IN_PROGRESS],
            ),
            last_processed=found.last_processed,
        )
    )
