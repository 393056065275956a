"""From the questions asked of everyone to the rows of their panel. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.dealbreakers import Met
from app.reports.must_ask import NOT_ASKED

if TYPE_CHECKING:
    from app.reports.views import MustAskView, ReportView

_TONES = {Met.MET: "good", Met.NOT_MET: "bad", Met.UNCLEAR: "warn"}


@dataclass(frozen=True)
class MustAskRow:
    """A question asked of everyone. `href` leads to its answer, `met` is set for dealbreakers."""

    question: str
    grade: str
    href: str
    met: str
    tone: str


def must_ask_rows(view: ReportView) -> list[MustAskRow]:
    """The rows in the order of the position."""
    return [_row(one) for one in view.must_ask]


def _row(one: MustAskView) -> MustAskRow:
    if one.number is None:
        grade = NOT_ASKED
    elif one.score is not None:
        grade = f"{one.score:.0%} of the ideal answer"
    else:
        grade = "no graded answer" if one.graded else "recorded, not graded"
    return MustAskRow(
        question=one.question,
        grade=grade,
        href=f"#q{one.number}" if one.number is not None else "",
        met=f"Dealbreaker {one.words}" if one.met else "",
        tone=_TONES[one.met] if one.met else "",
    )
