"""What practice shows, as small rows for the browser. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.items import DEPTH_NAMES, AnswerKind
from app.interviews.models import InterviewStatus
from app.practice.attempts import MAX_SCORE
from state.moments import day

if TYPE_CHECKING:
    from app.practice.attempts import AttemptView, OwnSession, Progress
    from app.practice.questions import PracticeQuestion

_FULL, _SOME = 0.6, 0.3
_MOST_BARS = 24
_SHORTEST = 4
_KINDS = {
    AnswerKind.EMPTY: "There was no answer to grade.",
    AnswerKind.DONT_KNOW: "Saying that you don’t know is better than guessing.",
    AnswerKind.REPEATS_QUESTION: "The answer repeats the question without answering it.",
    AnswerKind.KEYWORDS: "These are key words without a statement: say how they hang together.",
    AnswerKind.GIBBERISH: "This could not be read as an answer.",
    AnswerKind.OFF_TOPIC: "The answer is about something else than the question.",
}
_STATUS = {
    InterviewStatus.SCHEDULED: "not begun",
    InterviewStatus.IN_PROGRESS: "running",
    InterviewStatus.COMPLETED: "finished",
}
_VERDICTS = {"Well": "good", "Partially": "warn", "Not": "bad"}


@dataclass(frozen=True)
class QuestionRow:
    """A question to answer, and what a good answer contains."""

    id: str = ""
    text: str = ""
    about: str = ""
    key_points: tuple[str, ...] = ()
    structure: str = ""


@dataclass(frozen=True)
class PointRow:
    """A reference point and whether the answer has it."""

    text: str
    words: str
    tone: str


@dataclass(frozen=True)
class PieceRow:
    """A stretch of the answer; `mark` where it counts for something."""

    text: str
    mark: bool


@dataclass(frozen=True)
class PartRow:
    """A part of the framework."""

    name: str
    verdict: str
    tone: str
    words: str


@dataclass(frozen=True)
class ResultRow:
    """An attempt with its feedback. `id` is empty where there is none."""

    id: str = ""
    score: str = ""
    of: str = ""
    says: str = ""
    compared: str = ""
    question: str = ""
    about: str = ""
    structure: str = ""
    framework: str = ""
    overall: str = ""
    points: tuple[PointRow, ...] = ()
    pieces: tuple[PieceRow, ...] = ()
    mistaken: tuple[str, ...] = ()
    parts: tuple[PartRow, ...] = ()
    improvements: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttemptRow:
    """An attempt in the history."""

    id: str
    skill: str
    question: str
    score: str
    when: str
    when_iso: str
    href: str


@dataclass(frozen=True)
class BarRow:
    """One attempt in a chart: its height in percent."""

    height: str
    title: str


@dataclass(frozen=True)
class ProgressRow:
    """A skill's scores over time."""

    skill: str
    label: str
    latest: str
    best: str
    mean: str
    number: str
    change: str
    bars: tuple[BarRow, ...]


@dataclass(frozen=True)
class SessionRow:
    """A whole practice interview. `room` is there while it can be gone on with."""

    id: str
    title: str
    status: str
    when: str
    room: str
    report: str


def question_row(asked: PracticeQuestion) -> QuestionRow:
    """A question as the page asks it."""
    return QuestionRow(
        id=asked.id,
        text=asked.text,
        about=f"{asked.concept_name}, {DEPTH_NAMES[asked.item.depth]}",
        key_points=asked.key_points,
        structure=asked.structure,
    )


def result_row(view: AttemptView) -> ResultRow:
    """An attempt with its feedback."""
    framework = view.framework
    return ResultRow(
        id=str(view.id),
        score=str(view.score),
        of=f"of {MAX_SCORE}",
        says=_says(view),
        compared=_compared(view),
        question=view.question,
        about=f"{view.skill}, {DEPTH_NAMES[view.depth]}",
        structure=view.structure,
        framework=framework.name if framework else "",
        overall=framework.overall if framework else "",
        points=tuple(
            PointRow(point.text, *_point_words(point.credit, contradicted=point.contradicted))
            for point in view.points
        ),
        pieces=tuple(PieceRow(piece.text, piece.mark) for piece in view.pieces),
        mistaken=view.misconceptions,
        parts=tuple(_part(name, words) for name, words in framework.parts) if framework else (),
        improvements=framework.improvements if framework else (),
    )


def attempt_row(view: AttemptView, href: str) -> AttemptRow:
    """An attempt in the history."""
    return AttemptRow(
        id=str(view.id),
        skill=view.skill,
        question=view.question,
        score=f"{view.score} of {MAX_SCORE}",
        when=day(view.created_at),
        when_iso=view.created_at.isoformat(),
        href=href,
    )


def progress_row(one: Progress) -> ProgressRow:
    """A skill's scores as a row of bars, and in numbers."""
    shown = list(zip(one.scores, one.moments, strict=True))[-_MOST_BARS:]
    change = one.scores[-1] - one.scores[0]
    return ProgressRow(
        skill=one.skill,
        label=f"{one.skill}: scores of {len(shown)} attempts, the oldest first: "
        + ", ".join(str(score) for score, _ in shown),
        latest=f"{one.scores[-1]} of {MAX_SCORE}",
        best=str(max(one.scores)),
        mean=f"{sum(one.scores) / len(one.scores):.1f}",
        number=str(len(one.scores)),
        change=f"{change:+d} since the first" if len(one.scores) > 1 and change else "",
        bars=tuple(
            BarRow(
                f"{max(score * 100 // MAX_SCORE, _SHORTEST)}%",
                f"{day(moment)}: {score} of {MAX_SCORE}",
            )
            for score, moment in shown
        ),
    )


def session_row(one: OwnSession) -> SessionRow:
    """A whole practice interview."""
    return SessionRow(
        id=str(one.id),
        title=one.title,
        status=_STATUS.get(one.status, "not finished"),
        when=day(one.created_at),
        room=one.url,
        report=f"/interviews/{one.id}" if one.has_report else "",
    )


def _says(view: AttemptView) -> str:
    if view.kind is not AnswerKind.SUBSTANTIVE:
        return _KINDS[view.kind]
    covered = sum(point.credit >= _FULL and not point.contradicted for point in view.points)
    return f"You cover {covered} of {len(view.points)} points."


def _compared(view: AttemptView) -> str:
    if view.previous is None:
        return ""
    change = view.score - view.previous
    if not change:
        return f"The same as your last attempt at this question, {view.previous} of {MAX_SCORE}."
    better = "better" if change > 0 else "less"
    points = "point" if abs(change) == 1 else "points"
    return (
        f"{abs(change)} {points} {better} than your last attempt, {view.previous} of {MAX_SCORE}."
    )


def _point_words(credit: float, *, contradicted: bool) -> tuple[str, str]:
    if contradicted:
        return "You say the opposite", "bad"
    if credit >= _FULL:
        return "Covered", "good"
    return ("In part", "warn") if credit >= _SOME else ("Not there yet", "")


def _part(name: str, words: str) -> PartRow:
    verdict, _, rest = words.partition(". ")
    return PartRow(name.capitalize(), verdict, _VERDICTS[verdict.split()[0]], rest)
