"""How far a running interview is, for the hiring team: numbers alone, nothing that was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import clock
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.models import InterviewStatus
from app.room.snapshot import take
from app.room.views import answered_questions, whole_seconds_left

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor


@dataclass(frozen=True, slots=True)
class Progress:
    """Questions answered, follow-ups not counted, and the time left by the server's clock."""

    answered: int
    seconds_left: int
    last_seen_at: datetime | None


async def progress_of(session: AsyncSession, actor: Actor, interview_id: object) -> Progress | None:
    """How far the interview is, or None where it is not running. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id
    )
    if interview is None:
        raise NotFoundError("There is no such interview.")
    if interview.status is not InterviewStatus.IN_PROGRESS:
        return None
    snapshot = await take(session, interview)
    return Progress(
        answered=answered_questions(snapshot),
        seconds_left=whole_seconds_left(interview, clock.now(), snapshot.move),
        last_seen_at=interview.last_seen_at,
    )
