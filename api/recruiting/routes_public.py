"""The interview for candidates' programs, with no key but the invitation's token."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response, StreamingResponse

from api.common.news import news_of
from api.recruiting import streaming
from api.recruiting.access import guest
from api.recruiting.answers import Success, open_failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.schemas_public import (
    ExchangeShown,
    HumanRequested,
    InterviewInfo,
    MessageRequest,
    MessageShown,
    StartRequest,
)
from app.room import chat
from app.room import service as room
from app.room.access import closed
from app.room.service import RoomStatus

router = APIRouter(prefix="/public/interviews", tags=["Public interview"], dependencies=[guest])
TOLD = "The hiring team has been told that you would like to talk to a person."
_STATUS = {
    RoomStatus.READY: "scheduled",
    RoomStatus.RUNNING: "in_progress",
    RoomStatus.FINISHED: "completed",
    RoomStatus.ABANDONED: "abandoned",
    RoomStatus.EXPIRED: "expired",
}
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            streaming.MEDIA_TYPE: {
                "schema": {
                    "type": "string",
                    "description": "An event `received`, and at last one without a name whose data "
                    "is the complete answer, or an event `error`.",
                }
            }
        }
    }
}


@router.get(
    "/{token}",
    summary="Get interview info",
    operation_id="getPublicInterview",
    responses=open_failures(404, 409),
)
async def info(token: str) -> Success[InterviewInfo]:
    """What a candidate may know of the interview, and what there is to answer now.

    A cancelled interview is 409.
    """
    return success(await _info(token))


@router.post(
    "/{token}/start",
    summary="Start the interview",
    operation_id="startPublicInterview",
    responses=open_failures(404, 409, 422),
    openapi_extra=takes(StartRequest, may_be_empty=True),
)
async def start(
    request: Request,
    token: str,
    wanted: Annotated[StartRequest, Depends(body_of(StartRequest, may_be_empty=True))],
) -> Success[InterviewInfo]:
    """Begin, and ask the first question. An interview that is running goes on where it is."""
    begun = await chat.start(token, wanted.consent_version)
    news_of(request).spread(begun.interview_id)
    return success(await _info(token))


@router.post(
    "/{token}/messages",
    summary="Send a message",
    operation_id="sendPublicMessage",
    response_model=Success[ExchangeShown],
    responses={**open_failures(404, 409, 422, 503), **_STREAMED},
    openapi_extra=takes(MessageRequest),
)
async def send(
    request: Request,
    token: str,
    given: Annotated[MessageRequest, Depends(body_of(MessageRequest))],
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            max_length=255,
            description="A key of your choosing that makes it safe to send this again: the "
            "same key gives the first answer again.",
        ),
    ] = None,
) -> Response | Success[ExchangeShown]:
    """Answer the current question; the reply is the next one, or the farewell.

    An answer is kept as soon as it has arrived, and read even if you disconnect. The same content
    again while it is still being read is the same answer; with `Accept: text/event-stream` you
    hear of each step.
    """
    receipt = await chat.receive(token, given.content, key=key or None, reply_to=given.reply_to)
    if streaming.is_wanted(request):
        return StreamingResponse(
            streaming.events(request, token, receipt),
            media_type=streaming.MEDIA_TYPE,
            headers=streaming.HEADERS,
        )
    exchange = await chat.settle(token, receipt)
    news_of(request).spread(receipt.interview_id)
    return success(streaming.exchange_shown(exchange))


@router.post(
    "/{token}/request-human",
    summary="Request human contact",
    operation_id="requestHuman",
    responses=open_failures(404, 409),
)
async def request_human(token: str) -> Success[HumanRequested]:
    """Tell the hiring team that the candidate would rather talk to a person."""
    await room.request_human(token)
    return success(HumanRequested(message=TOLD))


async def _info(token: str) -> InterviewInfo:
    view = await room.view(token)
    status = _STATUS.get(view.status)
    if status is None or view.expires_at is None:
        raise closed(view.status)
    standing = await chat.standing(token)
    return InterviewInfo.model_validate(
        {
            "candidate_name": view.candidate_first_name,
            "position_title": view.position_title,
            "company_name": view.organization_name,
            "status": status,
            "expires_at": view.expires_at,
            "duration_minutes": view.duration_min,
            "consent_version": view.consent_version,
            "human_requested": view.human_requested,
            "assistant_message": MessageShown.model_validate(standing.said)
            if standing.said
            else None,
            "is_complete": view.status is RoomStatus.FINISHED,
        }
    )
