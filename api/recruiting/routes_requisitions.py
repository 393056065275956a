"""Requisitions: listed, made, edited, synchronised with Workday, deleted."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Success, failures, page_of, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import (
    Camelled,
    Expected,
    Number,
    Order,
    Paged,
    QueryNumber,
    Truth,
    tag,
)
from api.recruiting.schemas_requisitions import (
    NewRequisition,
    Queued,
    RequisitionChanges,
    RequisitionEntry,
    RequisitionShown,
    entry_of,
    requisition_of,
)
from app.applications import counts
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.identity.permissions import Permission
from app.interviews import hiring
from app.requisitions import service as requisitions
from app.workday import vault

router = APIRouter(prefix="/requisitions", tags=["Requisitions"])

_Sort = Annotated[Literal["createdAt", "name", "lastSyncedAt", "updatedAt", "isActive"], Camelled]
_BY_LETTERS = frozenset({"name"})


@router.get(
    "",
    summary="List requisitions",
    operation_id="listRequisitions",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_requisitions(
    actor: Member,
    paging: Paged,
    *,
    search: Annotated[
        str, Query(max_length=200, description="Words of the name or the description.")
    ] = "",
    recruiter_id: QueryNumber | None = None,
    is_active: Truth | None = None,
    sort: _Sort = "createdAt",
    order: Order | None = None,
) -> Page[RequisitionEntry]:
    """Answer a page; names go up and moments down unless `order` says otherwise."""
    async with reading() as session:
        found = await requisitions.listing(
            session,
            actor,
            search=search,
            recruiter=recruiter_id,
            is_active=is_active,
            sort=sort,
            descending=order is Order.DESC if order else sort not in _BY_LETTERS,
            page=paging.page,
            per_page=paging.per_page,
        )
        counted = await counts.of_requisitions(session, actor, [row.id for row in found.rows])
    return page_of([entry_of(row, counted[row.id]) for row in found.rows], paging, found.total)


@router.post(
    "",
    status_code=201,
    summary="Create a requisition",
    operation_id="createRequisition",
    dependencies=[needs(Permission.EDIT_REQUISITIONS)],
    responses=failures(409, 422),
    openapi_extra=takes(NewRequisition),
)
async def create(
    actor: Member,
    wanted: Annotated[NewRequisition, Depends(body_of(NewRequisition))],
    response: Response,
) -> Success[RequisitionShown]:
    """Make a requisition that people here look after."""
    async with unit_of_work() as session:
        made = await requisitions.create(session, actor, wanted.fields())
    tag(response, made.version)
    return success(requisition_of(made))


@router.get(
    "/{requisition_id}",
    summary="Get a requisition",
    operation_id="getRequisition",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def get(
    actor: Member, requisition_id: Number, response: Response
) -> Success[RequisitionShown]:
    """Answer a requisition with what Workday said of it."""
    async with reading() as session:
        found = await requisitions.get(session, actor, requisition_id)
    tag(response, found.version)
    return success(requisition_of(found))


@router.patch(
    "/{requisition_id}",
    summary="Update a requisition",
    description=(
        "Changes the fields that are sent. What Workday says of the same fields no longer holds "
        "then, until it says the same."
    ),
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
    """Change a requisition."""
    async with unit_of_work() as session:
        changed = await requisitions.update(
            session, actor, requisition_id, wanted.fields(), expected_version=expected
        )
    tag(response, changed.version)
    return success(requisition_of(changed))


@router.delete(
    "/{requisition_id}",
    status_code=204,
    summary="Delete a requisition",
    description=(
        "Deletes its applications with their résumés and analyses as well; interviews that were "
        "held and their reports are kept. Refused while interviews are invited to or running."
    ),
    operation_id="deleteRequisition",
    dependencies=[needs(Permission.EDIT_REQUISITIONS)],
    responses=failures(404, 409),
)
async def delete(actor: Member, requisition_id: Number, expected: Expected) -> None:
    """Delete a requisition."""
    async with unit_of_work() as session:
        await hiring.delete_requisition(session, actor, requisition_id, expected)


@router.post(
    "/{requisition_id}/sync",
    summary="Synchronise a requisition with Workday",
    description="While that is waiting or running already, the same item is answered.",
    operation_id="syncRequisition",
    dependencies=[needs(Permission.EDIT_REQUISITIONS)],
    responses=failures(404, 422),
)
async def sync(actor: Member, requisition_id: Number) -> Success[Queued]:
    """Order a synchronisation."""
    async with unit_of_work() as session:
        item = await requisitions.queue_sync(session, actor, requisition_id)
        if await vault.credential_of(session, actor.organization_id) is None:
            raise InvalidInputError(
                "There are no credentials for Workday yet: an administrator has to enter them."
            )
    return success(Queued(queue_item_id=item.number))
