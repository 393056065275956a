"""What an invitation to an applicant would say, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.applications import service as applications
from app.core import clock
from app.hiring_settings.service import settings_of
from app.identity.permissions import Permission
from app.interviews.invitation_text import correspondence_of, text_of
from app.interviews.invitations import Invitation
from app.interviews.models import Interview
from app.positions import service as positions
from app.requisitions import service as requisitions
from app.settings import get_settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

_LINK = "interview/…"
_USUAL_MINUTES = 45


@dataclass(frozen=True, slots=True)
class InvitationPreview:
    """The e-mail of an invitation. `duration_min` is None while the interview is yet to be built.

    `blocked` says why the candidate cannot be invited as things stand, and is empty else.
    """

    recipient: str
    subject: str
    text: str
    duration_min: int | None
    blocked: str


async def preview_for(session: AsyncSession, actor: Actor, number: object) -> InvitationPreview:
    """The invitation to the application of that number, as it would be now.

    Raises NotFoundError.
    """
    actor.require(Permission.INVITE)
    application = await applications.by_number(session, actor, number)
    requisition = await requisitions.by_id(
        session, actor.organization_id, application.requisition_id
    )
    settings = await settings_of(session, actor.organization_id)
    title, minutes = requisition.name, None
    if requisition.position_id is not None:
        position = await positions.get(session, actor, requisition.position_id)
        title, minutes = position.title, position.duration_min
    # Never added to the session: it only lends its values to the text.
    imagined = Interview(
        organization_id=actor.organization_id,
        application_id=application.id,
        created_by=actor.user_id,
        candidate_name=application.candidate_name,
        position_title=title,
        duration_min=minutes or _USUAL_MINUTES,
        seniority="",
        proctoring="",
        plan={},
        seed=0,
        token_hash="",
        token_sealed="",
        expires_at=clock.now() + timedelta(days=settings.interview_token_expiry_days),
    )
    invitation = Invitation(
        interview_id=imagined.id,
        url=f"{get_settings().base_url.rstrip('/')}/{_LINK}",
        token="",
        candidate_name=application.candidate_name,
        expires_at=imagined.expires_at,
    )
    writing = await correspondence_of(session, imagined)
    return InvitationPreview(
        recipient=application.candidate_email,
        subject=f"Your interview with {actor.organization_name}: {title}",
        text=await text_of(session, imagined, invitation, actor.organization_name, writing),
        duration_min=minutes,
        blocked=""
        if application.candidate_email
        else "This candidate has no e-mail address to send an invitation to: add it first.",
    )
