"""The e-mails that candidates get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import clock
from app.core.errors import TooManyRequestsError
from app.identity import repository as people
from app.interviews import record
from app.interviews.invitations import invitation_of
from app.interviews.lifecycle import LIVE, stands
from app.interviews.models import InterviewStatus
from app.mail import service as mail
from app.mail.models import MailKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.models import User
    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.mail.models import Mail
    from app.mail.service import MailView

LEAST_SECONDS_BETWEEN = 30


@dataclass(frozen=True, slots=True)
class Departure:
    """What holds for an e-mail at the moment it is to leave.

    `hindrance` says why it must not leave any more, or is "". Answers go to `reply_to`.
    """

    hindrance: str = ""
    reply_to: str | None = None


async def send_invitation(
    session: AsyncSession, actor: Actor, interview: Interview, email: str
) -> None:
    """Send a candidate the link to their interview. The caller holds the interview's lock.

    Raises ConflictError for a void link, and TooManyRequestsError where the same was sent to the
    same address half a minute ago.
    """
    invitation = invitation_of(interview)
    await _not_twice(session, interview, email)
    inviter = await _inviter(session, interview)
    when = (
        f"from {_words(interview.scheduled_at)} on"
        if interview.scheduled_at
        else "whenever it suits you"
    )
    answers = (
        f"\nQuestions? Answer this e-mail: it reaches {inviter.name} at "
        f"{actor.organization_name}.\n"
        if inviter
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
            f"Begin here, {when}:\n{invitation.url}\n\n"
            f"The link works until {_words(interview.expires_at)} and is for you alone. "
            "What is recorded is shown before you begin, and you can ask for a human at any "
            f"time.\n{answers}"
        ),
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
    """Whether an e-mail may leave now, and where answers go: to the member who invited.

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
    inviter = await _inviter(session, interview)
    return Departure(reply_to=inviter.email if inviter else None)


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


async def _inviter(session: AsyncSession, interview: Interview) -> User | None:
    """The member who invited, while they belong to the organisation."""
    if interview.created_by is None:
        return None
    for user, _ in await people.members(session, interview.organization_id):
        if user.id == interview.created_by and user.is_active:
            return user
    return None


def _words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
