"""A report as the screens, the contracts and the PDF receive it: frozen values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from app.assessment.dealbreakers import Met
    from app.assessment.items import AnswerKind
    from app.interviews.models import InterviewKind, InterviewStatus, SignalKind, TurnKind, TurnRole
    from app.reports.highlights import Segment
    from app.reports.integrity import Level


@dataclass(frozen=True, slots=True)
class Header:
    """Who was interviewed for what, and when. Known before there is a report.

    `candidate_id` and `candidate_email` are empty for a trial. `can_invite` says that the
    invitation can still be used.
    """

    interview_id: UUID
    kind: InterviewKind
    status: InterviewStatus
    status_words: str
    candidate_id: UUID | None
    candidate_name: str
    candidate_email: str
    position_id: UUID | None
    position_title: str
    seniority: str
    duration_min: int
    time_used_s: float
    proctoring: str
    created_at: datetime
    scheduled_at: datetime | None
    expires_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    human_requested_at: datetime | None
    human_resolved_at: datetime | None
    reviewed_at: datetime | None
    can_invite: bool


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A span of an answer, and the reference point it earned credit for."""

    turn_id: str
    start: int
    end: int
    quote: str
    point: str
    credit: float


@dataclass(frozen=True, slots=True)
class ConceptView:
    """One concept: depth and bounds in levels, None where no answer was graded."""

    concept: str
    name: str
    depth: float | None
    low: float | None
    high: float | None
    target: int
    weight: int
    questions: int
    asked: bool
    low_confidence: bool
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """A reference point as judged; `note` says why there is no credit, or nothing.

    `machine` is the machine's credit where a person's counts in its place.
    """

    point_id: str
    text: str
    weight: float
    credit: float
    confidence: float
    contradicted: bool
    note: str
    machine: float | None = None


@dataclass(frozen=True, slots=True)
class HumanGradeView:
    """What a person said of an answer: the score (0 to 1), why, and whether it counts."""

    regrade_id: UUID
    score: float
    reason: str
    blind: bool
    counts: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnView:
    """Something that was said, `at_s` seconds after the start. The segments make up the text."""

    turn_id: UUID
    role: TurnRole
    kind: TurnKind
    text: str
    at_s: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with all that was said about it and how it was graded.

    `concept`, `concept_name` and `depth` are empty for a must-ask question. `score` and
    `confidence` are fractions, None where nothing was graded. `kind_words` says what sort of
    answer it was where that matters, such as "said they don't know". `replies` are the turns
    after the question itself: answers, follow-ups, clarifications. Where a person's grade counts,
    `machine_score` is the machine's; `regrades` come newest first. `score_low` and `score_high`
    are how far the judgements of the machine lay apart, where it made several; `fallback` is the
    code of why another engine than the one chosen graded.
    """

    number: int
    turn_id: UUID
    must_ask: bool
    question: str
    at_s: float
    concept: str | None
    concept_name: str
    depth: int | None
    depth_name: str
    score: float | None
    confidence: float | None
    low_confidence: bool
    answer_kind: AnswerKind | None
    kind_words: str
    answered: bool
    replies: tuple[TurnView, ...]
    points: tuple[PointView, ...]
    misconceptions: tuple[str, ...]
    sample_answer: str
    engine: str
    engine_version: str
    evaluation_id: UUID | None = None
    score_low: float | None = None
    score_high: float | None = None
    fallback: str = ""
    machine_score: float | None = None
    regrades: tuple[HumanGradeView, ...] = ()

    @property
    def human(self) -> HumanGradeView | None:
        """The person's grade that counts, if there is one."""
        return next((one for one in self.regrades if one.counts), None)


@dataclass(frozen=True, slots=True)
class MustAskView:
    """A question asked of everyone. `number` is that in the report, None where it was not asked.

    `graded` says that there is an ideal answer to grade by; `score` and `confidence` are
    fractions. Of a dealbreaker, `met` and `words` say whether it is met; of others, nothing.
    """

    number: int | None
    question: str
    graded: bool
    score: float | None
    confidence: float | None
    met: Met | None
    words: str


@dataclass(frozen=True, slots=True)
class SignalView:
    """An integrity signal, `at_s` seconds after the start, in words. Never a judgement."""

    signal_id: UUID
    kind: SignalKind
    words: str
    at_s: float
    at: datetime
    dismissed_at: datetime | None
    dismissed_by: str
    dismissed_reason: str

    @property
    def dismissed(self) -> bool:
        """Whether a person has waved it through."""
        return self.dismissed_at is not None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a person decided, in words, and why."""

    decision_id: UUID
    recommendation: str
    words: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteView:
    """A member's note on the whole, or on one turn."""

    note_id: UUID
    turn_id: UUID | None
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MachineView:
    """What the machine alone said, before people re-graded answers."""

    score: float | None
    low: float | None
    high: float | None
    recommendation: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the report says in numbers and sentences. Scores are 0 to 100, None without grades."""

    report_id: UUID
    score: float | None
    low: float | None
    high: float | None
    recommendation: str
    words: str
    why: str
    summary: str
    knowledge: str
    questions_asked: int
    follow_ups_asked: int
    engine: str
    engine_version: str
    created_at: datetime
    machine: MachineView | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the report page shows. Without a report, `verdict` is None and lists are empty.

    `remarks` are sentences on what limits the report. `decisions` come newest first, `notes`
    oldest first, `signals` in order of time.
    """

    header: Header
    verdict: Verdict | None = None
    concepts: tuple[ConceptView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    must_ask: tuple[MustAskView, ...] = ()
    transcript: tuple[TurnView, ...] = ()
    signals: tuple[SignalView, ...] = ()
    integrity: Level | None = None
    integrity_words: str = ""
    decisions: tuple[DecisionView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def decision(self) -> DecisionView | None:
        """The decision that holds, if there is one."""
        return self.decisions[0] if self.decisions else None
