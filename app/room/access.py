"""Who may come in: the invitation's token is the only key, and the server's clock decides."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.core import clock
from app.core.errors import ConflictError, NotFoundError
from app.core.secrets import token_hash
from app.interviews import repository
from app.interviews.invitations import PURPOSE
from app.interviews.models import Interview, InterviewStatus

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.errors import ProblemError

MAX_TOKEN = 200


class RoomStatus(StrEnum):
    """What a candidate finds behind a link."""

    READY = "ready"
    RUNNING = "running"
    FINISHED = "finished"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"
    UNKNOWN = "unknown"


MESSAGES: dict[RoomStatus, str] = {
    RoomStatus.READY: "The interview has not begun yet.",
    RoomStatus.RUNNING: "The interview is running.",
    RoomStatus.FINISHED: "This interview is finished. There is nothing more to do.",
    RoomStatus.EXPIRED: (
        "This invitation has expired. Ask whoever invited you for a new one if you still want to "
        "take part."
    ),
    RoomStatus.CANCELLED: "This interview was cancelled by the hiring team.",
    RoomStatus.ABANDONED: (
        "This interview was left for too long and has ended. Ask whoever invited you if you want "
        "to take it again."
    ),
    RoomStatus.UNKNOWN: (
        "This link is not valid, or no longer. Check that it is complete, or ask whoever invited "
        "you for a new one."
    ),
}
_STATUS: dict[InterviewStatus, RoomStatus] = {
    InterviewStatus.SCHEDULED: RoomStatus.READY,
    InterviewStatus.IN_PROGRESS: RoomStatus.RUNNING,
    InterviewStatus.COMPLETED: RoomStatus.FINISHED,
    InterviewStatus.ABANDONED: RoomStatus.ABANDONED,
    InterviewStatus.EXPIRED: RoomStatus.EXPIRED,
    InterviewStatus.CANCELLED: RoomStatus.CANCELLED,
}


class RoomClosedError(ConflictError):
    """The room is not in a state for this; `room_status` says in which it is."""

    code = "room_closed"

    def __init__(self, room_status: RoomStatus) -> None:
        super().__init__(MESSAGES[room_status])
        self.room_status = room_status


def status_of(interview: Interview | None) -> RoomStatus:
    """What a link to this interview opens now. An overdue invitation has expired, swept or not."""
    if interview is None:
        return RoomStatus.UNKNOWN
    if interview.status is InterviewStatus.SCHEDULED and interview.expires_at <= clock.now():
        return RoomStatus.EXPIRED
    return _STATUS[interview.status]


def closed(status: RoomStatus) -> ProblemError:
    """The error for a room that is not in the status needed."""
    if status is RoomStatus.UNKNOWN:
        return NotFoundError(MESSAGES[status])
    return RoomClosedError(status)


async def find(session: AsyncSession, token: object, *, lock: bool = False) -> Interview | None:
    """The interview of a token, or None for whatever is no (longer a) token."""
    if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN:
        return None
    return await repository.by_token_hash(session, token_hash(token, purpose=PURPOSE), lock=lock)


async def enter(session: AsyncSession, token: object, *allowed: RoomStatus) -> Interview:
    """The interview of a token, locked, if its room is in one of these states.

    Raises NotFoundError for no token of ours, and RoomClosedError.
    """
    interview = await find(session, token, lock=True)
    status = status_of(interview)
    if interview is None or status not in allowed:
        raise closed(status)
    return interview
