"""From a report's values to the rows of its page. Pure functions, no queries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.assessment.items import DEPTH_NAMES, MAX_DEPTH
from app.interviews.models import SignalKind
from app.reports.integrity import Level
from app.reports.wording import clock_time, machine_words
from state.moments import day_and_time
from state.report_rows import (
    ChoiceRow,
    ConceptRow,
    FactRow,
    IntegrityRow,
    RemarkRow,
    SignalRow,
    VerdictRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.reports.views import ConceptView, DecisionView, NoteView, ReportView, SignalView

TONES = {"strong_hire": "good", "hire": "good", "discuss": "warn", "no_hire": "bad"}
_ENGINES = {"built-in": "Built-in"}
_LEVEL_TONES = {Level.MEDIUM: "warn", Level.HIGH: "warn"}
_TALL = frozenset({SignalKind.PASTE, SignalKind.SECOND_TAB})


def percent(value: float, whole: float) -> str:
    """A place on a scale, as CSS writes it."""
    return f"{min(max(value / whole, 0.0), 1.0) * 100:.2f}%"


def verdict_row(view: ReportView) -> VerdictRow:
    """The score, its interval and the recommendation."""
    verdict = view.verdict
    if verdict is None:
        return VerdictRow()
    row = VerdictRow(
        score="–",
        interval="not graded",
        recommendation=verdict.recommendation,
        words=verdict.words,
        tone=TONES.get(verdict.recommendation, ""),
        why=verdict.why,
        summary=verdict.summary,
        label="No score: nothing was graded",
        machine=machine_words(verdict.machine) if verdict.machine else "",
    )
    if verdict.score is None or verdict.low is None or verdict.high is None:
        return row
    score, low, high = (f"{value:.0f}" for value in (verdict.score, verdict.low, verdict.high))
    return replace(
        row,
        score=score,
        interval=f"{low} to {high}",
        at=percent(verdict.score, 100),
        low=percent(verdict.low, 100),
        width=percent(verdict.high - verdict.low, 100),
        graded=True,
        label=f"Score {score} of 100, between {low} and {high}",
    )


def concept_row(concept: ConceptView) -> ConceptRow:
    """A row of the forest plot."""
    questions = "1 question" if concept.questions == 1 else f"{concept.questions} questions"
    target = DEPTH_NAMES[concept.target]
    missing = "not asked about" if not concept.asked else "no graded answer"
    row = ConceptRow(
        name=concept.name,
        concept=concept.concept,
        asked=concept.asked,
        target=f"{concept.target} ({target})",
        target_at=percent(concept.target, MAX_DEPTH),
        label=f"{concept.name}: {missing}, target {concept.target}",
        value="–",
        of=f"of {concept.target}",
        questions=questions,
        missing=missing,
    )
    if concept.depth is None or concept.low is None or concept.high is None:
        return row
    depth, low, high = (f"{value:.1f}" for value in (concept.depth, concept.low, concept.high))
    unsure = ", low confidence" if concept.low_confidence else ""
    return replace(
        row,
        label=(
            f"{concept.name}: depth {depth}, between {low} and {high}, "
            f"target {concept.target}{unsure}"
        ),
        value=depth,
        interval=f"{low} to {high}",
        at=percent(concept.depth, MAX_DEPTH),
        low=percent(concept.low, MAX_DEPTH),
        width=percent(concept.high - concept.low, MAX_DEPTH),
        graded=True,
        low_confidence=concept.low_confidence,
    )


def concept_choices(view: ReportView) -> list[ChoiceRow]:
    """What the questions may be narrowed to."""
    choices = [ChoiceRow("", f"All {len(view.questions)} questions")]
    choices += [
        ChoiceRow(concept.concept, f"{concept.name} ({concept.questions})")
        for concept in view.concepts
        if concept.asked
    ]
    must_ask = sum(question.must_ask for question in view.questions)
    if must_ask:
        choices.append(ChoiceRow(EVERYONE, f"Asked of everyone ({must_ask})"))
    return choices


EVERYONE = "asked-of-everyone"
"""Stands for the questions that belong to no concept."""


def signal_rows(view: ReportView) -> list[SignalRow]:
    """The integrity signals in order of time."""
    end = _end_of(view)
    return [
        SignalRow(
            signal_id=str(signal.signal_id),
            at=clock_time(signal.at_s),
            left=percent(signal.at_s, end),
            words=signal.words,
            tall=signal.kind in _TALL,
            dismissed=signal.dismissed,
            dismissal=_dismissal(signal),
        )
        for signal in view.signals
    ]


def _dismissal(signal: SignalView) -> str:
    if not signal.dismissed:
        return ""
    by = f" by {signal.dismissed_by}" if signal.dismissed_by else ""
    return f"Dismissed{by}: {signal.dismissed_reason}"


def integrity_row(view: ReportView) -> IntegrityRow:
    """The level in words, and the timeline described."""
    times = [f"{clock_time(signal.at_s)} {signal.words}" for signal in view.signals[:_TOLD]]
    more = len(view.signals) - len(times)
    told = "; ".join(times) + (f"; and {more} more" if more > 0 else "")
    return IntegrityRow(
        words=view.integrity_words,
        tone=_LEVEL_TONES.get(view.integrity, "") if view.integrity else "",
        end=clock_time(_end_of(view)),
        label=f"Timeline: {told}" if told else "Timeline: nothing was recorded",
    )


_TOLD = 12


def _end_of(view: ReportView) -> float:
    """How long the interview took by the clock on the wall, in seconds, never 0."""
    head = view.header
    lasted = 0.0
    if head.started_at is not None and head.ended_at is not None:
        lasted = (head.ended_at - head.started_at).total_seconds()
    return max([lasted, 1.0, *(signal.at_s for signal in view.signals)])


def decision_row(decision: DecisionView) -> RemarkRow:
    """A decision with its reason."""
    return RemarkRow(
        key=str(decision.decision_id),
        words=decision.words,
        tone=TONES.get(decision.recommendation, ""),
        text=decision.reason,
        by=f"{decision.by}, {day_and_time(decision.at)}",
    )


def note_row(note: NoteView, questions: dict[str, str]) -> RemarkRow:
    """A note; `questions` names the question that each turn belongs to."""
    about = questions.get(str(note.turn_id), "") if note.turn_id else ""
    return RemarkRow(
        key=str(note.note_id),
        words=about,
        tone="",
        text=note.text,
        by=f"{note.by}, {day_and_time(note.at)}",
    )


def fact_rows(view: ReportView) -> list[FactRow]:
    """What the report was made from."""
    verdict, head = view.verdict, view.header
    if verdict is None:
        return []
    asked = str(verdict.questions_asked)
    if verdict.follow_ups_asked:
        asked += f", one follow-up each on {verdict.follow_ups_asked}"
    facts = [
        FactRow("Questions", asked),
        FactRow("Graded by", _graded_by(verdict.engine, verdict.engine_version)),
        FactRow("Time", f"{clock_time(head.time_used_s)} of {head.duration_min} min"),
    ]
    if head.started_at is not None:
        facts.append(FactRow("Started", day_and_time(head.started_at)))
    if head.ended_at is not None:
        facts.append(FactRow("Ended", day_and_time(head.ended_at)))
    return facts


def _graded_by(engine: str, version: str) -> str:
    names = ", ".join(_ENGINES.get(name, name) for name in engine.split(", "))
    return f"{names} {version}".strip()


def question_names(view: ReportView) -> dict[str, str]:
    """For each turn, the question it belongs to, in words."""
    names: dict[str, str] = {}
    for question in view.questions:
        for turn_id in (question.turn_id, *(reply.turn_id for reply in question.replies)):
            names[str(turn_id)] = f"Question {question.number}"
    return names


def compare_href(ids: Sequence[str]) -> str:
    """Where interviews are set side by side."""
    return f"/candidates/compare?ids={','.join(ids)}"
