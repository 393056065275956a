"""After an interview: its evaluation, its report, and an e-mail to whoever waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.activity import service as activity
from app.activity.models import LogLevel
from app.applications import service as applications
from app.evaluations import service as evaluations
from app.hiring_settings import service as hiring_settings
from app.interviews import record
from app.interviews.events import report_url
from app.interviews.lifecycle import LIVE
from app.mail import service as mail
from app.mail.models import MailKind
from app.queue import service as queue
from app.queue.models import JobType
from app.queue.outcomes import InVainError
from app.recruiters import service as recruiters
from app.reports import service as reports
from app.requisitions import service as requisitions

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview
    from app.queue.running import Work
    from app.recruiters.service import RecruiterView

FOLLOWS = {JobType.EVALUATE: JobType.REPORT, JobType.REPORT: JobType.DELIVER}


async def evaluate(session: AsyncSession, work: Work) -> None:
    """Evaluate the interview of an item, and order its report where it is an applicant's."""
    interview = await _ended(session, work)
    await evaluations.evaluate(session, work.organization_id, interview.id)
    await _go_on(session, work, interview)


async def report(session: AsyncSession, work: Work) -> None:
    """See to it that the interview of an item has its report, and order its delivery."""
    interview = await _ended(session, work)
    await reports.create_report(session, interview=interview)
    await _go_on(session, work, interview)


async def deliver(session: AsyncSession, work: Work) -> None:
    """Write to the requisition's recruiter that a report is there, with the link and no more."""
    interview = await _ended(session, work)
    if interview.application_id is None:
        return
    application = await applications.of(session, work.organization_id, interview.application_id)
    requisition = await requisitions.by_id(
        session, work.organization_id, application.requisition_id
    )
    recruiter = await _recruiter(session, work.organization_id, requisition.recruiter_id)
    message, level = "There is no recruiter to tell of the report.", LogLevel.WARNING
    if recruiter is not None:
        await mail.send(
            session,
            MailKind.REPORT,
            organization_id=work.organization_id,
            recipient=recruiter.email,
            subject=f"A report is ready: {requisition.name}, application {application.number}",
            text=(
                f"Hello {recruiter.name},\n\n"
                f"the interview for application {application.number} to “{requisition.name}” is "
                f"over, and its report is ready:\n{report_url(interview)}\n\n"
                "You need to be signed in to read it. What the candidate said stands there and "
                "in no e-mail.\n"
            ),
            interview_id=interview.id,
        )
        message, level = "The recruiter was told that the report is ready.", LogLevel.INFO
    activity.log(
        session,
        message,
        organization_id=work.organization_id,
        source="pipeline",
        level=level,
        requisition_id=requisition.id,
        application_id=application.id,
    )


async def _go_on(session: AsyncSession, work: Work, interview: Interview) -> None:
    """Order what follows. An interview outside of an application is nobody's on any requisition."""
    if interview.application_id is None:
        return
    following = FOLLOWS[work.job_type]
    await queue.add(
        session,
        organization_id=work.organization_id,
        job_type=following,
        requisition_id=work.requisition_id,
        application_id=interview.application_id,
        interview_id=interview.id,
        priority=work.priority,
        key=f"{following.value}:{interview.id}",
        created_by=work.created_by,
    )


async def _ended(session: AsyncSession, work: Work) -> Interview:
    interview = await record.interview_of(
        session,
        organization_id=work.organization_id,
        interview_id=work.interview_id,
        lock=True,
    )
    if interview is None:
        raise InVainError("The interview was deleted.")
    if interview.status in LIVE:
        raise InVainError("The interview is not over yet.")
    return interview


async def _recruiter(
    session: AsyncSession, organization_id: UUID, recruiter_id: UUID | None
) -> RecruiterView | None:
    """The requisition's recruiter, or else the organisation's default one."""
    if recruiter_id is None:
        settings = await hiring_settings.settings_of(session, organization_id)
        recruiter_id = settings.default_recruiter_id
    if recruiter_id is None:
        return None
    return await recruiters.of_id(session, organization_id, recruiter_id)
