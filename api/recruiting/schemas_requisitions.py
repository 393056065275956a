"""What is sent and shown of requisitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID  # noqa: TC003 - pydantic reads it from the annotation

from pydantic import Field
from pydantic.alias_generators import to_camel

from api.common.formats import Instant, Integer, Uuid
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given, may_lack
from app.core.numbers import LARGEST
from app.requisitions.inputs import (
    LEAST_INTERVAL,
    MAX_DESCRIPTION,
    MAX_EXTERNAL_ID,
    MAX_INSTRUCTIONS,
    MAX_LOCATION,
    MAX_NAME,
    MAX_STATUS,
    MOST_INTERVAL,
)

if TYPE_CHECKING:
    from app.applications.counts import Counts
    from app.requisitions.values import RequisitionRow, RequisitionView

_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
_Text = Annotated[str, Field(max_length=MAX_DESCRIPTION)]
_Number = Annotated[Integer, Field(ge=1, le=LARGEST)]
_Minutes = Annotated[Integer, Field(ge=LEAST_INTERVAL, le=MOST_INTERVAL)]
_Hours = Annotated[
    Integer,
    Field(ge=1, le=8_760, description="Within the bounds that the settings say."),
]
_NUMBERED = {"recruiter_id": "recruiter", "persona_id": "persona"}


class _Fields(Given):
    description: _Text = may_lack()
    detailed_description: _Text = may_lack()
    location: Annotated[str, Field(max_length=MAX_LOCATION)] | None = None
    recruiter_id: _Number | None = None
    position_id: Uuid | None = Field(
        default=None, description="The interview that candidates take; built on need without one."
    )
    persona_id: _Number | None = None
    is_active: bool = may_lack()
    min_check_interval: _Minutes = may_lack()
    lookback_hours: _Hours | None = None
    interview_instructions: Annotated[str, Field(max_length=MAX_INSTRUCTIONS)] | None = Field(
        default=None,
        description=(
            "What to dwell on, for a language model and as the variable `interview_instructions` "
            "of prompts; as they are when somebody is invited. The built-in interviewer does not "
            "read them, and no grade depends on them."
        ),
    )
    auto_send_interview: bool = may_lack()
    auto_send_on_status: Annotated[str, Field(max_length=MAX_STATUS)] | None = None

    def fields(self) -> dict[str, Any]:
        """What was sent, as the service names it."""
        return {_NUMBERED.get(name, name): value for name, value in self.changes().items()}


class RequisitionChanges(_Fields):
    """What to change of a requisition; what is left out stays."""

    name: _Name = may_lack()


class NewRequisition(_Fields):
    """A requisition that is not (yet) in Workday, or is named there by `externalId`."""

    name: _Name
    external_id: Annotated[str, Field(max_length=MAX_EXTERNAL_ID)] | None = None


class RequisitionEntry(Shown):
    """A requisition in a list. Pending are the applications that have not ended."""

    id: int
    external_id: str | None
    name: str
    location: str | None
    recruiter_id: int | None
    recruiter_name: str | None
    is_active: bool
    auto_send_interview: bool
    application_count: int
    pending_count: int
    last_synced_at: Instant | None
    created_at: Instant


class RequisitionShown(Shown):
    """A requisition. `lookbackHours` is null where the default of the settings holds."""

    id: int
    external_id: str | None
    name: str
    description: str
    detailed_description: str
    location: str | None
    recruiter_id: int | None
    recruiter_name: str | None
    position_id: UUID | None
    persona_id: int | None
    is_active: bool
    min_check_interval: int
    lookback_hours: int | None
    interview_instructions: str | None
    auto_send_interview: bool
    auto_send_on_status: str | None
    last_synced_at: Instant | None
    workday_data: dict[str, Any] | None
    edited_fields: list[str] = Field(
        description="What was changed here and Workday no longer overwrites."
    )
    removed_at: Instant | None
    version: int
    created_at: Instant
    updated_at: Instant


class Queued(Shown):
    """Work that was ordered, to be followed in the queue by its number."""

    status: str = Field(default="queued", pattern="^queued$")
    queue_item_id: int


def entry_of(row: RequisitionRow, counts: Counts) -> RequisitionEntry:
    """A row of the list with its counts."""
    return RequisitionEntry(
        id=row.number,
        external_id=row.external_id,
        name=row.name,
        location=row.location,
        recruiter_id=row.recruiter_number,
        recruiter_name=row.recruiter_name,
        is_active=row.is_active,
        auto_send_interview=row.auto_send_interview,
        application_count=counts.total,
        pending_count=counts.pending,
        last_synced_at=row.last_synced_at,
        created_at=row.created_at,
    )


def requisition_of(view: RequisitionView) -> RequisitionShown:
    """A requisition with all it holds."""
    return RequisitionShown(
        id=view.number,
        external_id=view.external_id,
        name=view.name,
        description=view.description,
        detailed_description=view.detailed_description,
        location=view.location,
        recruiter_id=view.recruiter_number,
        recruiter_name=view.recruiter_name,
        position_id=view.position_id,
        persona_id=view.persona_number,
        is_active=view.is_active,
        min_check_interval=view.min_check_interval,
        lookback_hours=view.lookback_hours,
        interview_instructions=view.interview_instructions,
        auto_send_interview=view.auto_send_interview,
        auto_send_on_status=view.auto_send_on_status,
        last_synced_at=view.last_synced_at,
        workday_data=view.workday_data,
        edited_fields=[to_camel(name) for name in view.edited],
        removed_at=view.removed_at,
        version=view.version,
        created_at=view.created_at,
        updated_at=view.updated_at,
    )
