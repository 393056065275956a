"""The state machine of an interview: which status may follow which, and nothing else may."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.applications import service as applications
from app.billing import service as billing
from app.core import clock
from app.core.errors import ConflictError
from app.interviews.events import tell
from app.interviews.models import InterviewStatus as Status
from app.webhooks.models import EventType

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.SCHEDULED: frozenset({Status.IN_PROGRESS, Status.EXPIRED, Status.CANCELLED}),
    Status.IN_PROGRESS: frozenset({Status.COMPLETED, Status.ABANDONED, Status.CANCELLED}),
    Status.COMPLETED: frozenset(),
    Status.ABANDONED: frozenset(),
    Status.EXPIRED: frozenset(),
    Status.CANCELLED: frozenset(),
}
LIVE = frozenset({Status.SCHEDULED, Status.IN_PROGRESS})

_STANDS: dict[Status, str] = {
    Status.SCHEDULED: "This interview has not begun",
    Status.IN_PROGRESS: "This interview is running",
    Status.COMPLETED: "This interview is finished",
    Status.ABANDONED: "This interview was left and has ended",
    Status.EXPIRED: "This invitation has expired",
    Status.CANCELLED: "This interview was cancelled",
}
_CANNOT: dict[Status, str] = {
    Status.SCHEDULED: "cannot be scheduled again",
    Status.IN_PROGRESS: "cannot be started",
    Status.COMPLETED: "cannot be completed",
    Status.ABANDONED: "cannot be abandoned",
    Status.EXPIRED: "cannot expire",
    Status.CANCELLED: "cannot be cancelled",
}


# An invitation that expires is as little to be waited for as one that is cancelled, and an
# interview that was left is over; what the event says of the status tells which it was.
EVENTS: dict[Status, EventType] = {
    Status.IN_PROGRESS: EventType.INTERVIEW_STARTED,
    Status.COMPLETED: EventType.INTERVIEW_COMPLETED,
    Status.ABANDONED: EventType.INTERVIEW_COMPLETED,
    Status.EXPIRED: EventType.INTERVIEW_CANCELED,
    Status.CANCELLED: EventType.INTERVIEW_CANCELED,
}


class EndReason(StrEnum):
    """Why an interview that was started is over."""

    PRECISE = "precise"
    EXHAUSTED = "exhausted"
    TIME_UP = "time_up"
    CANDIDATE_ENDED = "candidate_ended"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"


def stands(status: Status) -> str:
    """Where such an interview stands, as the beginning of a sentence."""
    return _STANDS[status]


def step(interview: Interview, to: Status) -> None:
    """Give the interview another status. Raises ConflictError where the table has no such step.

    The end of an interview that was started is noted with its time; a draft is not kept beyond it.
    """
    if to not in TRANSITIONS[interview.status]:
        raise ConflictError(f"{_STANDS[interview.status]}: it {_CANNOT[to]}.")
    if interview.status is Status.IN_PROGRESS:
        interview.ended_at = clock.now()
    interview.status = to
    if to not in LIVE:
        interview.draft = ""
        interview.draft_turn_id = None
        interview.draft_saved_at = None


async def move(session: AsyncSession, interview: Interview, to: Status) -> None:
    """Take a step with all that hangs on it.

    Whoever asked is told, unused money given back, and the application taken along.

    The caller holds the row's lock. Raises ConflictError as `step` does.
    """
    had_begun = interview.status is Status.IN_PROGRESS
    step(interview, to)
    if to not in LIVE and not had_begun:
        await billing.refund_interview(
            session,
            organization_id=interview.organization_id,
            interview_id=interview.id,
            reason="Expired" if to is Status.EXPIRED else "Cancelled",
        )
    if interview.application_id is not None:
        await applications.interview_moved(session, interview.application_id, to.value)
    await tell(session, interview, EVENTS[to])
