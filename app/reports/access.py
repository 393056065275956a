"""What every operation on a report begins with: the interview, its report, its exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import regrades
from app.assessment import service as assessment
from app.core import audit
from app.core.errors import ConflictError, NotFoundError
from app.interviews import record
from app.interviews.models import InterviewKind
from app.reports import repository
from app.reports.exchanges import exchanges_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview, Turn
    from app.reports.exchanges import Exchange
    from app.reports.models import Report


def scope_of(interview: Interview) -> dict[str, UUID]:
    """The organisation and the interview, as queries take them."""
    return {"organization_id": interview.organization_id, "interview_id": interview.id}


def is_closed_to(actor: Actor, interview: Interview) -> bool:
    """Whether it is somebody else's practice, which is nobody's business but theirs."""
    is_practice = interview.kind is InterviewKind.PRACTICE
    return is_practice and interview.created_by != actor.user_id


async def found(session: AsyncSession, actor: Actor, interview_id: object) -> Interview:
    """The actor's interview; practice is its member's alone. Raises NotFoundError."""
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id
    )
    if interview is None or is_closed_to(actor, interview):
        raise NotFoundError("There is no such interview.")
    return interview


async def reported(
    session: AsyncSession, actor: Actor, interview_id: object
) -> tuple[Interview, Report]:
    """The actor's interview, held until the transaction ends, and its report.

    Raises NotFoundError, and ConflictError where there is no report.
    """
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id, lock=True
    )
    if interview is None or is_closed_to(actor, interview):
        raise NotFoundError("There is no such interview.")
    report = await repository.report_of(session, **scope_of(interview))
    if report is None:
        raise ConflictError("There is no report on this interview yet.")
    return interview, report


async def exchanges(
    session: AsyncSession, interview: Interview, turns: Sequence[Turn]
) -> tuple[Exchange, ...]:
    """The questions of an interview, each with its grade and what people said of it."""
    scope = scope_of(interview)
    return exchanges_of(
        turns,
        await assessment.evaluations_of(session, **scope),
        await regrades.regrades_of(session, **scope),
    )


def note_down(
    session: AsyncSession, actor: Actor, interview: Interview, action: str, **details: object
) -> None:
    """Put into the audit log what the actor did to a report."""
    audit.record(
        session,
        action,
        subject_type="interview",
        subject_id=interview.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
