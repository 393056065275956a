"""What is sent and shown of interviews."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from api.common.formats import Instant, Integer
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given
from app.core.numbers import LARGEST
from app.interviews.models import InterviewStatus

if TYPE_CHECKING:
    from app.interviews.for_hiring import HiringInterview, Message

_Number = Annotated[Integer, Field(ge=1, le=LARGEST)]


class ShownStatus(StrEnum):
    """Where an interview stands. The last four are final."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    @property
    def ours(self) -> InterviewStatus:
        """The same as the product names it."""
        return InterviewStatus(self.value)


class NewInterview(Given):
    """Whom to invite, and how the interviewer is to speak; null for the default."""

    application_id: _Number
    persona_id: _Number | None = None


class InterviewShown(Shown):
    """An interview. `token` opens it: null for those who may not invite, or if it is void.

    `applicationId` and the requisition are null where nobody applied for a requisition.
    """

    id: int
    application_id: int | None
    candidate_name: str
    requisition_id: int | None
    requisition_name: str | None
    position_title: str
    interview_type: Literal["self_service"] = "self_service"
    status: ShownStatus
    token: str | None
    token_expires_at: Instant
    human_requested: bool
    created_at: Instant
    started_at: Instant | None
    completed_at: Instant | None
    message_count: int


class MessageShown(Shown):
    """Something that was said; `id` counts within the interview."""

    id: int
    role: Literal["assistant", "user"]
    content: str
    created_at: Instant


def interview_of(view: HiringInterview) -> InterviewShown:
    """An interview as it is shown."""
    return InterviewShown(
        id=view.number,
        application_id=view.application_number,
        candidate_name=view.candidate_name,
        requisition_id=view.requisition_number,
        requisition_name=view.requisition_name,
        position_title=view.position_title,
        status=ShownStatus(view.status.value),
        token=view.token,
        token_expires_at=view.token_expires_at,
        human_requested=view.human_requested,
        created_at=view.created_at,
        started_at=view.started_at,
        completed_at=view.completed_at,
        message_count=view.message_count,
    )


def message_of(message: Message) -> MessageShown:
    """A message as it is shown."""
    return MessageShown(
        id=message.id,
        role=message.role,
        content=message.content,
        created_at=message.created_at,
    )
