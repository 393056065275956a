"""The questions asked of everyone: what was made of each, and whether dealbreakers are met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.dealbreakers import Met, judge
from app.reports.views import MustAskView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.positions.plan import InterviewPlan, PlannedQuestion
    from app.reports.exchanges import Exchange

NOT_ASKED = "not asked"
_WORDS = {Met.MET: "met", Met.NOT_MET: "not met", Met.UNCLEAR: "unclear"}


def must_asks(plan: InterviewPlan, exchanges: Sequence[Exchange]) -> tuple[MustAskView, ...]:
    """The must-ask questions of the plan in its order, which is the order they are asked in."""
    asked = [(number, one) for number, one in enumerate(exchanges, start=1) if one.is_must_ask]
    return tuple(
        _view(planned, *(asked[place] if place < len(asked) else (None, None)))
        for place, planned in enumerate(plan.must_ask)
    )


def unmet(views: Sequence[MustAskView]) -> list[int]:
    """The numbers of the questions whose dealbreaker is not met."""
    return [one.number for one in views if one.met is Met.NOT_MET and one.number is not None]


def remarks(views: Sequence[MustAskView]) -> tuple[str, ...]:
    """What remains to be found out, in sentences."""
    return tuple(
        f"Whether a dealbreaker is met is unclear: “{one.question}” {_unclear(one)}"
        for one in views
        if one.met is Met.UNCLEAR
    )


def _view(planned: PlannedQuestion, number: int | None, exchange: Exchange | None) -> MustAskView:
    grade = exchange.counted if exchange else None
    met = None
    if planned.dealbreaker:
        met = judge(grade.score if grade else None, grade.confidence if grade else None)
    return MustAskView(
        number=number,
        question=planned.question,
        graded=bool(planned.ideal_answer),
        score=grade.score if grade else None,
        confidence=grade.confidence if grade else None,
        met=met,
        words=_WORDS[met] if met else "",
    )


def _unclear(one: MustAskView) -> str:
    if one.number is None:
        return "was not asked."
    if one.score is None:
        return f"(question {one.number}) has no graded answer."
    return f"(question {one.number}) was answered in part, or the grade is not sure enough."
