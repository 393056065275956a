"""An evaluation from a report and its exchanges: the same evidence, the same evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.assessment.dealbreakers import Met
from app.assessment.items import DEPTH_NAMES
from app.evaluations.rules import (
    MOST_SAID,
    NAMES,
    SHORT,
    STRONG_FROM,
    VERSION,
    WEAK_UP_TO,
    WIDE,
    Score,
)
from app.evaluations.scores import Scored, all_scores, graded_of
from app.reports.must_ask import must_asks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.positions.plan import InterviewPlan
    from app.reports.exchanges import Exchange
    from app.reports.models import Report
    from app.reports.views import MustAskView

_MOST_QUOTED = 160


def derive(report: Report, plan: InterviewPlan, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """The columns of `InterviewEvaluation` that come from evidence, by `rules`.

    Integrity signals are not even looked at.
    """
    scores = all_scores(report.concept_depth, exchanges)
    asked_of_all = must_asks(plan, exchanges)
    return {
        **{score.value: scored.value for score, scored in scores.items()},
        "overall_score": _rounded(report.overall_score),
        "summary": _summary(report, scores),
        "strengths": _strengths(report.concept_depth, scores),
        "weaknesses": _weaknesses(report.concept_depth, scores, exchanges),
        "red_flags": _red_flags(asked_of_all),
        "recommendation": report.recommendation,
        "next_interview_focus": _focus(report.concept_depth, asked_of_all, scores),
        "basis": {
            **{score.value: scored.basis for score, scored in scores.items()},
            "overall_score": {
                "rule": "The report's score, rounded.",
                "value": report.overall_score,
                "low": report.score_low,
                "high": report.score_high,
            },
            "recommendation": {"rule": "The report's.", "why": report.why},
            "red_flags": [_flag_basis(one, exchanges) for one in _broken(asked_of_all)],
        },
        "rules_version": VERSION,
    }


def _rounded(score: float | None) -> int | None:
    return None if score is None else int(score + 0.5)


def _summary(report: Report, scores: Mapping[Score, Scored]) -> str:
    missing = [NAMES[one].lower() for one in Score if scores[one].value is None]
    if not missing:
        return report.summary
    unsaid = f"No answer shows anything about {_listed(missing)}, so there is no score for it."
    if len(missing) > 1:
        unsaid = f"No answer shows anything about {_listed(missing)}: those scores are left out."
    return f"{report.summary} {unsaid}"


def _strengths(
    concept_depth: Sequence[Mapping[str, Any]], scores: Mapping[Score, Scored]
) -> list[str]:
    reached = sorted(
        (one for one in _graded(concept_depth) if one["depth"] > one["target"] - SHORT),
        key=lambda one: -one["weight"] * one["depth"],
    )
    said = [f"{_depth(one)}, the target being {one['target']}" for one in reached]
    said += [
        f"{NAMES[one.score]}: {one.value} of 10"
        for one in scores.values()
        if one.score is not Score.TECHNICAL and one.value is not None and one.value >= STRONG_FROM
    ]
    return said[:MOST_SAID]


def _weaknesses(
    concept_depth: Sequence[Mapping[str, Any]],
    scores: Mapping[Score, Scored],
    exchanges: Sequence[Exchange],
) -> list[str]:
    short = sorted(
        (one for one in _graded(concept_depth) if one["depth"] <= one["target"] - SHORT),
        key=lambda one: one["weight"] * (one["depth"] - one["target"]),
    )
    said = [f"{_depth(one)}, short of the target of {one['target']}" for one in short]
    mistaken = (text for grade in graded_of(exchanges) for text in grade.misconceptions)
    said += [f"Stated, but mistaken: {_shortened(text)}" for text in dict.fromkeys(mistaken)]
    said += [
        f"{NAMES[one.score]}: {one.value} of 10"
        for one in scores.values()
        if one.score is not Score.TECHNICAL and one.value is not None and one.value <= WEAK_UP_TO
    ]
    return said[:MOST_SAID]


def _red_flags(asked_of_all: Iterable[MustAskView]) -> list[str]:
    return [
        f"Dealbreaker not met: {_shortened(one.question)} (question {one.number})"
        for one in _broken(asked_of_all)
    ]


def _broken(asked_of_all: Iterable[MustAskView]) -> list[MustAskView]:
    return [one for one in asked_of_all if one.met is Met.NOT_MET and one.number is not None]


def _flag_basis(one: MustAskView, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    grade = exchanges[one.number - 1].counted if one.number else None
    return {
        "rule": "A dealbreaker is not met where its answer is surely graded below the line.",
        "question": one.number,
        "score": one.score,
        "confidence": one.confidence,
        "turn_id": str(grade.turn_id) if grade else None,
    }


def _focus(
    concept_depth: Sequence[Mapping[str, Any]],
    asked_of_all: Iterable[MustAskView],
    scores: Mapping[Score, Scored],
) -> list[str]:
    """What is not known yet, then what fell short, then what is not settled."""
    said = [
        f"Whether a dealbreaker is met: {_shortened(one.question)}"
        for one in asked_of_all
        if one.met is Met.UNCLEAR
    ]
    by_weight = sorted(concept_depth, key=lambda one: -one["weight"])
    said += [f"{one['name']}: no graded answer yet" for one in by_weight if one["depth"] is None]
    graded = _graded(by_weight)
    said += [
        f"{one['name']}: what stands between depth {one['depth']:.1f} and {one['target']}"
        for one in graded
        if one["depth"] <= one["target"] - SHORT
    ]
    said += [
        f"{one['name']}: between {one['low']:.1f} and {one['high']:.1f}, not settled"
        for one in graded
        if one["depth"] > one["target"] - SHORT and one["high"] - one["low"] >= WIDE
    ]
    said += [f"{NAMES[one]}: nothing shows it yet" for one in Score if scores[one].value is None]
    return said[:MOST_SAID]


def _graded(concept_depth: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in concept_depth if one["depth"] is not None]


def _depth(one: Mapping[str, Any]) -> str:
    level = min(int(one["depth"] + 0.5), 5)
    return f"{one['name']}: depth {one['depth']:.1f} ({DEPTH_NAMES[level]})"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_QUOTED else line[:_MOST_QUOTED].rsplit(" ", 1)[0] + "…"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
