"""What a report states, from the exchanges of its interview: the same grades, the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.assessment.dealbreakers import capped
from app.assessment.scoring import assess
from app.positions.plan import plan_from_json
from app.reports import wording
from app.reports.findings import concept_depth, depths, findings_of
from app.reports.must_ask import must_asks, unmet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.interviews.models import Interview
    from app.reports.exchanges import Exchange
    from app.reports.models import Report

_MACHINE = ("overall_score", "score_low", "score_high", "recommendation", "why")


def contents(interview: Interview, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """The columns of `Report` that come from grades: score, interval, words, depth by concept.

    Raises ValueError where the interview's plan cannot be read.
    """
    plan = plan_from_json(interview.plan)
    asked = [one.asked for one in exchanges if one.asked is not None]
    result = assess(plan.concept_targets, asked)
    findings = findings_of(plan, exchanges, result)
    score = result.overall
    recommendation, why = capped(
        result.recommendation, result.why, unmet(must_asks(plan, exchanges))
    )
    return {
        "overall_score": score.score if score else None,
        "score_low": score.low if score else None,
        "score_high": score.high if score else None,
        "recommendation": recommendation.value,
        "why": why,
        "summary": wording.summary(findings, interview.end_reason),
        "knowledge_summary": wording.knowledge_summary(findings),
        "concept_depth": concept_depth(plan, exchanges, result),
    }


def copy_to_interview(report: Report, interview: Interview) -> None:
    """Repeat score, interval, recommendation and depths beside the interview, for the tables."""
    interview.score = report.overall_score
    interview.score_low = report.score_low
    interview.score_high = report.score_high
    interview.recommendation = report.recommendation
    interview.depths = depths(report.concept_depth)


def recount(report: Report, interview: Interview, exchanges: Sequence[Exchange]) -> None:
    """State anew what a report says, and keep in `machine` what it said before people graded."""
    if report.machine is None:
        report.machine = {name: getattr(report, name) for name in _MACHINE} | {
            "depths": depths(report.concept_depth)
        }
    for name, value in contents(interview, exchanges).items():
        setattr(report, name, value)
    copy_to_interview(report, interview)
