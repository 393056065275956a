"""Evaluations: derived from a report, once, and anew whenever what it counts has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.errors import ConflictError, NotFoundError
from app.core.numbers import Series, take
from app.evaluations import repository
from app.evaluations.deriving import derive
from app.evaluations.models import InterviewEvaluation
from app.evaluations.rules import Score
from app.identity.permissions import Permission
from app.interviews import record
from app.positions.plan import plan_from_json
from app.reports import repository as reports
from app.reports.access import exchanges, is_closed_to, scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.reports.models import Report

__all__ = ["EvaluationView", "evaluate", "of_interview", "view_of"]

NO_EVALUATION = "There is no evaluation of this interview: it has no report yet."


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An interview in six scores of 0 to 10, None where nothing shows one, and 0 to 100 overall.

    `basis` names for each score its rule, what went into it, and the spans it rests on.
    """

    number: int
    interview_id: UUID
    interview_number: int
    reliability_score: int | None
    accountability_score: int | None
    professionalism_score: int | None
    communication_score: int | None
    technical_score: int | None
    growth_potential_score: int | None
    overall_score: int | None
    summary: str
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    red_flags: tuple[str, ...]
    recommendation: str
    next_interview_focus: tuple[str, ...]
    basis: dict[str, Any]
    created_at: datetime
    updated_at: datetime


async def evaluate(
    session: AsyncSession, organization_id: UUID, interview_id: UUID
) -> InterviewEvaluation:
    """The evaluation of an interview as its evidence stands now; the same evidence, the same one.

    Raises NotFoundError, ConflictError where there is no report, and ValueError where the
    interview's plan cannot be read.
    """
    # Whoever comes second waits here, and finds what the first one made.
    interview = await record.interview_of(
        session, organization_id=organization_id, interview_id=interview_id, lock=True
    )
    if interview is None:
        raise NotFoundError("There is no such interview.")
    report = await reports.report_of(session, **scope_of(interview))
    if report is None:
        raise ConflictError(NO_EVALUATION)
    derived = await _derived(session, interview, report)
    known = await repository.evaluation_of(session, **scope_of(interview))
    if known is None:
        known = InterviewEvaluation(
            organization_id=organization_id,
            interview_id=interview.id,
            number=await take(session, organization_id, Series.EVALUATION),
            **derived,
        )
        session.add(known)
    elif any(getattr(known, name) != value for name, value in derived.items()):
        for name, value in derived.items():
            setattr(known, name, value)
        known.updated_at = clock.now()
    await session.flush()
    return known


async def of_interview(
    session: AsyncSession, organization_id: UUID, interview_id: UUID
) -> EvaluationView | None:
    """The evaluation of an interview as its evidence stands now, or None until it was made."""
    interview = await record.interview_of(
        session, organization_id=organization_id, interview_id=interview_id
    )
    if interview is None:
        return None
    known = await repository.evaluation_of(session, **scope_of(interview))
    report = await reports.report_of(session, **scope_of(interview))
    if known is None or report is None:
        return None
    return _view(interview, known, await _derived(session, interview, report))


async def view_of(session: AsyncSession, actor: Actor, interview_id: object) -> EvaluationView:
    """The evaluation of an interview that has a report, made now if it was not, or not of late.

    Raises NotFoundError.
    """
    actor.require(Permission.VIEW)
    interview = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=interview_id
    )
    if interview is None or is_closed_to(actor, interview):
        raise NotFoundError("There is no such interview.")
    if await reports.report_of(session, **scope_of(interview)) is None:
        raise NotFoundError(NO_EVALUATION)
    made = await evaluate(session, actor.organization_id, interview.id)
    return _view(interview, made, made.model_dump())


async def _derived(session: AsyncSession, interview: Interview, report: Report) -> dict[str, Any]:
    turns = await record.turns_of(session, **scope_of(interview))
    asked = await exchanges(session, interview, turns)
    return derive(report, plan_from_json(interview.plan), asked)


def _view(
    interview: Interview, row: InterviewEvaluation, derived: Mapping[str, Any]
) -> EvaluationView:
    return EvaluationView(
        number=row.number,
        interview_id=row.interview_id,
        interview_number=interview.number or 0,
        **{score.value: derived[score.value] for score in Score},
        overall_score=derived["overall_score"],
        summary=derived["summary"],
        strengths=tuple(derived["strengths"]),
        weaknesses=tuple(derived["weaknesses"]),
        red_flags=tuple(derived["red_flags"]),
        recommendation=derived["recommendation"],
        next_interview_focus=tuple(derived["next_interview_focus"]),
        basis=derived["basis"],
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
