"""The operations on coaching."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.agent.access import Practiser  # noqa: TC001 - FastAPI reads it from the annotations
from api.agent.bodies import body_of, takes
from api.agent.routes import failures
from api.agent.schemas import Success, envelope
from api.agent.schemas_coaching import (
    FeedbackBody,
    FeedbackData,
    FeedbackRequest,
    GuidanceBody,
    PracticeQuestionBody,
    PracticeQuestionData,
    PracticeQuestionRequest,
)
from app.practice import coaching, questions

router = APIRouter(prefix="/coaching", tags=["Coaching"])


@router.post(
    "/feedback",
    summary="Request feedback",
    operation_id="requestFeedback",
    responses=failures(400),
    openapi_extra=takes(FeedbackRequest),
)
async def feedback(
    actor: Practiser, given: Annotated[FeedbackRequest, Depends(body_of(FeedbackRequest))]
) -> Success[FeedbackData]:
    """Tell which parts of the framework an answer has, from its text alone; nothing is kept.

    STAR has situation, task, action and result; CAR challenge, action and result; SOAR situation,
    obstacle, action and result; PREP point, reason and example. The same answer always gets the
    same feedback.
    """
    found = await coaching.feedback(actor, **given.model_dump())
    return envelope(
        FeedbackData(
            feedback=FeedbackBody(
                overall=found.overall,
                framework_analysis={part.value: words for part, words in found.analysis.items()},
                improvements=list(found.improvements),
            )
        )
    )


@router.post(
    "/practice-questions",
    summary="Generate a practice question",
    operation_id="practiceQuestion",
    responses=failures(400),
    openapi_extra=takes(PracticeQuestionRequest),
)
async def practice_question(
    actor: Practiser,
    wanted: Annotated[PracticeQuestionRequest, Depends(body_of(PracticeQuestionRequest))],
) -> Success[PracticeQuestionData]:
    """Pick a question on a skill, with what a good answer contains and how to build it.

    A key is asked all questions of a skill and difficulty before one comes again.
    """
    found = await questions.question(actor, **wanted.model_dump())
    return envelope(
        PracticeQuestionData(
            question=PracticeQuestionBody(id=found.id, text=found.text),
            guidance=GuidanceBody(key_points=list(found.key_points), structure=found.structure),
        )
    )
