"""Reports: made once from stored evaluations, then read, annotated and decided upon by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.applications import service as applications
from app.assessment.scoring import Recommendation
from app.candidates import service as candidates
from app.core import clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.core.text import clean_text
from app.identity import repository as people
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.dismissals import dismiss_signal, restore_signal
from app.interviews.events import report_url, tell
from app.interviews.models import InterviewKind
from app.interviews.words import STATUS_WORDS
from app.positions.plan import plan_from_json
from app.queue import service as queue
from app.queue.models import JobType
from app.reports import build, integrity, must_ask, repository
from app.reports.access import exchanges, found, note_down, reported, scope_of
from app.reports.contents import contents, copy_to_interview
from app.reports.models import Decision, Note, Report
from app.reports.views import ReportView
from app.webhooks.models import EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import IntegritySignal, Interview
    from app.reports.exchanges import Exchange
    from app.reports.views import Header, SignalView

__all__ = [
    "add_note",
    "create_report",
    "decide",
    "decision_counts",
    "dismiss_signal",
    "report_view",
    "restore_signal",
]

MIN_REASON, MAX_REASON, MAX_NOTE = 3, 2_000, 4_000
_MAX_ENGINE = 40


async def create_report(session: AsyncSession, *, interview: Interview) -> Report:
    """The report on an interview that has ended, made from its stored evaluations.

    It also copies score, interval, recommendation and depths to the interview, for the tables.
    Called again, it gives the report there is. Raises ValueError where the interview's plan cannot
    be read.
    """
    known = await repository.report_of(session, **scope_of(interview))
    if known is not None:
        return known
    turns = await record.turns_of(session, **scope_of(interview))
    asked = await exchanges(session, interview, turns)
    engine, version = _engines(interview, asked)
    report = Report(
        organization_id=interview.organization_id,
        interview_id=interview.id,
        questions_asked=len(asked),
        follow_ups_asked=sum(one.has_follow_up for one in asked),
        time_used_s=interview.time_used_s,
        engine=engine,
        engine_version=version,
        **contents(interview, asked),
    )
    session.add(report)
    copy_to_interview(report, interview)
    await session.flush()
    if interview.application_id is not None:
        await applications.report_made(session, interview.application_id)
    await _order_evaluation(session, interview)
    await tell(
        session,
        interview,
        EventType.REPORT_GENERATED,
        overall_score=report.overall_score,
        recommendation=report.recommendation,
        report_url=report_url(interview),
    )
    return report


async def report_view(session: AsyncSession, actor: Actor, interview_id: object) -> ReportView:
    """Everything the page of a report shows, in a fixed number of queries.

    An interview without a report has its header, and what was said so far. Raises NotFoundError.
    """
    actor.require(Permission.VIEW)
    interview = await found(session, actor, interview_id)
    report = await repository.report_of(session, **scope_of(interview))
    head = await _header(session, actor, interview)
    signals = await record.signals_of(session, **scope_of(interview))
    if report is None:
        return ReportView(header=head, signals=await _signals(session, actor, interview, signals))
    turns = await record.turns_of(session, **scope_of(interview))
    asked = await exchanges(session, interview, turns)
    concepts = build.concepts(report.concept_depth)
    names = {concept.concept: concept.name for concept in concepts}
    transcript = build.Transcript(turns, asked, interview.started_at)
    questions = tuple(
        build.question(number, exchange, names, transcript)
        for number, exchange in enumerate(asked, start=1)
    )
    asked_of_all = must_ask.must_asks(plan_from_json(interview.plan), asked)
    level = integrity.level(signals)
    return ReportView(
        header=head,
        verdict=build.verdict(report),
        concepts=concepts,
        questions=questions,
        must_ask=asked_of_all,
        transcript=transcript.all,
        signals=await _signals(session, actor, interview, signals),
        integrity=level,
        integrity_words=build.integrity_words(interview, level),
        decisions=tuple(map(build.decision, await repository.decisions_on(session, report.id))),
        notes=tuple(map(build.note, await repository.notes_on(session, report.id))),
        remarks=(*must_ask.remarks(asked_of_all), *build.remarks(questions, concepts)),
    )


async def decide(
    session: AsyncSession,
    actor: Actor,
    interview_id: object,
    *,
    recommendation: object,
    reason: object,
) -> None:
    """Record what a person decided; the newest decision holds, earlier ones stay on record.

    Raises NotFoundError, InvalidInputError naming `recommendation` or `reason`, and ConflictError
    where there is no report, or the interview was a trial.
    """
    actor.require(Permission.REVIEW)
    known = {member.value: member for member in Recommendation}
    if not isinstance(recommendation, str) or recommendation not in known:
        raise InvalidInputError("Choose one of the four decisions.", field="recommendation")
    text = clean_text(reason, field="reason", name="Reason", longest=MAX_REASON)
    if len(text) < MIN_REASON:
        raise InvalidInputError("Give a reason: it is kept beside the score.", field="reason")
    interview, report = await reported(session, actor, interview_id)
    if interview.kind is not InterviewKind.CANDIDATE:
        raise ConflictError("This was a trial or practice: there is nobody to decide about.")
    session.add(
        Decision(
            organization_id=actor.organization_id,
            report_id=report.id,
            recommendation=known[recommendation].value,
            reason=text,
            decided_by=actor.user_id,
            decided_by_name=actor.name,
        )
    )
    interview.reviewed_at = clock.now()
    note_down(session, actor, interview, "report.decided", recommendation=recommendation)


async def decision_counts(session: AsyncSession, actor: Actor) -> list[tuple[str, str, int]]:
    """What the machine recommended, what was decided, and how often, for candidates. One query."""
    actor.require(Permission.VIEW)
    return await repository.decision_counts(
        session,
        organization_id=actor.organization_id,
        interviews=record.of_candidates(actor.organization_id),
    )


async def add_note(
    session: AsyncSession,
    actor: Actor,
    interview_id: object,
    *,
    text: object,
    turn_id: object = None,
) -> None:
    """Add a note to a report, about the whole or one of the interview's turns.

    Raises NotFoundError (for a turn of another interview, too), InvalidInputError naming `text`,
    and ConflictError where there is no report.
    """
    actor.require(Permission.REVIEW)
    words = clean_text(text, field="text", name="Note", longest=MAX_NOTE)
    if not words:
        raise InvalidInputError("Write something first.", field="text")
    interview, report = await reported(session, actor, interview_id)
    turn = parse_id(turn_id)
    if turn_id is not None and turn not in {
        one.id for one in await record.turns_of(session, **scope_of(interview))
    }:
        raise NotFoundError("There is no such turn in this interview.")
    session.add(
        Note(
            organization_id=actor.organization_id,
            report_id=report.id,
            turn_id=turn,
            text=words,
            written_by=actor.user_id,
            written_by_name=actor.name,
        )
    )
    note_down(session, actor, interview, "report.noted")


async def _header(session: AsyncSession, actor: Actor, interview: Interview) -> Header:
    email = ""
    if interview.candidate_id is not None:
        email = (await candidates.get(session, actor, interview.candidate_id)).email
    return build.header(interview, status_words=STATUS_WORDS[interview.status], email=email)


async def _signals(
    session: AsyncSession, actor: Actor, interview: Interview, rows: Sequence[IntegritySignal]
) -> tuple[SignalView, ...]:
    dismissers = {row.dismissed_by for row in rows if row.dismissed_by is not None}
    names = await people.names_of(session, actor.organization_id, dismissers)
    return tuple(
        build.signal(row, interview.started_at, names.get(row.dismissed_by or interview.id, ""))
        for row in rows
    )


async def _order_evaluation(session: AsyncSession, interview: Interview) -> None:
    """Have a candidate's interview evaluated, once the report it is derived from is committed."""
    if interview.kind is not InterviewKind.CANDIDATE:
        return
    await queue.add(
        session,
        organization_id=interview.organization_id,
        job_type=JobType.EVALUATE,
        application_id=interview.application_id,
        interview_id=interview.id,
        key=f"{JobType.EVALUATE.value}:{interview.id}",
    )


def _engines(interview: Interview, asked: Sequence[Exchange]) -> tuple[str, str]:
    """Which engines graded, and their versions; more than one where one stood in for another."""
    grades = [one.evaluation for one in asked if one.evaluation is not None]
    engines = dict.fromkeys(grade.engine for grade in grades)
    versions = dict.fromkeys(grade.engine_version for grade in grades)
    name = ", ".join(engines) or interview.engine
    return name[:_MAX_ENGINE], ", ".join(versions)[:_MAX_ENGINE]
