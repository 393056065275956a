"""Interviews as other programs receive them: with the candidate and their way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.candidates import service as candidates
from app.core.errors import ConflictError, NotFoundError
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.events import public_status
from app.interviews.invitations import invitation_of
from app.interviews.models import InterviewKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.candidates.service import CandidateView
    from app.identity.permissions import Actor
    from app.interviews.models import Interview


@dataclass(frozen=True, slots=True)
class PublishedInterview:
    """An interview. `token` and `url` open it, and are None where its link no longer works."""

    id: UUID
    status: str
    token: str | None
    url: str | None
    position_title: str
    seniority: str
    duration_min: int
    scheduled_at: datetime | None
    expires_at: datetime
    created_at: datetime
    candidate: CandidateView


async def published(
    session: AsyncSession, actor: Actor, interview_id: object
) -> PublishedInterview:
    """One interview with its candidate, in two queries. Raises NotFoundError, for trials too.

    Whoever may invite may see it as well.
    """
    if not actor.can(Permission.INVITE):
        actor.require(Permission.VIEW)
    interview = await candidate_interview(session, actor, interview_id)
    candidate = await candidates.view_of(session, actor.organization_id, interview.candidate_id)
    token, url = _way_in(interview)
    return PublishedInterview(
        id=interview.id,
        status=public_status(interview),
        token=token,
        url=url,
        position_title=interview.position_title,
        seniority=interview.seniority,
        duration_min=interview.duration_min,
        scheduled_at=interview.scheduled_at,
        expires_at=interview.expires_at,
        created_at=interview.created_at,
        candidate=candidate,
    )


async def candidate_interview(
    session: AsyncSession, actor: Actor, interview_id: object
) -> Interview:
    """The organisation's interview with a candidate. Raises NotFoundError, for trials too."""
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id
    )
    if interview is None or interview.kind is not InterviewKind.CANDIDATE:
        raise NotFoundError("There is no such interview.")
    return interview


def _way_in(interview: Interview) -> tuple[str | None, str | None]:
    try:
        invitation = invitation_of(interview)
    except ConflictError:
        return None, None
    return invitation.token, invitation.url
