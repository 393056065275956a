"""People's grades of answers: given in the report or blind, and the report stated anew.

A person's grade counts in place of the machine's by the same rules, with the confidence that
`HUMAN_CONFIDENCE` says. Every grade stays on record; the newest that counts holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import regrades
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.core.text import clean_text
from app.identity.permissions import Permission
from app.interviews import record
from app.reports.access import exchanges, note_down, reported, scope_of
from app.reports.contents import recount

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.regrades import RegradeView
    from app.assessment.service import EvaluationView
    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.reports.exchanges import Exchange
    from app.reports.models import Report

AGREES = "Agrees with the machine's grade."
GRADED_BLIND = "Graded without seeing the machine's grade."
MIN_REASON, MAX_REASON = 3, 2_000


async def regrade(
    session: AsyncSession,
    actor: Actor,
    interview_id: object,
    evaluation_id: object,
    *,
    points: object,
    reason: object,
    seen: object,
) -> None:
    """Grade an answer point by point, `{point_id: "none" | "partly" | "fully"}`, with a reason.

    `seen` is the id of the newest re-grade the person has seen, "" for none. Raises NotFoundError,
    InvalidInputError naming `points` or `reason`, and ConflictError where there is no report yet
    or somebody else has re-graded the answer since.
    """
    actor.require(Permission.REVIEW)
    text = clean_text(reason, field="reason", name="Reason", longest=MAX_REASON)
    interview, report = await reported(session, actor, interview_id)
    exchange, evaluation = await _graded(session, interview, evaluation_id)
    _nobody_else_was_first(exchange, seen)
    judged = regrades.parse_credits(evaluation, points)
    if len(text) < MIN_REASON:
        raise InvalidInputError("Give a reason: it is kept beside the grade.", field="reason")
    added = await regrades.add_regrade(
        session,
        actor,
        interview_id=interview.id,
        evaluation=evaluation,
        judged=judged,
        score=regrades.score_of(evaluation, judged),
        reason=text,
    )
    await _count(session, actor, interview, report, added)


async def agree(
    session: AsyncSession,
    actor: Actor,
    interview_id: object,
    evaluation_id: object,
    *,
    seen: object,
) -> None:
    """Confirm the machine's grade of an answer as it is. Raises as `regrade` does."""
    actor.require(Permission.REVIEW)
    interview, report = await reported(session, actor, interview_id)
    exchange, evaluation = await _graded(session, interview, evaluation_id)
    _nobody_else_was_first(exchange, seen)
    added = await regrades.add_regrade(
        session,
        actor,
        interview_id=interview.id,
        evaluation=evaluation,
        judged={point.point_id: point.credit for point in evaluation.points},
        score=evaluation.score,
        reason=AGREES,
    )
    await _count(session, actor, interview, report, added)


async def regrade_blind(
    session: AsyncSession,
    actor: Actor,
    interview_id: object,
    evaluation_id: object,
    *,
    points: object,
    reason: object = "",
) -> RegradeView:
    """Keep a grade given without knowing the machine's or the candidate. The report stays as it is.

    Raises NotFoundError, InvalidInputError naming `points` or `reason`, and ConflictError where
    there is no report.
    """
    actor.require(Permission.REVIEW)
    text = clean_text(reason, field="reason", name="Reason", longest=MAX_REASON)
    interview, _ = await reported(session, actor, interview_id)
    _, evaluation = await _graded(session, interview, evaluation_id)
    judged = regrades.parse_credits(evaluation, points)
    added = await regrades.add_regrade(
        session,
        actor,
        interview_id=interview.id,
        evaluation=evaluation,
        judged=judged,
        score=regrades.score_of(evaluation, judged),
        reason=text or GRADED_BLIND,
        blind=True,
        counts=False,
    )
    note_down(session, actor, interview, "report.regraded_blind", evaluation=str(evaluation.id))
    return added


async def count_blind(session: AsyncSession, actor: Actor, regrade_id: object) -> None:
    """Let the actor's own blind grade count in the report after all: added once more, counting.

    Raises NotFoundError, also for a blind grade of somebody else.
    """
    actor.require(Permission.REVIEW)
    wanted = parse_id(regrade_id)
    blind = wanted and await regrades.regrade_of(
        session, organization_id=actor.organization_id, regrade_id=wanted
    )
    if not blind or not blind.blind or blind.by_id != actor.user_id:
        raise NotFoundError("There is no such grade.")
    interview, report = await reported(session, actor, blind.interview_id)
    _, evaluation = await _graded(session, interview, blind.evaluation_id)
    added = await regrades.add_regrade(
        session,
        actor,
        interview_id=interview.id,
        evaluation=evaluation,
        judged=blind.credits,
        score=blind.score,
        reason=blind.reason,
        blind=True,
    )
    await _count(session, actor, interview, report, added)


async def _graded(
    session: AsyncSession, interview: Interview, evaluation_id: object
) -> tuple[Exchange, EvaluationView]:
    """The exchange whose grade counts and has that id. Raises NotFoundError."""
    wanted = parse_id(evaluation_id)
    turns = await record.turns_of(session, **scope_of(interview))
    for exchange in await exchanges(session, interview, turns):
        if exchange.evaluation is not None and exchange.evaluation.id == wanted:
            return exchange, exchange.evaluation
    raise NotFoundError("There is no such grade.")


def _nobody_else_was_first(exchange: Exchange, seen: object) -> None:
    newest = str(exchange.overruled_by.id) if exchange.overruled_by else ""
    if newest != seen:
        raise ConflictError(
            "Somebody else has re-graded this answer in the meantime. "
            "Look at that grade first; nothing of yours was saved."
        )


async def _count(
    session: AsyncSession,
    actor: Actor,
    interview: Interview,
    report: Report,
    added: RegradeView,
) -> None:
    """State the report anew, with the grade that was just added."""
    before = report.overall_score
    turns = await record.turns_of(session, **scope_of(interview))
    recount(report, interview, await exchanges(session, interview, turns))
    note_down(
        session,
        actor,
        interview,
        "report.regraded",
        evaluation=str(added.evaluation_id),
        machine=round(added.machine_score, 3),
        person=round(added.score, 3),
        score_before=before,
        score_after=report.overall_score,
    )
    await session.flush()
