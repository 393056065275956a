"""The queue: looking at it, ordering work, trying again, clearing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.recruiting.access import Member, needs
from api.recruiting.answers import Success, failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Number, Paged  # noqa: TC001 - FastAPI reads them
from api.recruiting.schemas_queue import ItemShown, OrderGiven, QueuePage, item_shown, queue_shown
from app.core.database import reading, unit_of_work
from app.identity.permissions import Permission
from app.pipeline import orders
from app.queue import control, view
from app.queue.models import JobType, QueueStatus  # noqa: TC001 - the same

router = APIRouter(prefix="/queue", tags=["Queue"])


@router.get(
    "",
    summary="Look at the queue",
    description="How many items stand where, and a page of items: the newest first, or, of those "
    "that are `pending` alone, the first to be done. `meta` is about the items.",
    operation_id="getQueue",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def look(
    actor: Member,
    paging: Paged,
    status: Annotated[QueueStatus | None, Query()] = None,
    job_type: Annotated[JobType | None, Query()] = None,
) -> QueuePage:
    """Answer how the queue stands, and a page of it."""
    async with reading() as session:
        found = await view.overview(
            session,
            actor,
            status=status,
            job_type=job_type,
            page=paging.page,
            per_page=paging.per_page,
        )
    return queue_shown(found)


@router.post(
    "",
    status_code=201,
    summary="Order something to be done",
    description="`sync` is for a requisition from Workday; everything else is for an application, "
    "and `evaluate`, `report` and `deliver` for one whose interview is over. What is ordered "
    "already, and not over, is answered as it stands.",
    operation_id="addToQueue",
    dependencies=[needs(Permission.MANAGE_QUEUE)],
    responses=failures(422),
    openapi_extra=takes(OrderGiven),
)
async def add(
    actor: Member, wanted: Annotated[OrderGiven, Depends(body_of(OrderGiven))]
) -> Success[ItemShown]:
    """Order work, and answer the item."""
    async with unit_of_work() as session:
        item = await orders.add(
            session,
            actor,
            job_type=wanted.job_type,
            requisition=wanted.requisition_id,
            application=wanted.application_id,
            priority=wanted.priority,
        )
        shown = item_shown(await view.view_of(session, item))
    return success(shown)


@router.post(
    "/{item_id}/retry",
    summary="Try an item again",
    description="One that failed or is dead is done now, with all its attempts before it again.",
    operation_id="retryQueueItem",
    dependencies=[needs(Permission.MANAGE_QUEUE)],
    responses=failures(404, 409),
)
async def retry(actor: Member, item_id: Number) -> Success[ItemShown]:
    """Have an item done now, and answer it."""
    async with unit_of_work() as session:
        item = await control.retry(session, actor, item_id)
        shown = item_shown(await view.view_of(session, item))
    return success(shown)


@router.delete(
    "/completed",
    status_code=204,
    summary="Remove what is done",
    operation_id="clearCompleted",
    dependencies=[needs(Permission.MANAGE_QUEUE)],
    responses=failures(),
)
async def clear_completed(actor: Member) -> None:
    """Remove what is done."""
    async with unit_of_work() as session:
        await control.clear_completed(session, actor)


@router.delete(
    "",
    status_code=204,
    summary="Remove everything",
    description="What is being done at the moment stays, and is finished.",
    operation_id="clearQueue",
    dependencies=[needs(Permission.MANAGE_QUEUE)],
    responses=failures(),
)
async def clear_all(actor: Member) -> None:
    """Remove all but what runs."""
    async with unit_of_work() as session:
        await control.clear_all(session, actor)
