"""The state machine of an application: which status may follow which, and nothing else may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.applications.models import Application, ApplicationEvent
from app.applications.models import ApplicationStatus as Status
from app.core import clock
from app.core.errors import ConflictError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

_ENDED = frozenset({Status.COMPLETE, Status.REJECTED, Status.WITHDRAWN})
_OUT = frozenset({Status.REJECTED, Status.WITHDRAWN})
# An analysis may be made anew, and an invitation run out or be sent again: the application then
# stands where it stood before. Whom a person has rejected, a person may take up again there.
_BEFORE = frozenset({Status.NEW, Status.ANALYSED, Status.COMPLETE})
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.ANALYSING, Status.INVITED, Status.FAILED}) | _OUT,
    Status.ANALYSING: frozenset({Status.ANALYSED, Status.FAILED}) | _OUT,
    Status.ANALYSED: frozenset({Status.ANALYSING, Status.INVITED, Status.FAILED}) | _OUT,
    Status.INVITED: frozenset({Status.INTERVIEWING, Status.FAILED}) | _BEFORE | _OUT,
    Status.INTERVIEWING: frozenset({Status.INVITED, Status.FAILED}) | _BEFORE | _OUT,
    Status.COMPLETE: frozenset({Status.INVITED}) | _OUT,
    Status.FAILED: frozenset({Status.ANALYSING, Status.ANALYSED, Status.INVITED}) | _OUT,
    Status.REJECTED: frozenset({Status.WITHDRAWN, Status.INVITED}) | _BEFORE,
    Status.WITHDRAWN: frozenset({Status.REJECTED, Status.INVITED}) | _BEFORE,
}
WORDS: dict[Status, str] = {
    Status.NEW: "New",
    Status.ANALYSING: "Analysing",
    Status.ANALYSED: "Analysed",
    Status.INVITED: "Invited",
    Status.INTERVIEWING: "Interviewing",
    Status.COMPLETE: "Complete",
    Status.REJECTED: "Rejected",
    Status.WITHDRAWN: "Withdrawn",
    Status.FAILED: "Failed",
}


async def begin(
    session: AsyncSession, application: Application, *, actor: Actor | None = None
) -> None:
    """Add an application, for a person or by itself, and begin its history."""
    session.add(application)
    await session.flush()
    _note(session, application, None, actor=actor)


async def move(
    session: AsyncSession,
    application: Application,
    to: Status,
    *,
    actor: Actor | None = None,
    reason: str = "",
) -> None:
    """Take a step, by a person or, without an actor, by the product itself.

    The caller holds the row's lock. A step to where it stands changes nothing. Raises
    ConflictError where the table has no such step.
    """
    was = application.status
    if to is was:
        return
    if to not in TRANSITIONS[was]:
        raise ConflictError(
            f"This application is “{WORDS[was]}” and cannot become “{WORDS[to]}”.", field="status"
        )
    application.status = to
    application.updated_at = clock.now()
    if to is not Status.FAILED:
        application.failure = None
    await session.flush()
    _note(session, application, was, actor=actor, reason=reason)


def has_ended(status: Status) -> bool:
    """Whether nothing more happens to such an application by itself."""
    return status in _ENDED


def _note(
    session: AsyncSession,
    application: Application,
    was: Status | None,
    *,
    actor: Actor | None = None,
    reason: str = "",
) -> None:
    session.add(
        ApplicationEvent(
            organization_id=application.organization_id,
            application_id=application.id,
            from_status=was,
            to_status=application.status,
            actor_id=actor.user_id if actor else None,
            actor_name=actor.name if actor else "",
            reason=reason,
        )
    )
