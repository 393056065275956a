"""From graded exchanges to what a report states of each concept. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.reports.wording import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.assessment.scoring import Assessment, ConceptResult
    from app.assessment.service import EvaluationView, PointView
    from app.positions.plan import InterviewPlan, PlannedConcept
    from app.reports.exchanges import Exchange

NOT_ASKED = -1.0
"""Stands for the depth of a concept without a graded answer, where a number is needed."""

# From here on a point counts as shown; below the second, as missing.
_SHOWN, _MISSING = 0.75, 0.25
_MAX_SHOWN, _MAX_MISSING, _MAX_MISCONCEPTIONS, _MAX_EVIDENCE = 3, 2, 2, 4


def concept_depth(
    plan: InterviewPlan, exchanges: Sequence[Exchange], assessment: Assessment
) -> list[dict[str, Any]]:
    """The entries of `Report.concept_depth`, in the plan's order, ready to be stored as JSON.

    Each has `concept`, `name`, `depth`, `low`, `high` (levels, None where nothing was graded),
    `target`, `weight`, `questions`, `asked`, `low_confidence` and `evidence`, a few of the spans
    that earned the most credit: `turn_id`, `start`, `end`, `quote`, `point`, `credit`.
    """
    results = {result.concept: result for result in assessment.concepts}
    return [
        _entry(planned, results[planned.slug], _about(planned.slug, exchanges))
        for planned in plan.targets
    ]


def depths(entries: Iterable[dict[str, Any]]) -> list[float]:
    """The depth per concept, with NOT_ASKED where there is none: the barcode of a table row."""
    return [NOT_ASKED if entry["depth"] is None else entry["depth"] for entry in entries]


def findings_of(
    plan: InterviewPlan, exchanges: Sequence[Exchange], assessment: Assessment
) -> list[Finding]:
    """What the sentences of a report are made from, in the plan's order."""
    results = {result.concept: result for result in assessment.concepts}
    return [
        _finding(planned, results[planned.slug], _about(planned.slug, exchanges))
        for planned in plan.targets
    ]


def _about(slug: str, exchanges: Sequence[Exchange]) -> list[Exchange]:
    return [one for one in exchanges if one.asked is not None and one.question.concept == slug]


def _entry(
    planned: PlannedConcept, result: ConceptResult, exchanges: Sequence[Exchange]
) -> dict[str, Any]:
    depth, low, high = _levels(result)
    return {
        "concept": planned.slug,
        "name": planned.name,
        "depth": depth,
        "low": low,
        "high": high,
        "target": planned.target_depth,
        "weight": planned.weight,
        "questions": result.questions,
        "asked": result.questions > 0,
        "low_confidence": any(one.is_generic for one in exchanges),
        "evidence": _best_evidence(_evaluations(exchanges)),
    }


def _levels(result: ConceptResult) -> tuple[float | None, float | None, float | None]:
    if not result.graded:
        return None, None, None
    low, high = result.interval
    return round(result.depth, 2), low, high


def _evaluations(exchanges: Iterable[Exchange]) -> list[EvaluationView]:
    return [grade for one in exchanges if (grade := one.counted) is not None]


def _best_evidence(evaluations: Iterable[EvaluationView]) -> list[dict[str, Any]]:
    credited = [point for one in evaluations for point in one.points if point.evidence]
    credited.sort(key=lambda point: -point.credit * point.weight)
    return [
        {
            "turn_id": str(point.evidence[0].turn_id),
            "start": point.evidence[0].start,
            "end": point.evidence[0].end,
            "quote": point.evidence[0].quote,
            "point": point.text,
            "credit": round(point.credit, 2),
        }
        for point in credited[:_MAX_EVIDENCE]
        if point.credit > 0
    ]


def _finding(
    planned: PlannedConcept, result: ConceptResult, exchanges: Sequence[Exchange]
) -> Finding:
    depth, low, high = _levels(result)
    evaluations = _evaluations(exchanges)
    shown = [p for one in evaluations for p in one.points if p.credit >= _SHOWN]
    return Finding(
        name=planned.name,
        in_bank=planned.in_bank,
        target=planned.target_depth,
        depth=depth,
        low=low,
        high=high,
        asked=result.questions,
        graded=result.graded,
        generic=any(one.is_generic for one in exchanges),
        prompted=any(one.has_follow_up for one in exchanges),
        shown=_texts(shown)[:_MAX_SHOWN],
        missing=_missing(planned.target_depth, exchanges)[:_MAX_MISSING],
        misconceptions=tuple(
            dict.fromkeys(text for one in evaluations for text in one.misconceptions)
        )[:_MAX_MISCONCEPTIONS],
    )


def _missing(target: int, exchanges: Sequence[Exchange]) -> tuple[str, ...]:
    """What was not said to the easiest question up to the target that was not fully answered.

    A question of the general ladder has no points worth quoting: they fit any concept.
    """
    lacking = [
        (one.question.depth or 0, [p for p in grade.points if p.credit < _MISSING])
        for one in exchanges
        if (grade := one.counted) is not None and not one.is_generic
    ]
    wanted = sorted((one for one in lacking if one[1] and one[0] <= target), key=lambda one: one[0])
    return _texts(wanted[0][1]) if wanted else ()


def _texts(points: Iterable[PointView]) -> tuple[str, ...]:
    heaviest = sorted(points, key=lambda point: -point.weight)
    return tuple(dict.fromkeys(point.text for point in heaviest))
