"""What the browser gets to see of an interview and its report: small rows, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HeadRow:
    """The head of the page. `stage` is reported, invited, running, or over (without a report)."""

    interview_id: str = ""
    candidate: str = ""
    email: str = ""
    position: str = ""
    position_href: str = ""
    status: str = ""
    stage: str = ""
    over_title: str = ""
    over_words: str = ""
    uncounted: str = ""
    trial: bool = False
    pdf_href: str = ""
    compare_href: str = ""
    asks_for_human: str = ""
    starts: str = ""


@dataclass(frozen=True)
class VerdictRow:
    """The score as it is drawn: places on the line are percentages."""

    score: str = ""
    interval: str = ""
    at: str = "0%"
    low: str = "0%"
    width: str = "0%"
    graded: bool = False
    label: str = ""
    recommendation: str = ""
    words: str = ""
    tone: str = ""
    why: str = ""
    summary: str = ""
    machine: str = ""


@dataclass(frozen=True)
class ConceptRow:
    """A row of the forest plot: places on the scale of levels are percentages."""

    name: str
    concept: str
    asked: bool
    target: str
    target_at: str
    label: str
    value: str
    of: str
    questions: str
    interval: str = ""
    at: str = ""
    low: str = ""
    width: str = ""
    graded: bool = False
    missing: str = ""
    low_confidence: bool = False


@dataclass(frozen=True)
class PieceRow:
    """A piece of something said. `marks` names the points it is evidence for, as CSS classes."""

    text: str
    anchor: str = ""
    marks: str = ""
    href: str = ""
    title: str = ""
    gap: bool = False


@dataclass(frozen=True)
class TurnRow:
    """Something that was said, whole or shortened around its evidence."""

    turn_id: str
    kind: str
    who: str
    at: str
    pieces: list[PieceRow] = field(default_factory=list)
    shortened: str = ""


@dataclass(frozen=True)
class PointRow:
    """A reference point and its credit; `href` leads to the first words it is shown by.

    `machine` is the machine's credit in words, where a person's counts.
    """

    anchor: str
    mark: str
    credit: str
    tone: str
    text: str
    weight: str
    note: str
    href: str
    machine: str = ""


@dataclass(frozen=True)
class RemarkRow:
    """A decision, a note or a re-grade: what, why, by whom and when."""

    key: str
    words: str
    tone: str
    text: str
    by: str


@dataclass(frozen=True)
class JudgeRow:
    """A reference point in the form of a re-grade; `name` is that of its field.

    `choice` is none, partly or fully; `machine` the machine's credit in words, or nothing.
    """

    name: str
    text: str
    weight: str
    choice: str = ""
    machine: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """A question with what was said and how it was graded."""

    anchor: str
    concept: str
    heading: str
    grade: str
    at: str
    question: str
    kind_words: str
    low_confidence: bool
    sample: str
    ungraded: str
    opened: bool = False
    replies: list[TurnRow] = field(default_factory=list)
    points: list[PointRow] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    evaluation_id: str = ""
    machine: str = ""
    regrades: list[RemarkRow] = field(default_factory=list)


@dataclass(frozen=True)
class ChoiceRow:
    """One choice of a select."""

    value: str
    words: str


@dataclass(frozen=True)
class SignalRow:
    """An integrity signal, and its place on the timeline."""

    signal_id: str
    at: str
    left: str
    words: str
    tall: bool
    dismissed: bool
    dismissal: str


@dataclass(frozen=True)
class IntegrityRow:
    """The integrity panel as a whole."""

    words: str = ""
    tone: str = ""
    end: str = ""
    label: str = ""


@dataclass(frozen=True)
class FactRow:
    """A line of the facts."""

    name: str
    value: str


@dataclass(frozen=True)
class InvitationRow:
    """The way in, for those who may invite."""

    url: str = ""
    problem: str = ""
    expires: str = ""
    expires_day: str = ""
    earliest_day: str = ""


@dataclass(frozen=True)
class LetterRow:
    """The last e-mail with the link: where it stands, and whether another may be sent now."""

    label: str = ""
    tone: str = ""
    words: str = ""
    is_waiting: bool = False
    may_send: bool = False
    action: str = ""


@dataclass(frozen=True)
class ProgressRow:
    """How far a running interview is."""

    minutes_left: str = ""
    question: str = ""
    seen: str = ""
