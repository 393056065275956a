"""Scores, intervals and recommendations follow from the depths, and from nothing else."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.estimation import GRID
from app.assessment.scoring import (
    Overall,
    Recommendation,
    assess,
    concept_results,
    concept_score,
    overall,
    recommend,
)
from app.assessment.targets import Asked, ConceptTarget
from tests.unit.assessment.ladders import make_targets, take_interview

DURATION = timedelta(minutes=45)
answers = st.lists(st.tuples(st.integers(1, 5), st.floats(0, 1), st.floats(0, 1)), max_size=4)


def asked_of(concept: str, graded) -> list[Asked]:
    return [
        Asked(concept, f"{concept}-{depth}{n}", depth, score, confidence)
        for n, (depth, score, confidence) in enumerate(graded)
    ]


def points(depth: float, target: int) -> float:
    return float(concept_score(np.array([depth]), target)[0])


@pytest.mark.parametrize(
    ("depth", "target", "score"),
    [(0, 3, 0), (1.5, 3, 35), (3, 3, 70), (4, 3, 85), (5, 3, 100), (1, 1, 70), (5, 1, 100),
     (4.5, 5, 70), (5, 5, 100), (2.25, 5, 35)],
)  # fmt: skip
def test_meeting_the_target_is_worth_seventy_points(depth, target, score):
    assert points(depth, target) == pytest.approx(score)


@given(st.integers(1, 5))
def test_more_depth_is_always_worth_more(target):
    scores = concept_score(GRID, target)
    assert (np.diff(scores) > 0).all()
    assert scores.min() >= 0
    assert scores.max() <= 100


def test_the_overall_score_is_the_weighted_mean_of_the_concepts_asked():
    targets = [
        ConceptTarget("alpha", 3, 3),
        ConceptTarget("beta", 1, 4),
        ConceptTarget("never-asked", 5, 3),
    ]
    asked = asked_of("alpha", [(3, 0.9, 0.8)]) + asked_of("beta", [(2, 0.4, 0.8)])
    found = assess(targets, asked)
    alpha, beta, _ = found.concepts
    assert found.overall.score == pytest.approx((3 * alpha.score + beta.score) / 4, abs=0.06)
    assert found.left_out == ("never-asked",)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0.1, 9), st.integers(1, 5), answers), min_size=1, max_size=8))
def test_the_overall_score_lies_within_its_interval_and_the_scale(concepts):
    targets = [ConceptTarget(f"c-{n}", weight, t) for n, (weight, t, _) in enumerate(concepts)]
    asked = [a for n, (_, _, graded) in enumerate(concepts) for a in asked_of(f"c-{n}", graded)]
    found = assess(targets, asked)
    if not asked:
        assert found.overall is None
        return
    assert 0 <= found.overall.low <= found.overall.score <= found.overall.high <= 100
    counted = [result for result in found.concepts if result.graded]
    mean = sum(r.weight * r.score for r in counted) / sum(r.weight for r in counted)
    # Both are in tenths.
    assert found.overall.score == pytest.approx(mean, abs=0.11)


@given(answers, answers)
@settings(max_examples=50)
def test_the_interval_agrees_with_drawing_from_the_posteriors(first, second):
    targets = [ConceptTarget("alpha", 2, 3), ConceptTarget("beta", 1, 5)]
    graded = {"alpha": [(3, 0.5, 0.5), *first], "beta": [(4, 0.5, 0.5), *second]}
    results = concept_results(
        targets, [one for concept, seen in graded.items() for one in asked_of(concept, seen)]
    )
    random = np.random.default_rng(1)
    drawn = sum(
        result.weight / 3
        * random.choice(
            concept_score(GRID, result.target), size=20_000, p=result.posterior.probabilities
        )
        for result in results
    )  # fmt: skip
    found = overall(results)
    # The drawn quantiles may fall on the next of the discrete values.
    inside = np.mean((drawn >= found.low - 0.1) & (drawn <= found.high + 0.1))
    assert 0.89 <= inside <= 0.97
    assert np.mean(drawn < found.low - 0.1) <= 0.06
    assert np.mean(drawn > found.high + 0.1) <= 0.06


@given(st.permutations(range(4)))
def test_the_order_of_the_concepts_makes_no_difference(order):
    targets = [ConceptTarget(f"c-{n}", n + 1, 3) for n in range(4)]
    asked = [a for n in range(4) for a in asked_of(f"c-{n}", [(n + 1, 0.25 * n, 0.8)])]
    assert assess([targets[n] for n in order], asked).overall == assess(targets, asked).overall


@pytest.mark.parametrize(
    ("low", "score", "high", "expected", "why"),
    [
        (10, 20, 44.9, Recommendation.NO_HIRE, "whole interval below the discuss line at 45"),
        (30, 40, 45, Recommendation.DISCUSS, "interval straddles the discuss line at 45"),
        (44.9, 60, 64, Recommendation.DISCUSS, "interval straddles the discuss line at 45"),
        (45, 55, 64.9, Recommendation.DISCUSS, "whole interval between 45 and 65"),
        (50, 70, 79, Recommendation.DISCUSS, "interval straddles the hire line at 65"),
        (64.9, 85, 95, Recommendation.DISCUSS, "interval straddles the hire line at 65"),
        (65, 70, 79, Recommendation.HIRE, "whole interval above the hire line at 65"),
        (70, 84, 95, Recommendation.HIRE, "whole interval above the hire line at 65"),
        (80, 90, 97, Recommendation.STRONG_HIRE, "whole interval above the strong-hire line at 80"),
    ],
)
def test_the_recommendation_follows_the_interval(low, score, high, expected, why):
    assert recommend(Overall(score, low, high)) == (expected, why)


def test_the_recommendations_have_names_for_people():
    assert [one.display_name for one in Recommendation] == [
        "Strong hire", "Hire", "Discuss", "No hire",
    ]  # fmt: skip


def test_nothing_graded_gives_no_score_and_is_to_be_discussed():
    found = assess(make_targets(2), [Asked("concept-0", "concept-0-3a", 3)])
    assert found.overall is None
    assert found.recommendation is Recommendation.DISCUSS
    assert found.why == "nothing was graded"
    assert found.left_out == ("concept-0", "concept-1")
    assert found.concepts[0].questions == 1
    assert assess([], []).overall is None


@pytest.mark.parametrize("target", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("concepts", [1, 3, 6])
def test_i_dont_know_to_everything_is_no_hire(target, concepts):
    targets = make_targets(concepts, target)
    asked, _ = take_interview(targets, DURATION, lambda _: (0.0, 0.95))
    found = assess(targets, asked)
    assert found.overall.score <= 12
    assert found.recommendation is Recommendation.NO_HIRE


@pytest.mark.parametrize("target", [3, 4])
@pytest.mark.parametrize("concepts", [3, 4, 6])
@pytest.mark.parametrize("answer", [(0.85, 0.7), (0.9, 0.8), (1.0, 0.9)])
def test_an_expert_is_a_hire(target, concepts, answer):
    targets = make_targets(concepts, target)
    asked, _ = take_interview(targets, DURATION, lambda _: answer)
    found = assess(targets, asked)
    assert found.overall.score >= 80
    assert found.recommendation in {Recommendation.HIRE, Recommendation.STRONG_HIRE}


@pytest.mark.parametrize("target", [2, 3, 4])
@pytest.mark.parametrize("concepts", [3, 6])
def test_half_an_answer_at_the_target_and_full_ones_below_is_middling(target, concepts):
    def middling(depth: int) -> tuple[float, float]:
        return (0.9 if depth < target else 0.5 if depth == target else 0.1), 0.8

    targets = make_targets(concepts, target)
    asked, _ = take_interview(targets, DURATION, middling)
    assert 45 <= assess(targets, asked).overall.score <= 70


def test_a_single_question_leaves_too_much_open_to_decide():
    found = assess(make_targets(1), asked_of("concept-0", [(3, 0.7, 0.8)]))
    assert found.overall.high - found.overall.low > 25
    assert found.recommendation is Recommendation.DISCUSS


def test_more_answers_of_the_same_kind_narrow_the_interval():
    targets = make_targets(1)
    widths = []
    for count in (1, 2, 4):
        found = assess(targets, asked_of("concept-0", [(3, 0.5, 0.8)] * count)).overall
        widths.append(found.high - found.low)
    assert widths[0] > widths[1] > widths[2]
