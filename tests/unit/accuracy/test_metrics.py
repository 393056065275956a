"""Agreement, on cases whose figures are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accuracy import metrics

GOLD = np.array([0.0, 0.2, 0.4, 0.6, 1.0])


def test_perfect_agreement_is_one_by_every_measure() -> None:
    assert metrics.pearson(GOLD, GOLD) == pytest.approx(1)
    assert metrics.spearman(GOLD, GOLD) == pytest.approx(1)
    assert metrics.qwk(GOLD, GOLD, 5) == pytest.approx(1)
    assert metrics.rmse(GOLD, GOLD) == 0


def test_the_opposite_order_is_minus_one() -> None:
    assert metrics.spearman(GOLD, -(GOLD**3)) == pytest.approx(-1)


def test_ties_share_their_rank() -> None:
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: r = 4.5 / sqrt(4.5 * 5).
    found = metrics.spearman(np.array([1.0, 2.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert found == pytest.approx(4.5 / np.sqrt(4.5 * 5))


def test_what_does_not_vary_correlates_with_nothing() -> None:
    assert metrics.pearson(GOLD, np.full(5, 0.3)) is None


def test_weighted_kappa_is_that_of_a_table_worked_out_by_hand() -> None:
    # Two marks; observed disagreement 1 of 4, expected 2 of 4.
    gold, said = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0, 0.0])
    assert metrics.qwk(gold, said, 1) == pytest.approx(1 - 1 / 2)


def test_macro_f1_is_the_mean_over_the_labels_of_gold() -> None:
    # "a": precision 1, recall 1/2; "b": precision 1/2, recall 1.
    found = metrics.macro_f1(["a", "a", "b"], ["a", "b", "b"])
    assert found == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_the_confusion_counts_thirds() -> None:
    gold, said = np.array([0.0, 0.5, 0.5, 1.0]), np.array([0.1, 0.5, 0.9, 0.9])
    assert metrics.confusion(gold, said) == [[1, 0, 0], [0, 1, 1], [0, 0, 1]]


@given(st.floats(0.05, 0.95), st.integers(4, 30))
def test_a_threshold_parts_what_can_be_parted(cut: float, size: int) -> None:
    scores = np.linspace(0, 1, size)
    truth = [bool(score >= cut) for score in scores]
    found = metrics.best_threshold(truth, scores)
    assert [bool(score >= found) for score in scores] == truth
