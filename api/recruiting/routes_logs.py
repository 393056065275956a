"""The activity log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, failures, page_of
from api.recruiting.paging import Dated, Paged, QueryNumber  # noqa: TC001 - FastAPI reads them
from api.recruiting.schemas_logs import LogShown, log_shown
from app.activity import view
from app.activity.models import LogLevel  # noqa: TC001 - the same
from app.activity.view import LogQuery
from app.core.database import reading
from app.identity.permissions import Permission

router = APIRouter(prefix="/logs", tags=["Logs"])


@router.get(
    "",
    summary="Search the activity log",
    description="The newest entry comes first. Administrators see all entries, everybody else "
    "those that belong to a requisition. The total counts, and `search` looks through, the newest "
    f"{view.MOST_COUNTED:,} entries that the other parameters leave: dates reach further back.",
    operation_id="getLogs",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def logs(
    actor: Member,
    paging: Paged,
    span: Dated,
    *,
    level: Annotated[LogLevel | None, Query()] = None,
    requisition_id: QueryNumber | None = None,
    application_id: QueryNumber | None = None,
    search: Annotated[str, Query(max_length=200)] = "",
) -> Page[LogShown]:
    """Answer a page of the log."""
    wanted = LogQuery(
        level=level,
        requisition=requisition_id,
        application=application_id,
        start=span.start,
        end=span.end,
        search=search,
        page=paging.page,
        per_page=paging.per_page,
    )
    async with reading() as session:
        found = await view.listing(session, actor, wanted)
    return page_of([log_shown(one) for one in found.rows], paging, found.total)
