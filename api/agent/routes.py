"""The operations on practice interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request

from api.agent.access import Practiser  # noqa: TC001 - FastAPI reads it from the annotations
from api.agent.bodies import body_of, takes
from api.agent.schemas import (
    AnswerData,
    AnswerRequest,
    Config,
    CreatedData,
    EndedData,
    EvaluationData,
    Failure,
    QuestionData,
    SessionData,
    SessionRequest,
    Success,
    SummaryData,
    envelope,
)
from api.common.news import news_of
from app.practice import service as practice

if TYPE_CHECKING:
    from app.practice.service import Question, Summary

router = APIRouter(prefix="/interviews", tags=["Interview"])

WORDS = {
    400: "The request is malformed, or something in it is missing or breaks a rule; "
    "`error.details` says what.",
    401: "There is no API key, or it opens nothing.",
    403: "The API key lacks the scope `agent`.",
    404: "There is no such interview in your organisation.",
    429: "Too many requests; `Retry-After` says in how many seconds to try again.",
    500: "Something went wrong on our side.",
}


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an operation, as its document lists them: those, and what any may answer."""
    return {
        status: {"model": Failure, "description": WORDS[status]}
        for status in sorted({*statuses, 401, 403, 429, 500})
    }


@router.post(
    "",
    status_code=201,
    summary="Create an interview session",
    operation_id="createInterview",
    responses=failures(400),
    openapi_extra=takes(SessionRequest),
)
async def create(
    actor: Practiser, wanted: Annotated[SessionRequest, Depends(body_of(SessionRequest))]
) -> Success[CreatedData]:
    """Plan an interview for the role and ask its first question at once.

    The answer says `created`; `GET` shows it `in_progress`, with the question. It is a practice
    interview: nothing is charged, and it appears in none of your organisation's lists and figures.
    """
    config = practice.parse_config(**wanted.model_dump())
    made = await practice.create_session(actor, config)
    return envelope(
        CreatedData(
            interview_id=made.id,
            created_at=made.created_at,
            status="created",
            config=Config(**made.config),
        )
    )


@router.get(
    "/{interview_id}",
    summary="Get an interview session",
    operation_id="getInterview",
    response_model_exclude_unset=True,
    responses=failures(404),
)
async def get(actor: Practiser, interview_id: str) -> Success[SessionData]:
    """Where a session stands: its current question, or its summary once it has ended."""
    seen = await practice.session_view(actor, interview_id)
    told = SessionData(
        interview_id=seen.id,
        created_at=seen.created_at,
        status=seen.status.value,
        config=Config(**seen.config),
        current_question=question_data(seen.question),
        **({"summary": summary_data(seen.summary)} if seen.summary else {}),
    )
    return envelope(told)


@router.post(
    "/{interview_id}/answers",
    summary="Submit an answer",
    operation_id="submitAnswer",
    responses=failures(400, 404),
    openapi_extra=takes(AnswerRequest),
)
async def submit_answer(
    request: Request,
    actor: Practiser,
    interview_id: str,
    given: Annotated[AnswerRequest, Depends(body_of(AnswerRequest))],
) -> Success[AnswerData]:
    """Grade the answer to the current question, and ask the next.

    A question is answered once: a second answer is refused with 400 and moves nothing. After a
    lost connection, `GET` tells which question is next.
    """
    taken = await practice.answer(
        actor, interview_id, question_id=given.question_id, text=given.answer
    )
    news_of(request).spread(taken.session.id)
    return envelope(
        AnswerData(
            answer_id=taken.answer_id,
            evaluation=EvaluationData.model_validate(taken.evaluation),
            next_question=question_data(taken.session.question),
        )
    )


@router.post(
    "/{interview_id}/end",
    summary="End an interview session",
    operation_id="endInterview",
    responses=failures(404),
)
async def end(request: Request, actor: Practiser, interview_id: str) -> Success[EndedData]:
    """End the session and sum it up; once it has ended the summary stays the same."""
    ended = await practice.end(actor, interview_id)
    news_of(request).spread(ended.id)
    return envelope(
        EndedData(
            interview_id=ended.id,
            status=ended.status.value,
            summary=summary_data(ended.summary),
        )
    )


def question_data(question: Question | None) -> QuestionData | None:
    """A question in the contract's terms."""
    return QuestionData.model_validate(question) if question else None


def summary_data(summary: Summary | None) -> SummaryData:
    """A summary in the contract's terms."""
    return SummaryData.model_validate(summary)
