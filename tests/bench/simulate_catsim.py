"""The same candidates and items through catsim, a library for computerised adaptive tests.

It knows items as right or wrong, so an answer counts as right from a score of 0.6 on; its scale
has one ability per test, so each concept is a test of its own, with as many questions as the
others. Items get the discrimination that fits the simulated answers best.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from catsim.estimation import NumericalSearchEstimator
from catsim.item_bank import ItemBank
from catsim.selection import MaxInfoSelector

from tests.support.depths import BANK, CONCEPTS, candidate

RIGHT_FROM = 0.6
DISCRIMINATION = 3.0


def _bank() -> ItemBank:
    items = BANK[CONCEPTS[0]]
    difficulty = np.array([item.depth - 0.5 for item in items])
    columns = [np.full(len(items), DISCRIMINATION), difficulty]
    columns += [np.zeros(len(items)), np.ones(len(items))]
    return ItemBank(np.column_stack(columns))


def rmse_by_questions(candidates: int, steps: Sequence[int]) -> np.ndarray:
    """Root mean square error of the depth, in levels, after each number of questions."""
    # It warns at every step that all answers so far were right, or wrong.
    logging.getLogger("catsim").setLevel(logging.ERROR)
    laps = [step // len(CONCEPTS) for step in steps]
    errors = np.zeros((candidates, len(CONCEPTS), len(steps)))
    bank = _bank()
    for seed in range(candidates):
        person = candidate(seed)
        for place, concept in enumerate(CONCEPTS):
            truth = person.depths[concept]
            estimates = _test(person, concept, bank, max(laps))
            errors[seed, place] = [(estimates[lap - 1] - truth) ** 2 for lap in laps]
    return np.sqrt(errors.mean(axis=(0, 1)))


def _test(person, concept: str, bank: ItemBank, questions: int) -> list[float]:
    """The estimate of the depth after each question."""
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()
    items = BANK[concept]
    asked: list[int] = []
    right: list[bool] = []
    depth, estimates = 2.5, []
    for _ in range(questions):
        chosen = selector.select(item_bank=bank, administered_items=asked, est_theta=depth)
        answer = person.answer(concept, items[chosen])
        asked.append(int(chosen))
        right.append(bool((answer.score or 0) >= RIGHT_FROM))
        depth = float(
            estimator.estimate(
                item_bank=bank, administered_items=asked, response_vector=right, est_theta=depth
            )
        )
        estimates.append(float(np.clip(depth, 0, 5)))
    return estimates
