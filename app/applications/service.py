"""Applications: how they come in, how far they have come, and who has applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.applications import repository
from app.applications.adding import create, upsert_from_workday
from app.applications.counts import by_status
from app.applications.models import Application, ApplicationStatus
from app.applications.progress import (
    NO_SUCH_APPLICATION,
    OUT,
    check_invitable,
    check_status,
    held,
    human_requested,
    interview_moved,
    invited,
    left_without_report,
    may_become,
    move_by_person,
    note_analysis,
    note_resume,
    report_made,
)
from app.applications.status import WORDS
from app.applications.terms import address_of, note_terms
from app.applications.values import (
    ApplicationRow,
    ApplicationView,
    EventView,
    ExternalApplication,
    Stage,
    TakenOver,
)
from app.core.errors import InvalidInputError, NotFoundError
from app.identity.permissions import Permission
from app.queue import service as queue
from app.queue.models import JobType
from app.requisitions import service as requisitions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.queue.models import QueueItem

__all__ = [
    "OUT",
    "ApplicationRow",
    "ApplicationView",
    "EventView",
    "ExternalApplication",
    "Stage",
    "TakenOver",
    "awaits_analysis",
    "board",
    "by_number",
    "candidate_changed",
    "check_invitable",
    "check_status",
    "create",
    "get",
    "held",
    "history",
    "human_requested",
    "interview_moved",
    "invited",
    "left_without_report",
    "move_by_person",
    "note_analysis",
    "note_resume",
    "of",
    "report_made",
    "reprocess",
    "upsert_from_workday",
]

REPROCESS_PRIORITY = 10
"""What a person waits for goes before what came in by itself."""

PER_STAGE = 50


async def of(
    session: AsyncSession, organization_id: UUID, application_id: UUID, *, lock: bool = False
) -> Application:
    """The organisation's application, as stored. Raises NotFoundError."""
    found = await repository.by_id(session, organization_id, application_id, lock=lock)
    if found is None:
        raise NotFoundError(NO_SUCH_APPLICATION)
    return found


async def by_number(session: AsyncSession, actor: Actor, number: object) -> Application:
    """The application of that number, as stored. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    found = await repository.by_number(session, actor.organization_id, number)
    if found is None:
        raise NotFoundError(NO_SUCH_APPLICATION)
    return found


async def get(session: AsyncSession, actor: Actor, number: object) -> ApplicationView:
    """One application with all it holds itself. Raises NotFoundError."""
    found = await by_number(session, actor, number)
    (row,) = await repository.rows_of(session, [found.id])
    return ApplicationView(
        row=row,
        candidate_id=found.candidate_id,
        source=found.source,
        workday_data=found.workday_data,
        failure=found.failure,
        may_become=may_become(found),
        version=found.version,
        updated_at=found.updated_at,
    )


async def history(session: AsyncSession, actor: Actor, number: object) -> tuple[EventView, ...]:
    """Every step of an application, the first one first. Raises NotFoundError."""
    found = await by_number(session, actor, number)
    return tuple(
        EventView(one.from_status, one.to_status, one.actor_name, one.reason, one.at)
        for one in await repository.events_of(session, found.id)
    )


async def board(
    session: AsyncSession,
    actor: Actor,
    requisition: object = None,
    *,
    per_stage: int = PER_STAGE,
    more: Mapping[ApplicationStatus, int] | None = None,
) -> tuple[Stage, ...]:
    """Every status with its applications, of the requisition of that number or of all.

    `more` names the statuses of which more than `per_stage` are wanted. Raises NotFoundError.
    """
    actor.require(Permission.VIEW)
    wanted = None
    if requisition is not None:
        wanted = (await requisitions.get(session, actor, requisition)).id
    totals = await by_status(session, actor.organization_id, wanted)
    stages = []
    for status in ApplicationStatus:
        limit = max(per_stage, (more or {}).get(status, 0))
        ids = (
            await repository.newest(
                session, actor.organization_id, status, requisition_id=wanted, limit=limit
            )
            if totals[status]
            else []
        )
        rows = await repository.rows_of(session, ids)
        since = await repository.stands_since(session, ids)
        stages.append(Stage(status, WORDS[status], totals[status], rows, since))
    return tuple(stages)


async def reprocess(session: AsyncSession, actor: Actor, number: object) -> QueueItem:
    """Have an application analysed anew, before what came in by itself.

    While an analysis is waiting or running, that one is given. Raises NotFoundError, and
    InvalidInputError for one without a résumé or that is out.
    """
    actor.require(Permission.EDIT_APPLICATIONS)
    application = await by_number(session, actor, number)
    if not application.has_resume:
        raise InvalidInputError("There is no résumé to analyse yet: add one first.")
    if application.status in OUT:
        raise InvalidInputError(
            f"This application is “{WORDS[application.status]}”: take it up again first.",
            field="status",
        )
    return await queue.add(
        session,
        organization_id=actor.organization_id,
        job_type=JobType.ANALYSE,
        requisition_id=application.requisition_id,
        application_id=application.id,
        priority=REPROCESS_PRIORITY,
        key=_analysis_key(application.id),
        created_by=actor.user_id,
    )


async def awaits_analysis(session: AsyncSession, actor: Actor, application_id: UUID) -> bool:
    """Whether an analysis of an application of one's own waits or runs."""
    actor.require(Permission.VIEW)
    return await queue.is_open(session, actor.organization_id, _analysis_key(application_id))


def _analysis_key(application_id: UUID) -> str:
    return f"analyze:{application_id}"


async def candidate_changed(
    session: AsyncSession, organization_id: UUID, candidate_id: UUID, *, name: str, email: str
) -> None:
    """Bring along what applications repeat of a candidate who was corrected."""
    for application in await repository.of_candidate(session, organization_id, candidate_id):
        application.candidate_name = name
        application.candidate_email = address_of(email)
        await note_terms(session, application)
