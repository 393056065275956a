"""What is sent and shown of applications."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from api.common.formats import Instant, Integer
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given
from api.recruiting.schemas_analysis import AnalysisShown  # noqa: TC001 - the same
from api.recruiting.schemas_evaluations import EvaluationShown  # noqa: TC001 - the same
from api.recruiting.schemas_interviews import InterviewShown  # noqa: TC001 - the same
from app.applications.models import ApplicationStatus
from app.core.numbers import LARGEST

if TYPE_CHECKING:
    from app.applications.values import ApplicationRow, ApplicationView, EventView

_Number = Annotated[Integer, Field(ge=1, le=LARGEST)]


class ShownApplicationStatus(StrEnum):
    """How far an application has come."""

    NEW = "new"
    ANALYZING = "analyzing"
    ANALYZED = "analyzed"
    INVITED = "invited"
    INTERVIEWING = "interviewing"
    COMPLETE = "complete"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"

    @property
    def ours(self) -> ApplicationStatus:
        """The same as the product names it."""
        return ApplicationStatus(self.value)


class NewApplication(Given):
    """A candidate who applies for a requisition; the résumé is sent to the application then."""

    requisition_id: _Number
    candidate_name: Annotated[str, Field(min_length=1, max_length=200)]
    candidate_email: Annotated[str, Field(min_length=3, max_length=254)]
    candidate_phone: Annotated[str, Field(max_length=30)] | None = None
    external_application_id: Annotated[str, Field(min_length=1, max_length=120)] | None = None


class Moved(Given):
    """Where an application is moved by hand, and why."""

    status: ShownApplicationStatus
    reason: Annotated[str, Field(max_length=500)] = ""


class ApplicationEntry(Shown):
    """An application in a list. `riskScore` is between 0 and 1, null without an analysis."""

    id: int
    requisition_id: int
    requisition_name: str
    external_application_id: str | None
    candidate_name: str
    candidate_email: str = Field(description="Empty where Workday gave none.")
    status: ShownApplicationStatus
    workday_status: str | None
    has_analysis: bool
    has_interview: bool
    has_report: bool
    risk_score: float | None
    human_requested: bool
    compliance_review: bool
    created_at: Instant


class StepShown(Shown):
    """A step of an application; `by` is empty for what the product did by itself."""

    from_status: ShownApplicationStatus | None
    to_status: ShownApplicationStatus
    by: str
    reason: str
    at: Instant


class ApplicationShown(ApplicationEntry):
    """An application. `mayBecome` is where a person can move it by hand."""

    source: str
    has_resume: bool
    failure: str | None
    may_become: list[ShownApplicationStatus]
    workday_data: dict[str, Any] | None
    history: list[StepShown]
    analysis: AnalysisShown | None
    interview: InterviewShown | None
    evaluation: EvaluationShown | None
    version: int
    updated_at: Instant


def entry_of(row: ApplicationRow) -> ApplicationEntry:
    """A row of the list."""
    return ApplicationEntry(**_members(row))


def application_of(
    view: ApplicationView,
    *,
    history: tuple[EventView, ...],
    **parts: Any,  # noqa: ANN401 - what other capabilities show of it
) -> ApplicationShown:
    """An application with all there is of it."""
    return ApplicationShown(
        **_members(view.row),
        source=view.source.value,
        has_resume=view.row.has_resume,
        failure=view.failure,
        may_become=[ShownApplicationStatus(one.value) for one in view.may_become],
        workday_data=view.workday_data,
        history=[_step(one) for one in history],
        version=view.version,
        updated_at=view.updated_at,
        **parts,
    )


def _members(row: ApplicationRow) -> dict[str, Any]:
    return {
        "id": row.number,
        "requisition_id": row.requisition_number,
        "requisition_name": row.requisition_name,
        "external_application_id": row.external_application_id,
        "candidate_name": row.candidate_name,
        "candidate_email": row.candidate_email,
        "status": ShownApplicationStatus(row.status.value),
        "workday_status": row.workday_status,
        "has_analysis": row.has_analysis,
        "has_interview": row.has_interview,
        "has_report": row.has_report,
        "risk_score": row.risk_score,
        "human_requested": row.human_requested,
        "compliance_review": row.compliance_review,
        "created_at": row.created_at,
    }


def _step(event: EventView) -> StepShown:
    return StepShown(
        from_status=ShownApplicationStatus(event.from_status.value) if event.from_status else None,
        to_status=ShownApplicationStatus(event.to_status.value),
        by=event.actor_name,
        reason=event.reason,
        at=event.at,
    )
