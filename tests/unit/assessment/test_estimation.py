"""Depth is estimated from graded answers as the design says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.estimation import (
    GRID,
    PRIOR,
    Observation,
    Posterior,
    estimate,
    likelihoods,
    quantiles,
)

fractions = st.floats(0, 1)
depths = st.integers(1, 5)
observations = st.builds(Observation, depths, fractions, fractions)
histories = st.lists(observations, max_size=6)


def dont_know(*asked_depths: int) -> Posterior:
    return estimate(Observation(depth, 0, 0.95) for depth in asked_depths)


def full(*asked_depths: int, confidence: float = 0.8) -> Posterior:
    return estimate(Observation(depth, 1, confidence) for depth in asked_depths)


def test_before_any_answer_every_depth_is_possible():
    assert estimate([]) is PRIOR
    assert PRIOR.probabilities.min() > 0.01
    assert PRIOR.width > 4


@given(histories)
def test_a_posterior_is_a_distribution_over_the_grid(history):
    posterior = estimate(history)
    low, high = posterior.interval()
    assert posterior.probabilities.shape == GRID.shape
    assert posterior.probabilities.sum() == pytest.approx(1)
    assert posterior.probabilities.min() > 0
    assert 0 <= low <= high <= 5
    assert 0 <= posterior.mean <= 5
    held = posterior.probabilities[(low - 0.01 <= GRID) & (high + 0.01 >= GRID)].sum()
    assert held >= 0.9 - 1e-9


@given(histories)
def test_one_answer_at_a_time_gives_the_same_as_all_at_once(history):
    weights = PRIOR.probabilities.copy()
    for one in history:
        weights = weights * likelihoods(one.confidence)[one.depth - 1, one.category]
    assert estimate(history).probabilities == pytest.approx(weights / weights.sum())


@given(histories, st.randoms())
def test_the_order_of_the_answers_makes_no_difference(history, random):
    shuffled = random.sample(history, len(history))
    assert estimate(shuffled).probabilities == pytest.approx(estimate(history).probabilities)


@given(histories, depths, fractions, st.tuples(fractions, fractions))
def test_a_higher_score_never_lowers_the_estimate(history, depth, confidence, scores):
    before = estimate(history)
    worse = before.update(Observation(depth, min(scores), confidence))
    better = before.update(Observation(depth, max(scores), confidence))
    assert better.mean >= worse.mean - 1e-9


@given(depths, fractions)
def test_the_categories_of_an_answer_exhaust_what_can_happen(depth, confidence):
    assert likelihoods(confidence)[depth - 1].sum(axis=0) == pytest.approx(np.ones(GRID.size))


@given(histories, depths, fractions)
def test_a_grade_without_confidence_changes_nothing(history, depth, score):
    before = estimate(history)
    after = before.update(Observation(depth, score, 0))
    assert after.probabilities == pytest.approx(before.probabilities)


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_a_surer_grade_moves_the_estimate_further(score):
    moves = [
        abs(estimate([Observation(3, score, confidence)]).mean - PRIOR.mean)
        for confidence in (0.1, 0.3, 0.6, 0.9)
    ]
    assert moves == sorted(moves)
    assert moves[0] < 0.2
    assert moves[-1] > 1


@pytest.mark.parametrize("score", [0.0, 0.9])
def test_many_doubtful_grades_still_leave_a_wide_interval(score):
    assert estimate([Observation(3, score, 0.3)] * 5).width > 2.5


@pytest.mark.parametrize("asked", [(3, 2), (3, 1), (2, 1)])
def test_two_times_i_dont_know_means_almost_nothing_is_known(asked):
    assert dont_know(*asked).mean <= 0.5


@pytest.mark.parametrize("asked", [(3, 2, 1), (3, 1, 1), (2, 1, 1), (3, 2, 2)])
def test_three_times_i_dont_know_means_less_still(asked):
    assert dont_know(*asked).mean <= 0.35


@pytest.mark.parametrize("confidence", [0.7, 0.8, 0.95])
def test_full_answers_at_the_top_are_near_the_top(confidence):
    assert full(4, 5, confidence=confidence).mean >= 4.4


@pytest.mark.parametrize("target", [1, 2, 3, 4])
def test_a_full_answer_at_the_target_and_one_above_puts_the_candidate_above_it(target):
    assert full(target, target + 1).mean > target


def test_half_an_answer_puts_the_candidate_about_half_a_level_below_the_item():
    known = estimate([Observation(2, 1, 0.8), Observation(3, 0.5, 0.8), Observation(3, 0.5, 0.8)])
    assert known.mean == pytest.approx(2.5, abs=0.2)


def test_one_slip_does_not_undo_a_series_of_good_answers():
    good = full(3, 4, 4, 5)
    slipped = good.update(Observation(2, 0, 0.9))
    assert slipped.mean > 3.5
    assert slipped.sd > good.sd


def test_one_lucky_answer_does_not_make_an_expert():
    lucky = dont_know(3, 2, 1).update(Observation(5, 1, 0.9))
    assert lucky.mean < 1.5


def test_a_single_answer_leaves_a_wide_interval():
    assert full(3).width > 1.8
    assert dont_know(3).width > 1.8


@given(histories, st.floats(0.05, 0.9), st.floats(0.01, 0.09))
def test_a_wider_mass_contains_the_narrower_interval(history, mass, more):
    posterior = estimate(history)
    low, high = posterior.interval(mass)
    lower, higher = posterior.interval(mass + more)
    assert lower <= low <= high <= higher


@pytest.mark.parametrize("mass", [0, 1, -0.5, 1.5])
def test_an_interval_of_no_or_all_mass_is_refused(mass):
    with pytest.raises(ValueError, match="mass"):
        quantiles(PRIOR.probabilities, GRID, mass)


@pytest.mark.parametrize(
    "values", [(0, 0.5, 0.5), (6, 0.5, 0.5), (3, -0.1, 0.5), (3, 1.1, 0.5), (3, 0.5, 1.1)]
)
def test_an_observation_out_of_range_is_refused(values):
    with pytest.raises(ValueError, match="between"):
        Observation(*values)


def test_a_posterior_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="read-only"):
        PRIOR.probabilities[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        full(3).probabilities[0] = 1
