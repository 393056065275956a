"""The e-mails that candidates get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.interviews.invitations import invitation_of
from app.mail import service as mail
from app.mail.models import MailKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview


async def send_invitation(
    session: AsyncSession, actor: Actor, interview: Interview, email: str
) -> None:
    """Send a candidate the link to their interview. Raises ConflictError for a void link."""
    invitation = invitation_of(interview)
    opens = (
        f"The interview opens on {_words(interview.scheduled_at)}.\n"
        if interview.scheduled_at
        else ""
    )
    await mail.send(
        session,
        MailKind.INVITATION,
        organization_id=interview.organization_id,
        recipient=email,
        subject=f"Your interview with {actor.organization_name}: {interview.position_title}",
        text=(
            f"Hello {interview.candidate_name},\n\n"
            f"{actor.organization_name} invites you to an interview for the position "
            f"“{interview.position_title}”. It is held in writing, in your browser, by an AI "
            f"interviewer, and takes about {interview.duration_min} minutes. People at "
            f"{actor.organization_name} read the report and decide.\n\n"
            f"Begin here, whenever it suits you:\n{invitation.url}\n\n"
            f"{opens}The link works until {_words(interview.expires_at)} and is for you alone. "
            "What is recorded is shown before you begin, and you can ask for a human at any "
            "time.\n"
        ),
        interview_id=interview.id,
    )


def _words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
