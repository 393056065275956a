"""Taking up a question that an analysis suggests: every candidate of the position is asked it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - part of a public value

from app.analysis import repository
from app.analysis.views import view_of
from app.applications import service as applications
from app.core import audit
from app.core.errors import InvalidInputError, NotFoundError
from app.identity.permissions import Permission
from app.positions import service as positions
from app.positions.inputs import MAX_QUESTION, MAX_QUESTIONS, PositionInput, QuestionInput
from app.requisitions import service as requisitions
from app.requisitions.interviewing import ensure_position

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.positions.views import PositionDetail


@dataclass(frozen=True, slots=True)
class Adopted:
    """The question as it is asked now, and of which position."""

    position_id: UUID
    question: str


async def adopt_question(
    session: AsyncSession, actor: Actor, application_number: object, index: object
) -> Adopted:
    """Make a suggested question a must-ask question of the requisition's position.

    `index` counts the newest analysis' questions from 0. A requisition without a position gets the
    one its text asks for. Adopting a question that is asked already changes nothing. Interviews
    that are scheduled keep what they were scheduled with. Raises NotFoundError; InvalidInputError
    where there is no such question, where it is about this résumé alone, or where the position
    holds as many as it can; and ConflictError for a closed position.
    """
    actor.require(Permission.EDIT_APPLICATIONS)
    actor.require(Permission.EDIT_POSITIONS)
    application = await applications.by_number(session, actor, application_number)
    row = await repository.newest(
        session, organization_id=actor.organization_id, application_id=application.id
    )
    if row is None:
        raise NotFoundError("This application has not been analysed yet.")
    suggested = view_of(row).suggested_questions
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(suggested):
        raise InvalidInputError("The analysis suggests no such question.", field="index")
    chosen = suggested[index]
    if not chosen.is_general:
        raise InvalidInputError(
            "This question is about one résumé. Every candidate of the position is asked its "
            "must-ask questions: put this one to the candidate yourself.",
            field="index",
        )
    requisition = await requisitions.by_id(
        session, actor.organization_id, application.requisition_id, lock=True
    )
    position_id = requisition.position_id or await ensure_position(session, actor, requisition)
    detail = await positions.get(session, actor, position_id)
    question = chosen.text[:MAX_QUESTION]
    if any(one.question.casefold() == question.casefold() for one in detail.must_ask):
        return Adopted(position_id, question)
    if len(detail.must_ask) >= MAX_QUESTIONS:
        raise InvalidInputError(
            f"The position has {MAX_QUESTIONS} must-ask questions already: remove one first.",
            field="index",
        )
    await positions.update(
        session, actor, position_id, _with(detail, question), version=detail.version
    )
    audit.record(
        session,
        "analysis.question_adopted",
        subject_type="analysis",
        subject_id=row.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        position=str(position_id),
    )
    return Adopted(position_id, question)


def _with(detail: PositionDetail, question: str) -> PositionInput:
    """The position as it is, with one question more."""
    asked = (
        QuestionInput(one.question, one.ideal_answer, one.time_limit_min, one.dealbreaker)
        for one in detail.must_ask
    )
    return PositionInput(
        title=detail.title,
        seniority=detail.seniority,
        interview_types=detail.interview_types,
        difficulty=detail.difficulty,
        duration_min=detail.duration_min,
        language=detail.language,
        proctoring=detail.proctoring,
        job_description=detail.job_description,
        concepts=detail.concepts,
        must_ask=(*asked, QuestionInput(question)),
    )
