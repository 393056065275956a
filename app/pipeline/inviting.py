"""Inviting an applicant: by the rules after an analysis, or because somebody ordered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.activity.models import LogLevel
from app.applications import entries
from app.applications import service as applications
from app.hiring_settings import service as hiring_settings
from app.identity.models import Organization
from app.identity.permissions import Actor
from app.interviews import hiring, record
from app.interviews.lifecycle import LIVE
from app.pipeline.rules import TOLD, hold_of
from app.queue import service as queue
from app.queue.models import JobType
from app.queue.outcomes import InVainError
from app.requisitions import service as requisitions

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.pipeline.rules import Hold
    from app.queue.running import Work


async def follow_analysis(
    session: AsyncSession, organization_id: UUID, application_id: UUID
) -> None:
    """Order the invitation of an application that was analysed, where the rules say so."""
    application = await applications.of(session, organization_id, application_id, lock=True)
    hold = await _hold(session, application)
    if hold is None:
        await queue.add(
            session,
            organization_id=organization_id,
            job_type=JobType.INVITE,
            requisition_id=application.requisition_id,
            application_id=application_id,
            key=f"{JobType.INVITE.value}:{application_id}",
        )
    elif hold in TOLD:
        entries.log(
            session,
            application,
            f"Not invited by itself. {hold.value}",
            source="pipeline",
            level=LogLevel.WARNING,
        )


async def invite_applicant(session: AsyncSession, work: Work) -> None:
    """Invite the applicant of an item, once: what has happened meanwhile is looked at again.

    By itself nobody is invited a second time, and nobody whom the rules no longer let through. A
    person who ordered it is obeyed while there is no invitation that still holds. Raises as
    `interviews.hiring.invite_application` does.
    """
    if work.application_id is None:
        raise InVainError("There is nobody to invite.")
    seen = await applications.of(session, work.organization_id, work.application_id)
    # In the order in which inviting takes the locks.
    await requisitions.by_id(session, work.organization_id, seen.requisition_id, lock=True)
    application = await applications.of(
        session, work.organization_id, work.application_id, lock=True
    )
    if work.created_by is None and await _hold(session, application) is not None:
        return
    held = await record.interviews_of_application(
        session, organization_id=work.organization_id, application_id=application.id
    )
    if any(one.status in LIVE for one in held):
        return
    organization = await session.get_one(Organization, work.organization_id)
    actor = Actor.of_product(organization.id, organization.name)
    await hiring.invite_application(session, actor, application.id)


async def _hold(session: AsyncSession, application: Application) -> Hold | None:
    """What keeps an application from being invited by itself, or None."""
    organization_id = application.organization_id
    held = await record.interviews_of_application(
        session, organization_id=organization_id, application_id=application.id
    )
    return hold_of(
        application,
        await requisitions.by_id(session, organization_id, application.requisition_id),
        await hiring_settings.settings_of(session, organization_id),
        had_interview=bool(held),
    )
