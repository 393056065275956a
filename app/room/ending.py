"""The end of an interview: completed with a report, left and given up, or never begun."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from app.applications import service as applications
from app.assessment import service as assessment
from app.core import audit, clock
from app.core.database import reading, unit_of_work
from app.interviews import repository
from app.interviews.lifecycle import EndReason, move
from app.interviews.models import InterviewKind, InterviewStatus, TurnKind
from app.interviews.transcript import append
from app.reports.service import create_report
from app.room.speaking import CLOSING, CLOSING_OF_PRACTICE

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview

LEFT_AFTER = timedelta(hours=24)
"""An interview nobody has been in for so long is given up."""

BATCH = 100


class Swept(NamedTuple):
    """How many invitations expired, and how many interviews were given up."""

    expired: int
    abandoned: int


def is_left(interview: Interview, now: datetime) -> bool:
    """Whether a running interview is to be given up."""
    seen = interview.last_seen_at or interview.started_at or interview.created_at
    return min(seen, interview.expires_at) < now - LEFT_AFTER


async def finish(session: AsyncSession, interview: Interview, reason: EndReason) -> None:
    """End a running interview, with its report, in this unit of work.

    One that was left gets a report only if something in it was graded. The caller holds the lock.
    Raises ConflictError for an interview that is not running.
    """
    left = reason is EndReason.ABANDONED
    interview.end_reason = reason
    await move(session, interview, InterviewStatus.ABANDONED if left else InterviewStatus.COMPLETED)
    if not left:
        is_practice = interview.kind is InterviewKind.PRACTICE
        closing = CLOSING_OF_PRACTICE if is_practice else CLOSING
        await append(session, interview, TurnKind.CLOSING, closing)
    if not left or await assessment.evaluations_of(
        session, organization_id=interview.organization_id, interview_id=interview.id
    ):
        await create_report(session, interview=interview)
    elif interview.application_id is not None:
        await applications.left_without_report(session, interview.application_id)
    record_of_candidate(session, interview, "interview.ended", reason=reason.value)


def record_of_candidate(
    session: AsyncSession,
    interview: Interview,
    action: str,
    **details: Any,  # noqa: ANN401 - JSON, as the audit log takes it
) -> None:
    """Note in the audit log what a candidate, or the clock, did. Never what they said."""
    audit.record(
        session,
        action,
        subject_type="interview",
        subject_id=interview.id,
        organization_id=interview.organization_id,
        **details,
    )


async def expire_overdue(limit: int = BATCH) -> int:
    """Let invitations expire that have run out; gives how many did, `limit` at most."""
    async with reading() as session:
        due = await repository.overdue(session, clock.now(), limit)
    return sum([await _expire(interview_id) for interview_id in due])


async def _expire(interview_id: UUID) -> bool:
    async with unit_of_work() as session:
        interview = await repository.by_own_id(session, interview_id, lock=True)
        # It may have been begun, extended or cancelled in the meantime.
        if interview is None or interview.status is not InterviewStatus.SCHEDULED:
            return False
        if interview.expires_at > clock.now():
            return False
        await move(session, interview, InterviewStatus.EXPIRED)
        record_of_candidate(session, interview, "interview.expired")
        return True
