"""From stored rows to the values of a report page. Pure functions, no queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.assessment.items import DEPTH_NAMES
from app.assessment.regrades import HUMAN_CONFIDENCE
from app.assessment.scoring import Recommendation
from app.engines.errors import reason
from app.interviews import signals as signal_words
from app.interviews.lifecycle import LIVE
from app.interviews.models import TurnKind, TurnRole
from app.positions.models import Proctoring
from app.reports import integrity, wording
from app.reports.highlights import Mark, Segment, segments
from app.reports.views import (
    ConceptView,
    DecisionView,
    EvidenceView,
    Header,
    HumanGradeView,
    MachineView,
    NoteView,
    PointView,
    QuestionView,
    SignalView,
    TurnView,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from app.assessment.regrades import RegradeView
    from app.interviews.models import IntegritySignal, Interview, Turn
    from app.reports.exchanges import Exchange
    from app.reports.models import Decision, Note, Report

NOTHING_RECORDED = "Nothing was recorded: this position records no integrity signals"


def header(interview: Interview, *, status_words: str, email: str) -> Header:
    """The head of the page."""
    return Header(
        interview_id=interview.id,
        kind=interview.kind,
        status=interview.status,
        status_words=status_words,
        candidate_id=interview.candidate_id,
        candidate_name=interview.candidate_name,
        candidate_email=email,
        position_id=interview.position_id,
        position_title=interview.position_title,
        seniority=interview.seniority,
        duration_min=interview.duration_min,
        time_used_s=interview.time_used_s,
        proctoring=interview.proctoring,
        created_at=interview.created_at,
        scheduled_at=interview.scheduled_at,
        expires_at=interview.expires_at,
        started_at=interview.started_at,
        ended_at=interview.ended_at,
        end_reason=interview.end_reason,
        human_requested_at=interview.human_requested_at,
        human_resolved_at=interview.human_resolved_at,
        reviewed_at=interview.reviewed_at,
        can_invite=interview.status in LIVE,
    )


def verdict(report: Report) -> Verdict:
    """What the report says as a whole."""
    return Verdict(
        report_id=report.id,
        score=report.overall_score,
        low=report.score_low,
        high=report.score_high,
        recommendation=report.recommendation,
        words=recommendation_words(report.recommendation),
        why=report.why,
        summary=report.summary,
        knowledge=report.knowledge_summary,
        questions_asked=report.questions_asked,
        follow_ups_asked=report.follow_ups_asked,
        engine=report.engine,
        engine_version=report.engine_version,
        created_at=report.created_at,
        machine=_machine(report.machine) if report.machine else None,
    )


def _machine(kept: Mapping[str, Any]) -> MachineView:
    return MachineView(
        score=kept["overall_score"],
        low=kept["score_low"],
        high=kept["score_high"],
        recommendation=kept["recommendation"],
        words=recommendation_words(kept["recommendation"]),
    )


def recommendation_words(value: str) -> str:
    """A stored recommendation as people read it."""
    return Recommendation(value).display_name


def concepts(entries: Iterable[Mapping[str, Any]]) -> tuple[ConceptView, ...]:
    """The concepts, from the entries of `Report.concept_depth`."""
    return tuple(
        ConceptView(
            **{key: value for key, value in entry.items() if key != "evidence"},
            evidence=tuple(EvidenceView(**span) for span in entry["evidence"]),
        )
        for entry in entries
    )


class Transcript:
    """The turns of an interview as values, each answer cut where its evidence begins and ends."""

    def __init__(
        self, turns: Sequence[Turn], exchanges: Sequence[Exchange], started_at: datetime | None
    ) -> None:
        self._started_at = started_at
        self._marks = _marks(exchanges)
        self._views = {turn.id: self._view(turn) for turn in turns}

    @property
    def all(self) -> tuple[TurnView, ...]:
        """Every turn, in order."""
        return tuple(self._views.values())

    def of(self, turn: Turn) -> TurnView:
        """One turn."""
        return self._views[turn.id]

    def _view(self, turn: Turn) -> TurnView:
        marks = [
            mark
            for mark, quote in self._marks.get(turn.id, ())
            # Stored spans were checked; one that no longer fits is not shown as evidence.
            if turn.text[mark.start : mark.end] == quote
        ]
        return TurnView(
            turn_id=turn.id,
            role=turn.role,
            kind=turn.kind,
            text=turn.text,
            at_s=seconds_since(self._started_at, turn.created_at),
            segments=segments(turn.text, marks) if marks else (Segment(turn.text),),
        )


def _marks(exchanges: Iterable[Exchange]) -> dict[UUID, list[tuple[Mark, str]]]:
    found: dict[UUID, list[tuple[Mark, str]]] = {}
    for exchange in exchanges:
        for point in exchange.evaluation.points if exchange.evaluation else ():
            for span in point.evidence if point.credit > 0 else ():
                mark = Mark(span.start, span.end, point.point_id)
                found.setdefault(span.turn_id, []).append((mark, span.quote))
    return found


def seconds_since(start: datetime | None, moment: datetime) -> float:
    """Seconds from the start of the interview, never below 0."""
    return max((moment - start).total_seconds(), 0.0) if start else 0.0


def question(
    number: int, exchange: Exchange, names: Mapping[str, str], transcript: Transcript
) -> QuestionView:
    """One question with its answers and grade. `names` are those of the concepts, by slug."""
    asked, grade = exchange.question, exchange.counted
    slug = None if exchange.is_must_ask else asked.concept
    depth = None if exchange.is_must_ask else asked.depth
    return QuestionView(
        number=number,
        turn_id=asked.id,
        must_ask=exchange.is_must_ask,
        question=asked.text,
        at_s=transcript.of(asked).at_s,
        concept=slug,
        concept_name=names.get(slug or "", slug or ""),
        depth=depth,
        depth_name=DEPTH_NAMES[depth] if depth else "",
        score=grade.score if grade else None,
        confidence=grade.confidence if grade else None,
        low_confidence=exchange.is_generic,
        answer_kind=grade.kind if grade else None,
        kind_words=wording.ANSWER_WORDS[grade.kind] if grade else "",
        answered=any(turn.kind is TurnKind.ANSWER for turn in exchange.turns),
        replies=tuple(transcript.of(turn) for turn in exchange.turns[1:]),
        points=_points(exchange),
        misconceptions=grade.misconceptions if grade else (),
        sample_answer=str((asked.item or {}).get("sample_answer", "")),
        engine=grade.engine if grade else "",
        engine_version=grade.engine_version if grade else "",
        evaluation_id=grade.id if grade else None,
        score_low=exchange.evaluation.score_low if exchange.evaluation else None,
        score_high=exchange.evaluation.score_high if exchange.evaluation else None,
        fallback=exchange.evaluation.fallback if exchange.evaluation else "",
        machine_score=_machine_score(exchange),
        regrades=tuple(map(_human_grade, reversed(exchange.regrades))),
    )


def _machine_score(exchange: Exchange) -> float | None:
    machine = exchange.evaluation
    return machine.score if machine and exchange.overruled_by else None


def _human_grade(regrade: RegradeView) -> HumanGradeView:
    return HumanGradeView(
        regrade_id=regrade.id,
        score=regrade.score,
        reason=regrade.reason,
        blind=regrade.blind,
        counts=regrade.counts,
        by=regrade.by,
        at=regrade.at,
    )


def _points(exchange: Exchange) -> tuple[PointView, ...]:
    machine, counted = exchange.evaluation, exchange.counted
    if machine is None or counted is None:
        return ()
    is_overruled = exchange.overruled_by is not None
    return tuple(
        PointView(
            point_id=point.point_id,
            text=point.text,
            weight=point.weight,
            credit=point.credit,
            confidence=point.confidence,
            contradicted=point.contradicted,
            # Why the machine gave no credit says nothing of a person's grade.
            note=""
            if is_overruled
            else wording.point_note(
                credit=point.credit, contradicted=point.contradicted, note=point.note
            ),
            machine=judged.credit if is_overruled else None,
        )
        for point, judged in zip(counted.points, machine.points, strict=True)
    )


def signal(row: IntegritySignal, started_at: datetime | None, by: str) -> SignalView:
    """An integrity signal. `by` is who dismissed it, if anybody did."""
    return SignalView(
        signal_id=row.id,
        kind=row.kind,
        words=signal_words.words(row.kind, row.details),
        at_s=seconds_since(started_at, row.at),
        at=row.at,
        dismissed_at=row.dismissed_at,
        dismissed_by=by,
        dismissed_reason=row.dismissed_reason or "",
    )


def integrity_words(interview: Interview, level: integrity.Level) -> str:
    """How closely to look, in words."""
    unrecorded = interview.proctoring == Proctoring.OFF and level is integrity.Level.NONE
    return NOTHING_RECORDED if unrecorded else level.words


def decision(row: Decision) -> DecisionView:
    """A decision."""
    return DecisionView(
        decision_id=row.id,
        recommendation=row.recommendation,
        words=recommendation_words(row.recommendation),
        reason=row.reason,
        by=row.decided_by_name,
        at=row.created_at,
    )


def note(row: Note) -> NoteView:
    """A note."""
    return NoteView(row.id, row.turn_id, row.text, row.written_by_name, row.created_at)


def remarks(questions: Sequence[QuestionView], views: Sequence[ConceptView]) -> tuple[str, ...]:
    """What limits the report, in sentences."""
    found = []
    by_people = sum(one.human is not None for one in questions)
    if by_people:
        graded = sum(one.score is not None for one in questions)
        found.append(
            f"People re-graded {by_people} of {graded} graded answers. Their grades count in "
            f"place of the machine's, with a confidence of {HUMAN_CONFIDENCE:.2f}."
        )
    generic = [one.name for one in views if one.low_confidence]
    if generic:
        found.append(
            f"Low confidence: {', '.join(generic)}. The question bank does not hold this, "
            "so its questions and reference points are general."
        )
    found.extend(_fallbacks(questions))
    ungraded = [str(one.number) for one in questions if one.answered and one.score is None]
    if ungraded:
        found.append(f"Answered but not graded: question {', '.join(ungraded)}.")
    unanswered = [str(one.number) for one in questions if not one.answered]
    if unanswered:
        found.append(f"Asked but not answered: question {', '.join(unanswered)}.")
    return tuple(found)


def _fallbacks(questions: Sequence[QuestionView]) -> list[str]:
    """A sentence for each reason why the built-in engine had to grade in a model's place."""
    numbers: dict[str, list[str]] = {}
    for one in questions:
        if one.fallback and one.human is None:
            numbers.setdefault(one.fallback, []).append(str(one.number))
    return [
        f"Question {named[0]} was graded by the built-in engine: {reason(code)}."
        if len(named) == 1
        else f"Questions {', '.join(named)} were graded by the built-in engine: {reason(code)}."
        for code, named in numbers.items()
    ]


def spoke(turn: TurnView) -> str:
    """Who spoke, in words."""
    return "Interviewer" if turn.role is TurnRole.INTERVIEWER else "Candidate"
