"""What other programs are told of an interview: ids, states and times, never who was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.interviews.models import InterviewKind
from app.settings import get_settings
from app.webhooks import service as webhooks

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview
    from app.webhooks.models import EventType

# The contract's spelling of what is "cancelled" elsewhere in the product.
PUBLIC_STATUS = {"cancelled": "canceled"}


def public_status(interview: Interview) -> str:
    """An interview's status as integrators read it."""
    return PUBLIC_STATUS.get(interview.status.value, interview.status.value)


async def tell(
    session: AsyncSession,
    interview: Interview,
    type_: EventType,
    **more: Any,  # noqa: ANN401 - JSON values
) -> None:
    """Tell of what happened to a candidate's interview; nobody is told of trials and practice.

    `more` is added to what every event says; members that are None are left out. The caller holds
    the interview's lock.
    """
    if interview.kind is not InterviewKind.CANDIDATE:
        return
    data = {
        "interview_id": str(interview.id),
        "org_id": str(interview.organization_id),
        "candidate_id": str(interview.candidate_id) if interview.candidate_id else None,
        "position_id": str(interview.position_id),
        "status": public_status(interview),
        "scheduled_at": iso(interview.scheduled_at),
        "expires_at": iso(interview.expires_at),
        "started_at": iso(interview.started_at),
        "ended_at": iso(interview.ended_at),
        "end_reason": interview.end_reason,
        **more,
    }
    await webhooks.emit(
        session,
        type_,
        organization_id=interview.organization_id,
        interview_id=interview.id,
        data={key: value for key, value in data.items() if value is not None},
    )


def report_url(interview: Interview) -> str:
    """Where a member finds the report in the browser."""
    return f"{get_settings().base_url.rstrip('/')}/interviews/{interview.id}"


def iso(moment: datetime | None) -> str | None:
    """A moment as the contracts write it, such as 2026-11-21T09:30:00Z."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None
