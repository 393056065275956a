"""Applications: listed, read with all there is of them, moved, analysed anew."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Success, failures, page_of, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import (
    Camelled,
    Dated,
    Expected,
    Number,
    Order,
    Paged,
    QueryNumber,
    tag,
)
from api.recruiting.schemas_analysis import analysis_of
from api.recruiting.schemas_applications import (
    ApplicationEntry,
    ApplicationShown,
    Moved,
    NewApplication,
    ShownApplicationStatus,
    application_of,
    entry_of,
)
from api.recruiting.schemas_evaluations import evaluation_of
from api.recruiting.schemas_interviews import interview_of
from api.recruiting.schemas_requisitions import Queued
from app.analysis import service as analysis
from app.applications import listing
from app.applications import service as applications
from app.applications.models import ApplicationSource
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.evaluations import service as evaluations
from app.identity.permissions import Permission
from app.interviews import for_hiring, hiring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

router = APIRouter(prefix="/applications", tags=["Applications"])

_Sort = Annotated[Literal["createdAt", "candidateName", "riskScore", "status"], Camelled]
_FALLING = frozenset({"createdAt", "riskScore"})


@router.get(
    "",
    summary="List applications",
    description=(
        "Each word of `search` begins a word of the candidate's name or address. Without a risk "
        "score an application comes last, whichever way they are sorted by it."
    ),
    operation_id="listApplications",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_applications(
    actor: Member,
    paging: Paged,
    *,
    dates: Dated,
    requisition_id: QueryNumber | None = None,
    status: ShownApplicationStatus | None = None,
    search: Annotated[str, Query(max_length=200)] = "",
    sort: _Sort = "createdAt",
    order: Order | None = None,
) -> Page[ApplicationEntry]:
    """Answer a page; moments and risks go down and names up unless `order` says otherwise."""
    async with reading() as session:
        found = await listing.listing(
            session,
            actor,
            requisition=requisition_id,
            statuses=(status.ours,) if status else (),
            search=search,
            since=dates.start,
            until=dates.end,
            sort=sort,
            descending=order is Order.DESC if order else sort in _FALLING,
            page=paging.page,
            per_page=paging.per_page,
        )
    return page_of([entry_of(row) for row in found.rows], paging, found.total)


@router.post(
    "",
    status_code=201,
    summary="Add an application",
    description=(
        "The candidate is found by their address, or added. A second application of theirs for "
        "the requisition, or with the same external id, is the first one."
    ),
    operation_id="createApplication",
    dependencies=[needs(Permission.EDIT_APPLICATIONS)],
    responses=failures(422),
    openapi_extra=takes(NewApplication),
)
async def create(
    actor: Member,
    wanted: Annotated[NewApplication, Depends(body_of(NewApplication))],
    response: Response,
) -> Success[ApplicationShown]:
    """Add an application, or answer the one there is."""
    async with unit_of_work() as session:
        with _of_candidate():
            made = await applications.create(
                session,
                actor,
                requisition=wanted.requisition_id,
                full_name=wanted.candidate_name,
                email=wanted.candidate_email,
                phone=wanted.candidate_phone,
                external_application_id=wanted.external_application_id,
                source=ApplicationSource.API,
            )
        shown = await _shown(session, actor, made.number)
    tag(response, shown.version)
    return success(shown)


@router.get(
    "/{application_id}",
    summary="Get an application",
    description="With its newest analysis, its newest interview and that interview's evaluation.",
    operation_id="getApplication",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def get(
    actor: Member, application_id: Number, response: Response
) -> Success[ApplicationShown]:
    """Answer an application with all there is of it."""
    async with reading() as session:
        shown = await _shown(session, actor, application_id)
    tag(response, shown.version)
    return success(shown)


@router.patch(
    "/{application_id}",
    summary="Move an application by hand",
    description=(
        "A person can reject an application, note that it was withdrawn, and take one up again "
        "where it stood. Who is out loses an invitation that has not been followed; an interview "
        "that is running goes on."
    ),
    operation_id="moveApplication",
    dependencies=[needs(Permission.EDIT_APPLICATIONS)],
    responses=failures(404, 409, 422),
    openapi_extra=takes(Moved),
)
async def move(
    actor: Member,
    application_id: Number,
    wanted: Annotated[Moved, Depends(body_of(Moved))],
    expected: Expected,
    response: Response,
) -> Success[ApplicationShown]:
    """Move an application."""
    async with unit_of_work() as session:
        await hiring.move_application(
            session,
            actor,
            application_id,
            wanted.status.ours,
            reason=wanted.reason,
            expected_version=expected,
        )
        shown = await _shown(session, actor, application_id)
    tag(response, shown.version)
    return success(shown)


@router.post(
    "/{application_id}/reprocess",
    summary="Analyse an application anew",
    description="While that is waiting or running already, the same item is answered.",
    operation_id="reprocessApplication",
    dependencies=[needs(Permission.EDIT_APPLICATIONS)],
    responses=failures(404, 422),
)
async def reprocess(actor: Member, application_id: Number) -> Success[Queued]:
    """Order an analysis."""
    async with unit_of_work() as session:
        item = await applications.reprocess(session, actor, application_id)
    return success(Queued(queue_item_id=item.number))


@contextmanager
def _of_candidate() -> Iterator[None]:
    """Name what is at fault of a candidate as it is named here."""
    try:
        yield
    except InvalidInputError as error:
        if error.field in {"full_name", "email", "phone"}:
            error.field = f"candidate_{error.field.removeprefix('full_')}"
        raise


async def _shown(session: AsyncSession, actor: Actor, number: int) -> ApplicationShown:
    view = await applications.get(session, actor, number)
    analysed = await analysis.newest(session, actor.organization_id, view.row.id)
    interview = await for_hiring.of_application(session, actor, view.row.id)
    evaluated = interview and await evaluations.of_interview(
        session, actor.organization_id, interview.id
    )
    return application_of(
        view,
        history=await applications.history(session, actor, number),
        analysis=analysis_of(analysed, number) if analysed else None,
        interview=interview_of(interview) if interview else None,
        evaluation=evaluation_of(evaluated) if evaluated else None,
    )
