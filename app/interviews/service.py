"""Interviews as the hiring team handles them: inviting, trying out, cancelling, extending."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.applications import service as applications
from app.billing import service as billing
from app.candidates import service as candidates
from app.core import audit, clock, numbers
from app.core.errors import ConflictError, NotFoundError
from app.core.ids import new_id, parse_id
from app.identity.permissions import Permission
from app.interviews import record, repository
from app.interviews.events import tell
from app.interviews.invitations import (
    Invitation,
    check_expiry,
    check_start,
    fresh_token,
    invitation_of,
    invitation_url,
)
from app.interviews.letters import send_invitation
from app.interviews.lifecycle import LIVE, EndReason, move, stands
from app.interviews.models import Interview, InterviewKind, InterviewStatus, InterviewTerm
from app.interviews.terms import terms_of
from app.positions.item_orders import order_items
from app.positions.models import PositionStatus
from app.positions.service import plan_of
from app.webhooks.models import EventType

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.candidates.models import Candidate
    from app.candidates.service import CandidateView
    from app.identity.permissions import Actor
    from app.positions.models import Position
    from app.positions.plan import InterviewPlan

__all__ = [
    "Invitation",
    "cancel",
    "delete_candidate",
    "extend",
    "invitation_url",
    "invite",
    "resend",
    "resolve_human_request",
    "start_trial",
    "update_candidate",
]

TRIAL_HOURS = 24
NO_SUCH_INTERVIEW = "There is no such interview."
NO_SUCH_POSITION = "There is no such position."
_SEED_BITS = 31


async def invite(
    session: AsyncSession,
    actor: Actor,
    *,
    position_id: object,
    full_name: object,
    email: object,
    phone: object = None,
    resume_url: object = None,
    scheduled_at: object = None,
    expires_at: object = None,
    round_number: int | None = None,
    application: Application | None = None,
    persona: dict[str, Any] | None = None,
    notify: bool = False,
) -> Invitation:
    """Invite a candidate, found or added by their address, to an interview for an open position.

    It is paid from the wallet now. With `notify` the candidate gets an e-mail with the link. The
    candidate's round is `round_number`, as whoever invites counts them. `application` is one of
    the organisation's, and `persona` how the interviewer is to speak; the caller has checked both.
    Raises NotFoundError, ConflictError for a position that is not open (both naming
    `position_id`), InvalidInputError naming the field, and PaymentRequiredError.
    """
    actor.require(Permission.INVITE)
    position, plan = await _planned(session, actor, position_id)
    if position.status is not PositionStatus.OPEN:
        hint = {
            PositionStatus.DRAFT: "is a draft: open it before you invite candidates.",
            PositionStatus.CLOSED: "is closed and takes no more interviews.",
        }[position.status]
        raise ConflictError(f"“{position.title}” {hint}", field="position_id")
    details = candidates.check(full_name=full_name, email=email, phone=phone, resume_url=resume_url)
    start = check_start(scheduled_at)
    expiry = check_expiry(expires_at, scheduled_at=start)
    candidate = await candidates.find_or_create(
        session, organization_id=actor.organization_id, details=details
    )
    interview = _new(
        actor,
        position,
        plan,
        kind=InterviewKind.CANDIDATE,
        candidate_name=candidate.full_name,
        candidate=candidate,
        scheduled_at=start,
        expires_at=expiry,
        round_number=round_number,
    )
    interview.persona = persona
    if application is not None:
        interview.application_id = application.id
        interview.requisition_id = application.requisition_id
    interview.number = await numbers.take(session, actor.organization_id, numbers.Series.INTERVIEW)
    await billing.charge_interview(
        session,
        organization_id=actor.organization_id,
        interview_id=interview.id,
        duration_min=interview.duration_min,
        title=interview.position_title,
        user_id=actor.user_id,
    )
    session.add(interview)
    await session.flush()
    _add_terms(session, interview, candidate.email)
    if application is not None:
        await applications.invited(session, actor, application.id)
    await tell(session, interview, EventType.INTERVIEW_SCHEDULED)
    if notify:
        await send_invitation(session, actor, interview, candidate.email)
    return _invited(session, actor, interview, "interview.invited")


async def start_trial(session: AsyncSession, actor: Actor, *, position_id: object) -> Invitation:
    """A trial run of a position, draft or not, for oneself. It counts in no figure.

    Raises NotFoundError, and ConflictError for a position without concepts.
    """
    actor.require(Permission.EDIT_POSITIONS)
    position, plan = await _planned(session, actor, position_id)
    if not plan.targets:
        raise ConflictError("Add at least one concept before you try the interview.")
    interview = _new(
        actor,
        position,
        plan,
        kind=InterviewKind.TRIAL,
        candidate_name=actor.name,
        expires_at=clock.now() + timedelta(hours=TRIAL_HOURS),
    )
    session.add(interview)
    await session.flush()
    return _invited(session, actor, interview, "interview.trial_started")


async def cancel(session: AsyncSession, actor: Actor, interview_id: object) -> None:
    """Cancel an interview that has not ended; its link then says so.

    Raises NotFoundError, and ConflictError for one that has ended.
    """
    actor.require(Permission.INVITE)
    interview = await _held(session, actor, interview_id)
    if interview.status is InterviewStatus.IN_PROGRESS:
        interview.end_reason = EndReason.CANCELLED
    await move(session, interview, InterviewStatus.CANCELLED)
    _record(session, actor, interview, "interview.cancelled")


async def extend(
    session: AsyncSession, actor: Actor, interview_id: object, *, expires_at: object
) -> datetime:
    """Let an invitation run out at another time; gives that time.

    Raises NotFoundError, ConflictError for an interview that has ended, and InvalidInputError.
    """
    actor.require(Permission.INVITE)
    interview = await _held_live(session, actor, interview_id)
    interview.expires_at = check_expiry(expires_at, scheduled_at=interview.scheduled_at)
    _record(session, actor, interview, "interview.extended")
    return interview.expires_at


async def resend(
    session: AsyncSession, actor: Actor, interview_id: object, *, notify: bool = False
) -> Invitation:
    """The same invitation once more: to be passed on, or with `notify` sent to the candidate.

    Raises NotFoundError, and ConflictError for an interview that has ended.
    """
    actor.require(Permission.INVITE)
    interview = await _held_live(session, actor, interview_id)
    if interview.status is InterviewStatus.SCHEDULED and interview.expires_at <= clock.now():
        raise ConflictError("This invitation has expired: extend it first.")
    if notify and interview.candidate_id is not None:
        candidate = await candidates.of(session, actor.organization_id, interview.candidate_id)
        await send_invitation(session, actor, interview, candidate.email)
    return _invited(session, actor, interview, "interview.resent")


async def resolve_human_request(session: AsyncSession, actor: Actor, interview_id: object) -> None:
    """Note that somebody has got in touch with a candidate who asked for a human.

    A second time changes nothing. Raises NotFoundError, and ConflictError where nobody asked.
    """
    actor.require(Permission.REVIEW)
    interview = await _held(session, actor, interview_id)
    if interview.human_requested_at is None:
        raise ConflictError("The candidate has not asked for a human.")
    if interview.human_resolved_at is None:
        interview.human_resolved_at = clock.now()
        if interview.application_id is not None:
            await applications.human_requested(session, interview.application_id, waiting=False)
        _record(session, actor, interview, "interview.human_request_resolved")


async def update_candidate(
    session: AsyncSession,
    actor: Actor,
    candidate_id: object,
    *,
    full_name: object,
    email: object,
    phone: object = None,
    resume_url: object = None,
) -> CandidateView:
    """Correct a candidate's details, also where their interviews and applications repeat them.

    Raises as `candidates.service.update` does.
    """
    view = await candidates.update(
        session,
        actor,
        candidate_id,
        full_name=full_name,
        email=email,
        phone=phone,
        resume_url=resume_url,
    )
    interviews = await repository.of_candidate(session, actor.organization_id, view.id)
    await repository.forget_terms(session, [interview.id for interview in interviews])
    for interview in interviews:
        interview.candidate_name = view.full_name
        _add_terms(session, interview, view.email)
    await applications.candidate_changed(
        session, actor.organization_id, view.id, name=view.full_name, email=view.email
    )
    await session.flush()
    return view


async def delete_candidate(session: AsyncSession, actor: Actor, candidate_id: object) -> None:
    """Delete a candidate with all they said; interviews they never began are paid back.

    Raises as `candidates.service.delete` does.
    """
    actor.require(Permission.DELETE_CANDIDATES)
    wanted = parse_id(candidate_id)
    held = await repository.of_candidate(session, actor.organization_id, wanted) if wanted else []
    for interview in held:
        if interview.status is InterviewStatus.SCHEDULED:
            await billing.refund_interview(
                session,
                organization_id=actor.organization_id,
                interview_id=interview.id,
                reason="Deleted with its candidate",
            )
    await candidates.delete(session, actor, candidate_id)


def _new(
    actor: Actor,
    position: Position,
    plan: InterviewPlan,
    *,
    kind: InterviewKind,
    candidate_name: str,
    expires_at: datetime,
    candidate: Candidate | None = None,
    scheduled_at: datetime | None = None,
    round_number: int | None = None,
) -> Interview:
    interview_id = new_id()
    _, hashed, sealed = fresh_token()
    return Interview(
        id=interview_id,
        organization_id=actor.organization_id,
        position_id=position.id,
        candidate_id=candidate.id if candidate else None,
        kind=kind,
        token_hash=hashed,
        token_sealed=sealed,
        candidate_name=candidate_name,
        position_title=position.title,
        seniority=position.seniority,
        duration_min=position.duration_min,
        proctoring=position.proctoring,
        plan=plan.model_dump(mode="json"),
        # The last bits of an id are random: the same interview always goes the same way.
        seed=interview_id.int % 2**_SEED_BITS,
        scheduled_at=scheduled_at,
        expires_at=expires_at,
        created_by=actor.user_id,
        round_number=round_number,
    )


def _add_terms(session: AsyncSession, interview: Interview, email: str) -> None:
    terms = terms_of(name=interview.candidate_name, email=email, title=interview.position_title)
    session.add_all(
        [
            InterviewTerm(
                interview_id=interview.id, term=term, organization_id=interview.organization_id
            )
            for term in sorted(terms)
        ]
    )


def _invited(session: AsyncSession, actor: Actor, interview: Interview, action: str) -> Invitation:
    _record(session, actor, interview, action)
    return invitation_of(interview)


def _record(session: AsyncSession, actor: Actor, interview: Interview, action: str) -> None:
    audit.record(
        session,
        action,
        subject_type="interview",
        subject_id=interview.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **({"api_key_id": str(actor.api_key_id)} if actor.api_key_id else {}),
    )


async def _planned(
    session: AsyncSession, actor: Actor, position_id: object
) -> tuple[Position, InterviewPlan]:
    wanted = parse_id(position_id)
    try:
        if wanted is None:
            raise NotFoundError(NO_SUCH_POSITION)
        position, plan = await plan_of(
            session, organization_id=actor.organization_id, position_id=wanted
        )
    except NotFoundError as error:
        raise NotFoundError(error.message, field="position_id") from None
    await order_items(
        session,
        organization_id=actor.organization_id,
        position_id=position.id,
        concepts=plan.targets,
    )
    return position, plan


async def _held(session: AsyncSession, actor: Actor, interview_id: object) -> Interview:
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id, lock=True
    )
    # Practice is its member's own, and handled where it is held.
    if interview is None or interview.kind is InterviewKind.PRACTICE:
        raise NotFoundError(NO_SUCH_INTERVIEW)
    return interview


async def _held_live(session: AsyncSession, actor: Actor, interview_id: object) -> Interview:
    interview = await _held(session, actor, interview_id)
    if interview.status not in LIVE:
        raise ConflictError(f"{stands(interview.status)}: send a new invitation instead.")
    return interview
