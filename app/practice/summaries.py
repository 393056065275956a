"""What a practice session showed, by rules from the same findings as a report's sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.items import DEPTH_NAMES
from app.practice.feedback import brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.reports.wording import Finding

_MOST = 5
_NOTHING = (
    "No answer was graded, so there is nothing to go by yet. Start another session and answer a "
    "few questions, in whole sentences."
)
_KEEP_ON = (
    "You met every depth that was asked for. Practise at a higher level to find out how far it "
    "reaches."
)
_SHALLOW, _APPLIED = 2, 3


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in brief. `overall_score` is 0 to 100, or None where nothing was graded."""

    overall_score: int | None
    strengths: tuple[str, ...]
    areas_for_improvement: tuple[str, ...]
    recommendations: str


def summary_of(findings: Sequence[Finding], score: float | None) -> Summary:
    """The summary of a session's findings; `score` is its overall score, 0 to 100."""
    graded = [one for one in findings if one.graded]
    reached = sorted((one for one in graded if not one.is_short), key=lambda one: -one.level)
    short = sorted((one for one in graded if one.is_short), key=lambda one: one.level)
    return Summary(
        overall_score=None if score is None else round(score),
        strengths=tuple(_strengths(reached, short))[:_MOST],
        areas_for_improvement=tuple(map(_area, short))[:_MOST],
        recommendations=_recommendations(graded, short),
    )


def _strengths(reached: Sequence[Finding], short: Sequence[Finding]) -> list[str]:
    whole = [f"{one.name}, to the depth asked for ({DEPTH_NAMES[one.level]})" for one in reached]
    # Where nothing was reached as a whole, what was shown on the way there is worth naming.
    parts = [f"{one.name}: {brief(one.shown[0])}" for one in short if one.shown and not one.generic]
    return whole or parts


def _area(finding: Finding) -> str:
    now, wanted = DEPTH_NAMES[finding.level], DEPTH_NAMES[finding.target]
    gap = f"{finding.name}: {now} so far, {wanted} asked for"
    return f"{gap}. Not shown: {brief(finding.missing[0])}" if finding.missing else gap


def _recommendations(graded: Sequence[Finding], short: Sequence[Finding]) -> str:
    if not graded:
        return _NOTHING
    if not short:
        return _KEEP_ON
    first = short[0]
    sentences = [f"Work on {first.name} first: {_exercise(first.level)}."]
    mistaken = [text for one in graded for text in one.misconceptions]
    if mistaken:
        sentences.append(f"Also look this up, which you took to be so: {brief(mistaken[0])}.")
    return " ".join(sentences)


def _exercise(level: int) -> str:
    """What helps somebody who is at that level to reach the next."""
    if level < _SHALLOW:
        return "explain in your own words what it is, how it works and why"
    if level < _APPLIED:
        return "go through examples of your own work, step by step, and say what you did and why"
    return "compare ways of doing it, name what each one costs, and say when you would choose which"
