"""What the report's panel of questions asked of everyone says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.assessment.dealbreakers import Met
from app.reports.views import MustAskView
from state.report_must_ask import must_ask_rows


def view(**fields) -> MustAskView:
    values = {"number": 3, "question": "Why?", "graded": True, "score": 0.5, "confidence": 0.9}
    return MustAskView(**{**values, "met": None, "words": "", **fields})


@pytest.mark.parametrize(
    ("asked", "grade", "href", "met"),
    [
        (view(), "50% of the ideal answer", "#q3", ""),
        (view(score=None), "no graded answer", "#q3", ""),
        (view(score=None, graded=False), "recorded, not graded", "#q3", ""),
        (view(number=None, score=None), "not asked", "", ""),
        (
            view(score=0.0, met=Met.NOT_MET, words="not met"),
            "0% of the ideal answer",
            "#q3",
            "Dealbreaker not met",
        ),
    ],
)
def test_each_question_says_what_became_of_it(
    asked: MustAskView, grade: str, href: str, met: str
) -> None:
    (row,) = must_ask_rows(SimpleNamespace(must_ask=(asked,)))
    assert (row.grade, row.href, row.met) == (grade, href, met)
