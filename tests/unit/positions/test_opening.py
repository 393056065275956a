"""Where a position's difficulty says to begin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assessment.generic import generic_items
from app.assessment.selection import Choice
from app.assessment.targets import ConceptTarget
from app.positions.models import Difficulty
from app.positions.opening import choose

ITEMS = {"tea": generic_items("Tea")}


def begin(difficulty: Difficulty, target: int, minutes: float) -> Choice:
    step = choose(
        [ConceptTarget("tea", 2.0, target)],
        ITEMS,
        (),
        timedelta(minutes=minutes),
        seed=1,
        difficulty=difficulty,
    )
    assert isinstance(step, Choice)
    return step


@pytest.mark.parametrize("target", [1, 2, 3, 4, 5])
def test_difficulty_says_where_to_begin(target: int) -> None:
    assert begin(Difficulty.EASY, target, 60).item.depth <= max(1, target - 1)
    assert begin(Difficulty.HARD, target, 60).item.depth >= target


@pytest.mark.parametrize("target", [1, 2, 3, 4, 5])
def test_difficulty_never_leaves_a_concept_without_a_first_question(target: int) -> None:
    for difficulty in Difficulty:
        # Time for the shortest item alone: where to begin must then give way.
        begin(difficulty, target, 1.6)
