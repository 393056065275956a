"""What goes over the wire: the schemas of the contract, from which its document is made."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.common.formats import Integer, Moment, Uri, Uuid
from app.assessment.scoring import Recommendation
from app.positions.models import Seniority


def _promise_nothing(schema: dict[str, Any]) -> None:
    schema.pop("required", None)


class Given(BaseModel):
    """Something a client sends. Nothing is coerced, null is no value, unknown members pass by."""

    model_config = ConfigDict(strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_null(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null: leave it out")
        return value


class Told(BaseModel):
    """Something we answer. The contract lists none of its members as required."""

    model_config = ConfigDict(frozen=True, json_schema_extra=_promise_nothing)


class Candidate(Given):
    """The person to be interviewed, known by their e-mail address within your organisation."""

    email: str = Field(
        max_length=254,
        description="By which they are known: the same address is the same candidate.",
        json_schema_extra={"format": "email"},
    )
    full_name: str = Field(
        min_length=1, max_length=200, description="As they are greeted. The grader never sees it."
    )
    phone: str | None = Field(default=None, max_length=30, description="In any spelling.")
    resume_url: Uri | None = Field(
        default=None, max_length=2000, description="Kept with the candidate; nothing fetches it."
    )


class ScheduleRequest(Given):
    """Which position to interview whom for, and from when until when the invitation holds."""

    position_id: Uuid = Field(
        description="An open position of yours, as `GET /positions` lists them. Everything about "
        "the interview comes from it."
    )
    candidate: Candidate
    scheduled_at: Moment | None = Field(
        default=None, description="Before this the link does not open. In the future."
    )
    expires_at: Moment | None = Field(
        default=None,
        description="From this on the link no longer opens. In the future, and after "
        "`scheduled_at`; some weeks after that, or after now, where it is left out.",
    )
    round_number: Integer | None = Field(
        default=None, description="Which round of your pipeline this is; 0 and 1 are the first."
    )


class Position(Told):
    """Something candidates can be interviewed for. What it asks stays within the product."""

    id: UUID
    title: str = Field(examples=["Senior Go Engineer"])
    seniority: Seniority
    status: Literal["open"] = Field(
        description="Always open: others are not listed.",
        json_schema_extra={"type": "string", "enum": ["open"]},
    )


class Interview(Told):
    """An interview and the candidate's way into it. Members without a value are left out."""

    id: UUID
    status: str = Field(
        examples=["scheduled"],
        description="`scheduled`, `in_progress`, `completed`, `abandoned`, `expired` or "
        "`canceled`. The last four are final.",
    )
    invite_token: str | None = Field(
        default=None, description="The last part of the link, and as secret."
    )
    invite_url: str | None = Field(
        default=None,
        description="Where the candidate begins. It is a key: pass it on to nobody else.",
        json_schema_extra={"format": "uri"},
    )
    role: str = Field(description="The position's title when the interview was scheduled.")
    seniority: Seniority
    duration_min: int = Field(description="The minutes that are planned, and paid.")
    scheduled_at: datetime | None = Field(default=None, description="When the link opens.")
    expires_at: datetime = Field(description="When the link stops opening, unless it was begun.")
    created_at: datetime = Field(description="When it was scheduled.")
    candidate: Candidate


class Report(Told):
    """What an interview showed, with the candidate's own words as evidence."""

    interview_id: UUID
    overall_score: float = Field(
        ge=0,
        le=100,
        description="0 where nothing could be graded; `summary` says so.",
        json_schema_extra={"format": "float"},
    )
    recommendation: Recommendation
    summary: str = Field(description="The interview in a few sentences.")
    knowledge_summary: str = Field(description="What the candidate knows, and what not.")
    questions_asked: int = Field(description="Follow-up questions are not counted.")
    duration_min: int = Field(description="Whole minutes that the candidate spent in it.")
    proctor_flags: int = Field(
        description="Integrity signals that nobody has dismissed. Never part of the score."
    )
    completed_at: datetime = Field(description="When the interview ended.")
    concept_depth: list[dict[str, Any]] = Field(
        description="How deep the candidate's knowledge of each concept goes, and what shows it."
    )
    report_url: str = Field(
        description="The whole report in the web app.", json_schema_extra={"format": "uri"}
    )


class ReportReadyPayload(Told):
    """What is told of a report that is ready."""

    interview_id: UUID
    org_id: UUID
    candidate_id: UUID
    overall_score: float = Field(json_schema_extra={"format": "float"})
    recommendation: Recommendation


class ApiError(Told):
    """What went wrong: a code for programs, a sentence for people, and details where they help."""

    code: str = Field(examples=["forbidden"])
    message: str
    details: Any = None


class InterviewEnvelope(Told):
    """An interview in its envelope."""

    success: Literal[True]
    data: Interview


class PositionListEnvelope(Told):
    """Positions in their envelope."""

    success: Literal[True]
    data: list[Position]


class ReportEnvelope(Told):
    """A report in its envelope."""

    success: Literal[True]
    data: Report


class ErrorEnvelope(Told):
    """A failure in its envelope."""

    success: Literal[False]
    error: ApiError


class WebhookEnvelope(Told):
    """The body of a delivery."""

    id: UUID = Field(description="The event's own id; the same on every attempt and replay.")
    type: str = Field(examples=["report.generated"], description="What happened.")
    timestamp: datetime = Field(description="When it happened, not when it was delivered.")
    org_id: UUID = Field(description="Your organisation.")
    data: ReportReadyPayload


SCHEMAS: tuple[type[BaseModel], ...] = (
    ScheduleRequest,
    PositionListEnvelope,
    InterviewEnvelope,
    ReportEnvelope,
    ErrorEnvelope,
    WebhookEnvelope,
)
"""Every other schema of the contract is reached from one of these."""
