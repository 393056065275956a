"""Taking over one application: fetched whole outside any transaction, then kept in one.

A crash therefore leaves an application untouched or taken over with its résumé and the order to
analyse it, and whoever comes again does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.activity import service as activity
from app.activity.models import LogLevel
from app.applications import service as applications
from app.applications.models import ApplicationStatus
from app.core import clock
from app.core.database import unit_of_work
from app.interviews import lifecycle, record
from app.interviews.models import InterviewStatus
from app.queue import service as queue
from app.queue.models import JobType
from app.requisitions import service as requisitions
from app.resumes import reading as reader
from app.resumes import service as resumes
from app.settings import get_settings
from app.workday.errors import WorkdayTooLargeError
from app.workday.source import resume_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.interviews.models import Interview
    from app.requisitions.models import Requisition
    from app.resumes.reading import ReadResume
    from app.workday.attachments import Attachment
    from app.workday.repository import Known
    from app.workday.source import Complete, Found, HiringSource

SOURCE = "workday"


class Taken(Enum):
    """What came of an application."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"


async def take_over(
    source: HiringSource,
    organization_id: UUID,
    requisition_id: UUID,
    found: Found,
    known: Known | None,
) -> Taken:
    """Bring one application up to date. Raises the errors of `app.workday.errors`."""
    complete = await source.complete(found)
    if complete is None:
        return Taken.GONE
    data = complete.application.data
    if known is not None and known.data == data and not known.is_removed:
        return Taken.UNCHANGED
    is_other = known is None or resume_of(known.data) != resume_of(data)
    attachment = complete.resume if is_other else None
    document = await _document(source, attachment) if attachment is not None else None
    async with unit_of_work() as session:
        return await _keep(
            session, organization_id, requisition_id, complete, document=document, known=known
        )


async def mark_removed(organization_id: UUID, application_id: UUID, requisition_id: UUID) -> bool:
    """Note that an application is gone in Workday; nothing of it is deleted here."""
    async with unit_of_work() as session:
        application = await applications.of(session, organization_id, application_id, lock=True)
        if application.removed_at is not None:
            return False
        application.removed_at = application.updated_at = clock.now()
        activity.log(
            session,
            "An application is gone in Workday; it was kept here.",
            organization_id=organization_id,
            source=SOURCE,
            level=LogLevel.WARNING,
            requisition_id=requisition_id,
            application_id=application_id,
        )
        return True


@dataclass(frozen=True, slots=True)
class _Document:
    """A résumé that was fetched, and what could be read of it."""

    file_name: str
    content: bytes
    read: ReadResume


async def _document(source: HiringSource, attachment: Attachment) -> _Document | None:
    try:
        came = await source.resume(attachment)
    except WorkdayTooLargeError:
        error = reader.UnreadableError(
            reader.Reason.TOO_LARGE, limit=get_settings().resume_megabytes
        )
        return _Document(attachment.file_name, b"", reader.unread(b"", error))
    if came is None:
        return None
    try:
        read = await reader.read(came.content, came.file_name)
    except reader.UnreadableError as error:
        read = reader.unread(came.content, error)
    return _Document(came.file_name, came.content, read)


async def _keep(
    session: AsyncSession,
    organization_id: UUID,
    requisition_id: UUID,
    complete: Complete,
    *,
    document: _Document | None,
    known: Known | None,
) -> Taken:
    external = complete.application
    # Locked before the application, as everywhere.
    requisition = await requisitions.by_id(session, organization_id, requisition_id, lock=True)
    is_out = external.withdrawn or external.rejected
    invitations = await _invitations(session, organization_id, known) if is_out else []
    taken = await applications.upsert_from_workday(session, organization_id, requisition, external)
    application = taken.application
    if document is not None:
        await resumes.add(
            session,
            organization_id,
            application.id,
            file_name=document.file_name,
            content=document.content,
            read=document.read,
        )
    if application.status in applications.OUT:
        for interview in invitations if "status" in taken.changed else []:
            await lifecycle.move(session, interview, InterviewStatus.CANCELLED)
    else:
        await _order(
            session,
            requisition,
            application,
            is_new=taken.is_new or document is not None,
            is_moved="workday_status" in taken.changed,
        )
    return Taken.ADDED if taken.is_new else Taken.CHANGED


async def _order(
    session: AsyncSession,
    requisition: Requisition,
    application: Application,
    *,
    is_new: bool,
    is_moved: bool,
) -> None:
    """Have what is new analysed; where a status was waited for, have it looked at once more."""
    waits = requisition.auto_send_interview and requisition.auto_send_on_status is not None
    if is_new:
        job_type = JobType.ANALYSE
    elif is_moved and waits and application.status is ApplicationStatus.ANALYSED:
        job_type = JobType.INVITE
    else:
        return
    await queue.add(
        session,
        organization_id=application.organization_id,
        job_type=job_type,
        requisition_id=application.requisition_id,
        application_id=application.id,
        key=f"{job_type.value}:{application.id}",
    )


async def _invitations(
    session: AsyncSession, organization_id: UUID, known: Known | None
) -> list[Interview]:
    """The application's interviews that have not begun, held till the end."""
    if known is None:
        return []
    held = [
        await record.interview_of(
            session, organization_id=organization_id, interview_id=one.id, lock=True
        )
        for one in await record.interviews_of_application(
            session, organization_id=organization_id, application_id=known.id
        )
        if one.status is InterviewStatus.SCHEDULED
    ]
    return [one for one in held if one is not None and one.status is InterviewStatus.SCHEDULED]
