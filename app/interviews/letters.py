"""The e-mails that candidates get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import clock
from app.core.errors import TooManyRequestsError
from app.interviews import record
from app.interviews.invitation_text import correspondence_of, text_of
from app.interviews.invitations import invitation_of
from app.interviews.lifecycle import LIVE, stands
from app.interviews.models import InterviewStatus
from app.mail import service as mail
from app.mail.models import MailKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.mail.models import Mail
    from app.mail.service import MailView

LEAST_SECONDS_BETWEEN = 30


@dataclass(frozen=True, slots=True)
class Departure:
    """What holds for an e-mail at the moment it is to leave.

    `hindrance` says why it must not leave any more, or is "". Answers go to `reply_to`. Where the
    organisation has a sender of its own, `sender_name` and `sender_address` are it.
    """

    hindrance: str = ""
    reply_to: str | None = None
    sender_name: str | None = None
    sender_address: str | None = None


async def send_invitation(
    session: AsyncSession, actor: Actor, interview: Interview, email: str
) -> None:
    """Send a candidate the link to their interview. The caller holds the interview's lock.

    Raises ConflictError for a void link, and TooManyRequestsError where the same was sent to the
    same address half a minute ago.
    """
    invitation = invitation_of(interview)
    await _not_twice(session, interview, email)
    writing = await correspondence_of(session, interview)
    await mail.send(
        session,
        MailKind.INVITATION,
        organization_id=interview.organization_id,
        recipient=email,
        subject=f"Your interview with {actor.organization_name}: {interview.position_title}",
        text=await text_of(session, interview, invitation, actor.organization_name, writing),
        interview_id=interview.id,
    )


async def last_invitation(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> MailView | None:
    """Where the last e-mail with the link to an interview stands, if one was written."""
    return await mail.latest(
        session,
        organization_id=organization_id,
        interview_id=interview_id,
        kind=MailKind.INVITATION,
    )


async def departure(session: AsyncSession, letter: Mail) -> Departure:
    """Whether an e-mail may leave now, from whom, and where answers go.

    An invitation to an interview that is over or has run out stays; others always leave.
    """
    if letter.kind is not MailKind.INVITATION or letter.interview_id is None:
        return Departure()
    interview = await record.interview_of(
        session, organization_id=letter.organization_id, interview_id=letter.interview_id
    )
    if interview is None:
        return Departure(hindrance="The interview was deleted: the e-mail was not sent.")
    status = interview.status
    if status is InterviewStatus.SCHEDULED and interview.expires_at <= clock.now():
        status = InterviewStatus.EXPIRED
    if status not in LIVE:
        return Departure(hindrance=f"{stands(status)}: the e-mail was not sent.")
    writing = await correspondence_of(session, interview)
    return Departure(
        reply_to=writing.reply_to,
        sender_name=writing.sender_name,
        sender_address=writing.sender_address,
    )


async def _not_twice(session: AsyncSession, interview: Interview, email: str) -> None:
    """Refuse what a second click would send."""
    since = await mail.seconds_since_last(
        session,
        organization_id=interview.organization_id,
        interview_id=interview.id,
        kind=MailKind.INVITATION,
        recipient=email,
    )
    if since is not None and since < LEAST_SECONDS_BETWEEN:
        raise TooManyRequestsError(
            f"This was e-mailed to {email} a moment ago. In half a minute it can be sent again.",
            retry_after=max(1, round(LEAST_SECONDS_BETWEEN - since)),
        )
