"""What happens to interviews and applications together: inviting, calling off, deleting.

It stands here because interviews know applications, not the other way. Where both are held, the
interview is locked before its application, as the room does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from app.applications import counts
from app.applications import service as applications
from app.applications.models import Application, ApplicationStatus
from app.candidates import service as candidates
from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError
from app.hiring_settings.service import settings_of
from app.identity.permissions import Permission
from app.interviews import service as interviews
from app.interviews.lifecycle import LIVE, move
from app.interviews.models import Interview, InterviewStatus
from app.personas import service as personas
from app.requisitions import service as requisitions
from app.requisitions.interviewing import ensure_position

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.invitations import Invitation


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with a requisition, and how many interviews are in the way of deleting it."""

    applications: int
    live: int

    @property
    def words(self) -> str:
        """The same as a sentence."""
        some = f"its {self.applications:,} application{'s' * (self.applications != 1)}"
        return (
            f"Deleting the requisition also deletes {some} with résumés and analyses. Interviews "
            "that were held, and their reports, are kept."
        )


async def invite_application(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    *,
    persona_id: UUID | None = None,
    notify: bool = True,
) -> Invitation:
    """Invite an applicant to the interview of their requisition, built on first need.

    The interviewer speaks as the persona, else as the requisition's, else as the organisation's
    default. The invitation runs out as the hiring settings say. Raises NotFoundError,
    ConflictError for an application that has an invitation or is out, InvalidInputError where it
    has no address or there is nothing to ask, and PaymentRequiredError.
    """
    actor.require(Permission.INVITE)
    seen = await applications.of(session, actor.organization_id, application_id)
    # The requisition first, as it is held when a requisition is deleted with its applications.
    requisition = await requisitions.by_id(
        session, actor.organization_id, seen.requisition_id, lock=True
    )
    application = await applications.of(session, actor.organization_id, application_id, lock=True)
    applications.check_invitable(application)
    if not application.candidate_email:
        raise InvalidInputError(
            "This candidate has no e-mail address to send an invitation to: add it first.",
            field="application_id",
        )
    position_id = await ensure_position(session, actor, requisition)
    settings = await settings_of(session, actor.organization_id)
    candidate = await candidates.of(session, actor.organization_id, application.candidate_id)
    return await interviews.invite(
        session,
        actor,
        position_id=position_id,
        full_name=candidate.full_name,
        email=candidate.email,
        phone=candidate.phone,
        resume_url=candidate.resume_url,
        expires_at=clock.now() + timedelta(days=settings.interview_token_expiry_days),
        application=application,
        persona=await personas.snapshot(
            session,
            actor.organization_id,
            persona_id or requisition.persona_id,
            instructions=requisition.interview_instructions,
        ),
        notify=notify,
    )


async def move_application(
    session: AsyncSession,
    actor: Actor,
    number: object,
    to: object,
    *,
    reason: object = "",
    expected_version: int | None = None,
) -> Application:
    """Move an application by hand; who is out loses an invitation they have not followed.

    An interview that is running goes on. Raises as `applications.move_by_person` does.
    """
    seen = await applications.by_number(session, actor, number)
    leaves = applications.check_status(to) in applications.OUT
    open_ones = await _invitations(session, seen) if leaves else []
    moved = await applications.move_by_person(
        session, actor, number, to, reason=reason, expected_version=expected_version
    )
    for interview in open_ones:
        await move(session, interview, InterviewStatus.CANCELLED)
        audit.record(
            session,
            "interview.cancelled",
            subject_type="interview",
            subject_id=interview.id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
        )
    return moved


async def lost_with(session: AsyncSession, actor: Actor, number: object) -> Loss:
    """What would be lost with a requisition. Raises NotFoundError."""
    requisition = await requisitions.get(session, actor, number)
    found = await counts.of_requisitions(session, actor, [requisition.id])
    live = (
        select(func.count(col(Interview.id)))
        .join(Application, col(Application.id) == col(Interview.application_id))
        .where(
            col(Application.requisition_id) == requisition.id,
            col(Application.organization_id) == actor.organization_id,
            col(Application.status).in_(
                (ApplicationStatus.INVITED, ApplicationStatus.INTERVIEWING)
            ),
            col(Interview.status).in_(LIVE),
        )
    )
    return Loss(found[requisition.id].total, (await session.execute(live)).scalar_one())


async def delete_requisition(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None = None
) -> None:
    """Delete a requisition with its applications, unless interviews of theirs are under way.

    Raises NotFoundError, and ConflictError in that case or where another version is expected.
    """
    actor.require(Permission.EDIT_REQUISITIONS)
    requisition = await requisitions.held(session, actor, number, expected_version)
    loss = await lost_with(session, actor, number)
    if loss.live:
        many = "interviews are" if loss.live != 1 else "interview is"
        raise ConflictError(
            f"{loss.live} {many} invited to or running: cancel first, or wait for the end. "
            f"{loss.words}"
        )
    await requisitions.remove(session, actor, requisition)


async def _invitations(session: AsyncSession, application: Application) -> list[Interview]:
    """The application's interviews that have not begun, held till the end."""
    query = (
        select(Interview)
        .where(
            col(Interview.application_id) == application.id,
            col(Interview.organization_id) == application.organization_id,
            col(Interview.status) == InterviewStatus.SCHEDULED,
        )
        .order_by(col(Interview.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).scalars())
