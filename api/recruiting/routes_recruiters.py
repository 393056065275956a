"""Recruiters: listed, made, edited, deleted."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Success, failures, page_of, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Camelled, Expected, Number, Order, Paged, tag
from api.recruiting.schemas_recruiters import (
    NewRecruiter,
    RecruiterChanges,
    RecruiterShown,
    recruiter_of,
)
from app.core.database import reading, unit_of_work
from app.core.paging import Wish
from app.identity.permissions import Permission
from app.recruiters import service as recruiters

router = APIRouter(prefix="/recruiters", tags=["Recruiters"])

_Sort = Annotated[Literal["name", "email", "createdAt", "id"], Camelled]


@router.get(
    "",
    summary="List recruiters",
    operation_id="listRecruiters",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_recruiters(
    actor: Member,
    paging: Paged,
    *,
    search: Annotated[str, Query(max_length=200, description="Part of a name or an address.")] = "",
    sort: _Sort = "name",
    order: Order = Order.ASC,
) -> Page[RecruiterShown]:
    """Answer a page."""
    wish = Wish(paging.page, paging.per_page, sort, order is Order.DESC, search)
    async with reading() as session:
        found = await recruiters.listing(session, actor, wish)
    return page_of([recruiter_of(row) for row in found.rows], paging, found.total)


@router.post(
    "",
    status_code=201,
    summary="Create a recruiter",
    operation_id="createRecruiter",
    dependencies=[needs(Permission.MANAGE_RECRUITERS)],
    responses=failures(409, 422),
    openapi_extra=takes(NewRecruiter),
)
async def create(
    actor: Member,
    wanted: Annotated[NewRecruiter, Depends(body_of(NewRecruiter))],
    response: Response,
) -> Success[RecruiterShown]:
    """Add somebody who stands for requisitions."""
    async with unit_of_work() as session:
        made = await recruiters.create(session, actor, wanted.changes())
    tag(response, made.version)
    return success(recruiter_of(made))


@router.get(
    "/{recruiter_id}",
    summary="Get a recruiter",
    operation_id="getRecruiter",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def get(actor: Member, recruiter_id: Number, response: Response) -> Success[RecruiterShown]:
    """Answer a recruiter."""
    async with reading() as session:
        found = await recruiters.get(session, actor, recruiter_id)
    tag(response, found.version)
    return success(recruiter_of(found))


@router.patch(
    "/{recruiter_id}",
    summary="Update a recruiter",
    operation_id="updateRecruiter",
    dependencies=[needs(Permission.MANAGE_RECRUITERS)],
    responses=failures(404, 409, 422),
    openapi_extra=takes(RecruiterChanges),
)
async def update(
    actor: Member,
    recruiter_id: Number,
    wanted: Annotated[RecruiterChanges, Depends(body_of(RecruiterChanges))],
    expected: Expected,
    response: Response,
) -> Success[RecruiterShown]:
    """Change a recruiter."""
    async with unit_of_work() as session:
        changed = await recruiters.update(session, actor, recruiter_id, wanted.changes(), expected)
    tag(response, changed.version)
    return success(recruiter_of(changed))


@router.delete(
    "/{recruiter_id}",
    status_code=204,
    summary="Delete a recruiter",
    description="Refused while they stand for requisitions: nothing is lost with them.",
    operation_id="deleteRecruiter",
    dependencies=[needs(Permission.MANAGE_RECRUITERS)],
    responses=failures(404, 409),
)
async def delete(actor: Member, recruiter_id: Number, expected: Expected) -> None:
    """Delete a recruiter."""
    async with unit_of_work() as session:
        await recruiters.delete(session, actor, recruiter_id, expected)
