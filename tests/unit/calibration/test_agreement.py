"""Weighted kappa and its interval, against scikit-learn and against resampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from app.calibration.agreement import ENOUGH, agreement, counts, kappa

CATEGORIES = 5
category = st.integers(0, CATEGORIES - 1)
pairs = st.lists(st.tuples(category, category), min_size=2, max_size=60)


def table_of(graded):
    return counts(((machine, person, 1) for machine, person in graded), CATEGORIES)


@given(pairs)
def test_kappa_is_scikit_learns(graded) -> None:
    machine, person = zip(*graded, strict=True)
    assume(len({*machine, *person}) > 1)
    known = cohen_kappa_score(machine, person, weights="quadratic", labels=range(CATEGORIES))
    found = kappa(table_of(graded))
    assert found is not None
    assert found.value == pytest.approx(known)
    assert -1 <= found.low <= found.value <= found.high <= 1


@given(pairs)
def test_agreeing_is_1_and_turning_the_table_changes_nothing(graded) -> None:
    assume(len({machine for machine, _ in graded}) > 1)
    same = kappa(table_of([(machine, machine) for machine, _ in graded]))
    assert same is not None
    assert same.value == pytest.approx(1.0)
    table = table_of(graded)
    one, other = kappa(table), kappa(table.T)
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(other.value)


@given(pairs)
def test_whoever_agrees_exactly_agrees_adjacently(graded) -> None:
    said = agreement(table_of(graded), difference=0.0)
    assert said.exact is not None
    assert said.adjacent is not None
    assert 0 <= said.exact <= said.adjacent <= 1
    assert (said.kappa is not None) <= (said.answers >= ENOUGH)


def test_all_in_one_category_has_no_kappa() -> None:
    said = agreement(table_of([(3, 3)] * 40))
    assert (said.kappa, said.exact) == (None, 1.0)


def test_few_answers_have_no_kappa_and_none_have_nothing() -> None:
    said = agreement(table_of([(0, 0), (4, 3)]), difference=0.2)
    assert not said.is_enough
    assert (said.kappa, said.difference, said.adjacent) == (None, 0.1, 1.0)
    assert agreement(table_of([])).exact is None


def test_the_interval_is_as_wide_as_resampling_says() -> None:
    rng = np.random.default_rng(7)
    machine = rng.integers(0, CATEGORIES, 300)
    person = np.clip(machine + rng.integers(-1, 3, 300), 0, CATEGORIES - 1)
    table = table_of(zip(machine, person, strict=True))
    found = kappa(table)
    again = [
        kappa(rng.multinomial(300, table.ravel() / 300).reshape(table.shape).astype(float)).value
        for _ in range(400)
    ]
    low, high = np.quantile(again, [0.05, 0.95])
    assert found is not None
    assert found.high - found.low == pytest.approx(high - low, rel=0.2)
