"""The words of a report's question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from state.report_questions import grade_words
from tests.unit.reports.test_pdf import question


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, "50 % of a full answer"),
        (0.25, 0.75, "50 % of a full answer, judged 25 to 75 %"),
        (0.5, 0.501, "50 % of a full answer, judged the same each time"),
    ],
)
def test_a_grade_says_how_far_a_models_judgements_lay_apart(low, high, words) -> None:
    assert grade_words(replace(question(1), score_low=low, score_high=high)) == words
