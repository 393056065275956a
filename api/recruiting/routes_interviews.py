"""Interviews of candidates: listed, read, invited to."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Success, failures, page_of, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import (
    MOST_PER_PAGE,
    Camelled,
    Dated,
    Number,
    Order,
    Paged,
    Paging,
    QueryNumber,
    Whole,
)
from api.recruiting.schemas_interviews import (
    InterviewShown,
    MessageShown,
    NewInterview,
    ShownStatus,
    interview_of,
    message_of,
)
from app.applications import service as applications
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError, TooManyRequestsError
from app.identity.permissions import Permission
from app.interviews import for_hiring, hiring
from app.interviews import service as interviews
from app.personas import service as personas

router = APIRouter(prefix="/interviews", tags=["Interviews"])

_Sort = Annotated[Literal["createdAt", "candidateName"], Camelled]
_Size = Annotated[int, Field(ge=1, le=MOST_PER_PAGE), Whole]


@router.get(
    "",
    summary="List interviews",
    operation_id="listInterviews",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_interviews(
    actor: Member,
    paging: Paged,
    *,
    dates: Dated,
    status: ShownStatus | None = None,
    requisition_id: QueryNumber | None = None,
    sort: _Sort = "createdAt",
    order: Order | None = None,
) -> Page[InterviewShown]:
    """Answer a page, by when they were made, the newest first."""
    async with reading() as session:
        found = await for_hiring.listing(
            session,
            actor,
            status=status.ours if status else None,
            requisition=requisition_id,
            since=dates.start,
            until=dates.end,
            sort=sort,
            descending=order is Order.DESC if order else sort == "createdAt",
            page=paging.page,
            per_page=paging.per_page,
        )
    return page_of([interview_of(row) for row in found.rows], paging, found.total)


@router.post(
    "",
    status_code=201,
    summary="Invite an applicant to an interview",
    description=(
        "Pays the interview from the wallet and e-mails the candidate the link. The interview of "
        "the requisition is built from its text where it has none yet. An application with an "
        "invitation, or whose interview is running, is 409; a wallet that does not cover it 422."
    ),
    operation_id="createInterview",
    dependencies=[needs(Permission.INVITE)],
    responses=failures(409, 422),
    openapi_extra=takes(NewInterview),
)
async def create(
    actor: Member, wanted: Annotated[NewInterview, Depends(body_of(NewInterview))]
) -> Success[InterviewShown]:
    """Invite an applicant."""
    async with unit_of_work() as session:
        try:
            application = await applications.by_number(session, actor, wanted.application_id)
        except NotFoundError as error:
            raise NotFoundError(error.message, field="application_id") from None
        persona_id = None
        if wanted.persona_id is not None:
            try:
                persona_id = (await personas.get(session, actor, wanted.persona_id)).id
            except NotFoundError as error:
                raise NotFoundError(error.message, field="persona_id") from None
        invitation = await hiring.invite_application(
            session, actor, application.id, persona_id=persona_id
        )
        made = await for_hiring.of_id(session, actor, invitation.interview_id)
    return success(interview_of(made))


@router.get(
    "/{interview_id}",
    summary="Get an interview",
    operation_id="getInterview",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def get(actor: Member, interview_id: Number) -> Success[InterviewShown]:
    """Answer an interview."""
    async with reading() as session:
        return success(interview_of(await for_hiring.get(session, actor, interview_id)))


@router.get(
    "/{interview_id}/messages",
    summary="Get the messages of an interview",
    description="In the order in which they were said; a page has 100 unless otherwise asked for.",
    operation_id="listInterviewMessages",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def list_messages(
    actor: Member,
    interview_id: Number,
    page: QueryNumber = 1,
    per_page: Annotated[_Size, Query(alias="perPage")] = MOST_PER_PAGE,
    also: Annotated[_Size | None, Query(alias="per_page", include_in_schema=False)] = None,
) -> Page[MessageShown]:
    """Answer what was said."""
    paging = Paging(page, also or per_page)
    async with reading() as session:
        found = await for_hiring.messages(
            session, actor, interview_id, page=paging.page, per_page=paging.per_page
        )
    return page_of([message_of(one) for one in found.rows], paging, found.total)


@router.post(
    "/{interview_id}/send-invite",
    summary="E-mail the invitation once more",
    description=(
        "What was sent within the last half a minute is not sent twice. 409 for an interview that "
        "has ended."
    ),
    operation_id="sendInterviewInvite",
    dependencies=[needs(Permission.INVITE)],
    responses=failures(404, 409),
)
async def send_invite(actor: Member, interview_id: Number) -> Success[InterviewShown]:
    """Send the same link again."""
    async with unit_of_work() as session:
        known = await for_hiring.id_of(session, actor, interview_id)
        with suppress(TooManyRequestsError):
            await interviews.resend(session, actor, known, notify=True)
        shown = await for_hiring.of_id(session, actor, known)
    return success(interview_of(shown))
