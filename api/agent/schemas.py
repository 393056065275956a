"""What goes over the wire, with the contract's own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.common.formats import Instant, Integer

if TYPE_CHECKING:
    from pydantic.config import JsonDict

Data = TypeVar("Data")

_ID = "0197f7a0-5b1e-7c3a-9d54-2f6d1c0b7e11"
_QUESTION: JsonDict = {
    "id": "0197f7a0-5c02-7d0e-8a71-91b6f0c4d2aa",
    "text": "Explain the difference between synchronous and asynchronous programming.",
}
_SUMMARY: JsonDict = {
    "overall_score": 72,
    "strengths": ["JavaScript, to the depth asked for (analyse)"],
    "areas_for_improvement": ["Python: explain so far, analyse asked for"],
    "recommendations": "Work on Python first: go through examples of your own work, step by step, "
    "and say what you did and why.",
}
_CONFIG: JsonDict = {
    "job_role": "Software Engineer",
    "experience_level": "Senior",
    "skills": ["Python", "JavaScript", "React"],
    "interview_type": "technical",
    "duration": 30,
}


class Given(BaseModel):
    """Something a client sends. Nothing is coerced; unknown members pass by."""

    model_config = ConfigDict(strict=True, frozen=True)


class Told(BaseModel):
    """Something we answer."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Success(Told, Generic[Data]):
    """What was asked for, in its envelope."""

    status: Literal["success"] = "success"
    data: Data


def envelope(data: Data) -> Success[Data]:
    """What was asked for, ready to be answered by a route."""
    return Success(status="success", data=data)


class Problem(Told):
    """What went wrong: a code for programs, a sentence for people, and details where they help."""

    code: Literal["invalid_request", "unauthorized", "not_found", "server_error", "rate_limited"]
    message: str
    details: dict[str, Any]


class Failure(Told):
    """What went wrong, in its envelope."""

    status: Literal["error"]
    error: Problem


class SessionRequest(Given):
    """What to practise."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CONFIG]})

    job_role: str = Field(
        description="The role applied for.", json_schema_extra={"minLength": 1, "maxLength": 120}
    )
    experience_level: str = Field(
        description="`junior`, `mid`, `senior`, `staff`, `lead` or `principal`, or words to that "
        "effect such as “entry level” or “6 years”. It decides how deep the questions go.",
        json_schema_extra={"minLength": 1, "maxLength": 60},
    )
    skills: list[str] = Field(
        description="What to ask about. Where there are none, the role decides.",
        json_schema_extra={
            "maxItems": 10,
            "items": {"type": "string", "minLength": 1, "maxLength": 80},
        },
    )
    interview_type: str = Field(
        description="`technical`, `behavioural` (or `behavioral`), `system_design`, `screening` "
        "or `mixed`.",
        json_schema_extra={"minLength": 1, "maxLength": 60},
    )
    duration: Integer = Field(
        description="Minutes.", json_schema_extra={"minimum": 5, "maximum": 180}
    )


class AnswerRequest(Given):
    """An answer to the current question."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question_id": _QUESTION["id"],
                    "answer": "Synchronous code waits for each step before the next one begins.",
                }
            ]
        }
    )

    question_id: str = Field(
        description="The id of the question that is answered.", json_schema_extra={"format": "uuid"}
    )
    answer: str = Field(
        description="In your own words.", json_schema_extra={"minLength": 1, "maxLength": 20_000}
    )


class Config(Told):
    """What was asked for, as it was."""

    job_role: str
    experience_level: str
    skills: list[str]
    interview_type: str
    duration: int


class QuestionData(Told):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [_QUESTION]})

    id: UUID
    text: str


class SummaryData(Told):
    """What a session showed."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SUMMARY]})

    overall_score: int | None = Field(
        ge=0, le=100, description="Null where no answer could be graded."
    )
    strengths: list[str]
    areas_for_improvement: list[str]
    recommendations: str


class CreatedData(Told):
    """A new session. Its first question is asked at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "interview_id": _ID,
                    "created_at": "2026-06-01T12:00:00Z",
                    "status": "created",
                    "config": _CONFIG,
                }
            ]
        }
    )

    interview_id: UUID
    created_at: Instant
    status: Literal["created"]
    config: Config


class SessionData(Told):
    """A session as it stands."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "interview_id": _ID,
                    "created_at": "2026-06-01T12:00:00Z",
                    "status": "in_progress",
                    "config": _CONFIG,
                    "current_question": _QUESTION,
                }
            ]
        }
    )

    interview_id: UUID
    created_at: Instant
    status: Literal["created", "in_progress", "completed", "abandoned"]
    config: Config
    current_question: QuestionData | None = Field(
        description="The question to answer now; null once the interview has ended."
    )
    summary: SummaryData | None = Field(
        default=None, description="Only once the interview has ended."
    )


class EvaluationData(Told):
    """The grade of an answer."""

    score: int | None = Field(
        ge=0, le=10, description="0 to 10; null where the answer could not be graded."
    )
    feedback: str


class AnswerData(Told):
    """What became of an answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "0197f7a0-5d11-7b6c-b0f3-3f9a51c7e8d4",
                    "evaluation": {
                        "score": 8,
                        "feedback": "A full answer. What counts: “waits for each step”.",
                    },
                    "next_question": _QUESTION,
                }
            ]
        }
    )

    answer_id: UUID
    evaluation: EvaluationData
    next_question: QuestionData | None = Field(
        description="Null after the last question: then the interview is completed."
    )


class EndedData(Told):
    """A session that has ended."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"interview_id": _ID, "status": "completed", "summary": _SUMMARY}]
        }
    )

    interview_id: UUID
    status: Literal["completed", "abandoned"]
    summary: SummaryData
