"""What an answer says of a dealbreaker, and what that does to the recommendation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.dealbreakers import MET_FROM, SURE_FROM, UNMET_BELOW, Met, capped, judge
from app.assessment.scoring import Recommendation


@pytest.mark.parametrize(
    ("score", "confidence", "met"),
    [
        (1.0, 0.9, Met.MET),
        (MET_FROM, SURE_FROM, Met.MET),
        (MET_FROM - 0.01, 0.9, Met.UNCLEAR),
        (UNMET_BELOW, 0.9, Met.UNCLEAR),
        (UNMET_BELOW - 0.01, 0.9, Met.NOT_MET),
        (0.0, SURE_FROM - 0.01, Met.UNCLEAR),
        (1.0, SURE_FROM - 0.01, Met.UNCLEAR),
        (None, None, Met.UNCLEAR),
    ],
)
def test_only_a_sure_grade_settles_a_dealbreaker(score, confidence, met: Met) -> None:
    assert judge(score, confidence) is met


@given(st.sampled_from(Recommendation), st.lists(st.integers(1, 20), max_size=3))
def test_an_unmet_dealbreaker_caps_and_never_rejects(
    recommendation: Recommendation, unmet: list[int]
) -> None:
    found, why = capped(recommendation, "whole interval above", unmet)
    if unmet and recommendation in (Recommendation.HIRE, Recommendation.STRONG_HIRE):
        assert found is Recommendation.DISCUSS
        assert recommendation.display_name.lower() in why
    else:
        assert found is recommendation
    assert "whole interval above" in why
    assert all(str(number) in why for number in unmet)
    assert bool(unmet) == ("dealbreaker" in why)
