"""Adaptive questions pay: on simulated candidates whose depth is known. Seeded, so repeatable."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.assessment.scoring import concept_results
from app.assessment.selection import expectations
from app.assessment.targets import Asked, posteriors
from tests.bench.simulate import Outcome, flips, opposed, simulate
from tests.support.depths import CONCEPTS, STRATEGIES, TARGETS, candidate

CANDIDATES = 150
STEPS = (5, 10, 15, 20)


@lru_cache(maxsize=8)
def outcome(name: str, run: int = 0, steps: tuple[int, ...] = STEPS) -> Outcome:
    return simulate(STRATEGIES[name], CANDIDATES, run=run, steps=steps)


def test_after_equally_many_questions_the_error_is_smaller_than_in_any_fixed_order() -> None:
    for name in ("fixed, ladder", "random"):
        assert np.all(outcome("selected").rmse[1:] < outcome(name).rmse[1:]), name
    # A fixed order that begins in the middle is hard to beat at first.
    assert np.all(outcome("selected").rmse[2:] < outcome("fixed, middle first").rmse[2:])


def test_half_the_questions_are_about_as_good_as_a_fixed_order_with_all() -> None:
    for name in ("fixed, ladder", "fixed, middle first"):
        twice = outcome(name, steps=(30, 40))
        ours = outcome("selected")
        assert np.all(ours.rmse[2:] <= twice.rmse * 1.2), name
        assert np.all(ours.rmse_points[2:] <= twice.rmse_points * 1.1), name


def test_ninety_percent_intervals_hold_the_truth_nine_times_in_ten() -> None:
    for name in STRATEGIES:
        assert np.all(np.abs(outcome(name).coverage - 0.9) < 0.04), name


def test_two_interviews_seldom_differ_and_never_say_the_opposite() -> None:
    first, second = outcome("selected"), outcome("selected", run=1)
    assert flips(first, second)[-1] < 0.2
    assert np.all(opposed(first, second) == 0)


def test_other_concepts_say_where_to_begin_and_nothing_about_the_report() -> None:
    person = candidate(1)
    asked = [Asked(CONCEPTS[0], f"x{level}", level, 1.0, 0.9) for level in (3, 4, 5)]
    known = posteriors(TARGETS, asked)
    expected = expectations(known, asked)
    alone = concept_results(TARGETS, asked)

    assert person.depths.keys() == expected.keys()
    assert all(expected[name].mean > known[name].mean for name in CONCEPTS[1:])
    assert np.array_equal(alone[1].posterior.probabilities, known[CONCEPTS[1]].probabilities)
    assert alone[1].depth == posteriors(TARGETS, [])[CONCEPTS[1]].mean
