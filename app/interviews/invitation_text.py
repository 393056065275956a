"""What an invitation says: the organisation's own words where it has a prompt for them, or ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app.applications import service as applications
from app.hiring_settings.service import settings_of
from app.identity import repository as people
from app.mail.message import may_send_as
from app.prompts import service as prompts
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.templating import Value
    from app.identity.models import User
    from app.interviews.invitations import Invitation
    from app.interviews.models import Interview
    from app.recruiters.service import RecruiterView

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who writes to the candidate of an interview, and who answers them.

    `sender_name` and `sender_address` are the organisation's, None where it has none or may not
    write from it; answers go to `reply_to`, and `reached` says in the letter who that is.
    """

    requisition_id: UUID | None
    recruiter_name: str = ""
    recruiter_contact: str = ""
    sender_name: str | None = None
    sender_address: str | None = None
    reply_to: str | None = None
    reached: str = ""


async def correspondence_of(session: AsyncSession, interview: Interview) -> Correspondence:
    """Who writes and answers: the inviter while they are a member, else the recruiter.

    An address that the organisation wants to write from and our mail server does not serve gets
    the answers instead.
    """
    organization_id = interview.organization_id
    settings = await settings_of(session, organization_id)
    requisition_id, recruiter = None, None
    if interview.application_id is not None:
        application = await applications.of(session, organization_id, interview.application_id)
        requisition_id = application.requisition_id
        requisition = await requisitions.by_id(session, organization_id, requisition_id)
        recruiter = await recruiters.of_id(
            session, organization_id, requisition.recruiter_id or settings.default_recruiter_id
        )
    inviter = await _inviter(session, interview)
    own = settings.email_from_address
    is_served = own is not None and may_send_as(own)
    reply_to, reached = _answering(inviter, recruiter)
    if own is not None and not is_served:
        reply_to, reached = own, "us"
    return Correspondence(
        requisition_id=requisition_id,
        recruiter_name=recruiter.name if recruiter else inviter.name if inviter else "",
        recruiter_contact=(recruiter.public_contact_info or "") if recruiter else "",
        sender_name=settings.email_from_name,
        sender_address=own if is_served else None,
        reply_to=reply_to,
        reached=reached,
    )


async def text_of(
    session: AsyncSession,
    interview: Interview,
    invitation: Invitation,
    organization_name: str,
    writing: Correspondence,
) -> str:
    """The plain text of the invitation. The link is in it, whatever the organisation's words."""
    version = await prompts.resolve(
        session,
        interview.organization_id,
        prompts.PromptType.INTERVIEW_EMAIL,
        writing.requisition_id,
    )
    if version is not None:
        values: dict[str, Value] = {
            "candidate_first_name": first_name(interview.candidate_name),
            "position_title": interview.position_title,
            "company_name": organization_name,
            "recruiter_name": writing.recruiter_name,
            "recruiter_contact": writing.recruiter_contact,
            "interview_url": invitation.url,
            "starts_at": in_words(interview.scheduled_at) if interview.scheduled_at else "",
            "expires_at": in_words(interview.expires_at),
            "duration_min": interview.duration_min,
        }
        try:
            text = prompts.render(version, values)
        except prompts.RenderError:
            text = ""
        if invitation.url in text:
            return text
        _log.warning("invitation_prompt_unusable", number=version.number, version=version.version)
    return _our_words(interview, invitation, organization_name, writing)


def first_name(name: str) -> str:
    """What stands first in a name."""
    return next(iter(name.split()), name)


def in_words(moment: datetime) -> str:
    """A moment as a letter says it."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _our_words(
    interview: Interview,
    invitation: Invitation,
    organization_name: str,
    writing: Correspondence,
) -> str:
    start = interview.scheduled_at
    when = f"from {in_words(start)} on" if start else "whenever it suits you"
    answers = (
        f"\nQuestions? Answer this e-mail: it reaches {writing.reached} at {organization_name}.\n"
        if writing.reached
        else ""
    )
    contact = f"\nYour contact:\n{writing.recruiter_contact}\n" if writing.recruiter_contact else ""
    return (
        f"Hello {interview.candidate_name},\n\n"
        f"{organization_name} invites you to an interview for the position "
        f"“{interview.position_title}”. It is held in writing, in your browser, by an AI "
        f"interviewer, and takes about {interview.duration_min} minutes. People at "
        f"{organization_name} read the report and decide.\n\n"
        f"Begin here, {when}:\n{invitation.url}\n\n"
        f"The link works until {in_words(interview.expires_at)} and is for you alone. "
        "What is recorded is shown before you begin, and you can ask for a human at any "
        f"time.\n{answers}{contact}"
    )


def _answering(inviter: User | None, recruiter: RecruiterView | None) -> tuple[str | None, str]:
    if inviter is not None:
        return inviter.email, inviter.name
    return (recruiter.email, recruiter.name) if recruiter else (None, "")


async def _inviter(session: AsyncSession, interview: Interview) -> User | None:
    """The member who invited, while they belong to the organisation."""
    if interview.created_by is None:
        return None
    for user, _ in await people.members(session, interview.organization_id):
        if user.id == interview.created_by and user.is_active:
            return user
    return None
