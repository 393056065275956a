"""What goes over the wire between a candidate's program and an interview."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from api.common.formats import Instant, Integer  # noqa: TC001 - pydantic reads them
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given
from app.core.numbers import LARGEST
from app.room.presence import MAX_ANSWER


class StartRequest(Given):
    """What is agreed to at the start."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"consentVersion": "2026-01"}]})

    consent_version: str | None = Field(
        default=None,
        max_length=20,
        description="The `consentVersion` of the terms that the candidate was shown and agreed to. "
        "Without it the interview begins too, and it is recorded that no terms were shown here.",
    )


class MessageRequest(Given):
    """An answer to the current question, or a question back."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"content": "My answer to your question..."}]}
    )

    content: str = Field(
        min_length=1, max_length=MAX_ANSWER, description="In the candidate's own words."
    )
    reply_to: Integer | None = Field(
        default=None,
        ge=1,
        le=LARGEST,
        description="The id of the message that is answered. Where that has been answered already, "
        "the same content gives the first answer again, and another is 409.",
    )


class MessageShown(Shown):
    """Something that was said. The numbers count from 1 in the order of the interview."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": 3, "role": "assistant", "content": "What is a reader macro?"}]
        }
    )

    id: int = Field(ge=1)
    role: Literal["assistant", "user"]
    content: str


class InterviewInfo(Shown):
    """An interview as its candidate sees it."""

    candidate_name: str = Field(description="The first name alone.")
    position_title: str
    company_name: str
    status: Literal["scheduled", "in_progress", "completed", "abandoned", "expired"]
    expires_at: Instant = Field(description="Until when it can be begun.")
    duration_minutes: int
    consent_version: str = Field(description="Which terms there are to agree to.")
    human_requested: bool
    assistant_message: MessageShown | None = Field(
        description="What the interviewer said last, to be answered; null before the start."
    )
    is_complete: bool


class ExchangeShown(Shown):
    """What was sent, and the reply."""

    user_message: MessageShown
    assistant_message: MessageShown
    is_complete: bool = Field(description="Whether the reply is the farewell.")


class HumanRequested(Shown):
    """The hiring team has been told."""

    human_requested: Literal[True] = True
    message: str
