"""Work that a person orders: what may be ordered for which thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.applications import service as applications
from app.core import audit
from app.core.errors import InvalidInputError, NotFoundError
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.lifecycle import LIVE
from app.queue import service as queue
from app.queue.control import again, key_for
from app.queue.models import JobType, QueueItem, QueueStatus
from app.queue.service import MOST_PRIORITY
from app.requisitions import repository as requisitions
from app.requisitions.service import NO_SUCH_REQUISITION

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

OF_REQUISITIONS = frozenset({JobType.SYNC})
OF_INTERVIEWS = frozenset({JobType.EVALUATE, JobType.REPORT, JobType.DELIVER})


class _Subject(NamedTuple):
    requisition_id: UUID
    application_id: UUID | None = None
    interview_id: UUID | None = None


async def add(
    session: AsyncSession,
    actor: Actor,
    *,
    job_type: JobType,
    requisition: int | None = None,
    application: int | None = None,
    priority: int = 0,
) -> QueueItem:
    """Order something for the requisition or the application of that number.

    What is ordered already is given back, and done now if it waits for another attempt. Raises
    NotFoundError naming the field, and InvalidInputError for a subject that does not fit the job.
    """
    actor.require(Permission.MANAGE_QUEUE)
    if not -MOST_PRIORITY <= priority <= MOST_PRIORITY:
        raise InvalidInputError(
            f"The priority is from -{MOST_PRIORITY} to {MOST_PRIORITY}.", field="priority"
        )
    subject = await _subject(session, actor, job_type, requisition, application)
    item = await queue.add(
        session,
        organization_id=actor.organization_id,
        job_type=job_type,
        priority=priority,
        key=_key(job_type, subject),
        created_by=actor.user_id,
        **subject._asdict(),
    )
    if item.status is QueueStatus.FAILED:
        await again(session, item)
    audit.record(
        session,
        "queue.added",
        subject_type="queue_item",
        subject_id=item.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        item=item.number,
        job_type=job_type.value,
    )
    return item


async def _subject(
    session: AsyncSession,
    actor: Actor,
    job_type: JobType,
    requisition: int | None,
    application: int | None,
) -> _Subject:
    if job_type in OF_REQUISITIONS:
        if requisition is None or application is not None:
            raise InvalidInputError(
                f"“{job_type.value}” is for a requisition: name it by requisitionId alone.",
                field="application_id" if requisition else "requisition_id",
            )
        return await _requisition(session, actor, requisition)
    if application is None or requisition is not None:
        raise InvalidInputError(
            f"“{job_type.value}” is for an application: name it by applicationId alone.",
            field="requisition_id" if application else "application_id",
        )
    return await _application(session, actor, job_type, application)


async def _requisition(session: AsyncSession, actor: Actor, number: int) -> _Subject:
    found = await requisitions.by_number(session, actor.organization_id, number)
    if found is None:
        raise NotFoundError(NO_SUCH_REQUISITION, field="requisition_id")
    if found.external_id is None:
        raise InvalidInputError(
            "This requisition is not from Workday: there is nothing to synchronise with.",
            field="requisition_id",
        )
    return _Subject(found.id)


async def _application(
    session: AsyncSession, actor: Actor, job_type: JobType, number: int
) -> _Subject:
    try:
        found = await applications.by_number(session, actor, number)
    except NotFoundError as error:
        raise NotFoundError(error.message, field="application_id") from None
    if job_type is JobType.ANALYSE and not found.has_resume:
        raise InvalidInputError(
            "There is no résumé to analyse yet: add one first.", field="application_id"
        )
    if job_type not in OF_INTERVIEWS:
        return _Subject(found.requisition_id, found.id)
    held = await record.interviews_of_application(
        session, organization_id=actor.organization_id, application_id=found.id
    )
    over = next((one for one in held if one.status not in LIVE and one.started_at), None)
    if over is None:
        raise InvalidInputError(
            "There is no interview of this application that is over.", field="application_id"
        )
    return _Subject(found.requisition_id, found.id, over.id)


def _key(job_type: JobType, subject: _Subject) -> str:
    return key_for(job_type, **subject._asdict())
