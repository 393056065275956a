"""How well depth is estimated, on simulated candidates whose true depth is known.

Run as `python -m tests.bench.simulate [candidates]`. The candidates do not answer by the model
the estimator assumes: each reference point of an item has a difficulty of its own and is met with
a normal-ogive probability, a candidate has better and worse days, the grader adds noise, its
confidence is only loosely related to its errors, and a few answers are graded at random.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache

import numpy as np

from app.assessment.estimation import PRIOR, Observation, Posterior
from app.assessment.items import Item, ReferencePoint
from app.assessment.selection import Choice, choose_next
from app.assessment.targets import Asked, ConceptTarget

CONCEPT = "simulated"
QUESTIONS = 5
LAPSE = 0.03
_POINT_SPREAD, _DAY_SPREAD, _OGIVE, _GRADER_NOISE = 0.35, 0.3, 0.3, 0.08

ITEMS = tuple(
    Item(
        id=f"{CONCEPT}-{depth}{letter}",
        depth=depth,
        question="…",
        rephrase="…",
        points=(ReferencePoint(id="point", text="…"),),
    )
    for depth in range(1, 6)
    for letter in "ab"
)

Strategy = Callable[[Sequence[Asked], int], Item]


def draw_depth(random: np.random.Generator) -> float:
    """A true depth: some have never met the concept, most lie around the middle."""
    kind = random.random()
    if kind < 0.12:
        return float(random.uniform(0, 0.2))
    if kind < 0.6:
        return float(np.clip(random.normal(2.7, 1.2), 0, 5))
    return float(random.uniform(0, 5))


def answer(depth: float, level: int, random: np.random.Generator) -> Observation:
    """A graded answer of a candidate of that depth to an item of that level."""
    confidence = float(np.clip(random.normal(0.8, 0.1), 0.4, 0.95))
    if random.random() < LAPSE:
        return Observation(level, float(random.random()), confidence)
    ready = depth + random.normal(0, _DAY_SPREAD)
    difficulties = level - 0.5 + random.normal(0, _POINT_SPREAD, size=random.integers(3, 6))
    chances = [0.5 + 0.5 * math.erf((ready - d) / (_OGIVE * math.sqrt(2))) for d in difficulties]
    met = [random.random() < chance for chance in chances]
    credit = [float(random.choice([0.6, 0.8, 1.0])) if one else 0.0 for one in met]
    # Nobody gets points for an empty answer, however noisy the grader.
    noise = random.normal(0, _GRADER_NOISE) if any(met) else 0.0
    score = float(np.clip(np.mean(credit) * 1.08 + noise, 0, 1))
    return Observation(level, score, confidence)


def by_information(asked: Sequence[Asked], seed: int) -> Item:
    """The item our own selector asks next."""
    choice = _selected(tuple(asked), seed % 8)
    return choice.item


@lru_cache(maxsize=100_000)
def _selected(asked: tuple[Asked, ...], seed: int) -> Choice:
    targets = [ConceptTarget(CONCEPT, weight=1, target=3)]
    choice = choose_next(targets, {CONCEPT: ITEMS}, asked, timedelta(hours=1), seed=seed)
    if isinstance(choice, Choice):
        return choice
    # Precise enough to stop: go on all the same, so that all strategies are asked as much.
    unused = [item for item in ITEMS if item.id not in {one.item_id for one in asked}]
    return Choice(CONCEPT, unused[len(unused) // 2])


def in_order(asked: Sequence[Asked], seed: int) -> Item:
    """The levels from 1 to 5, whatever is answered."""
    return ITEMS[2 * len(asked)]


def at_random(asked: Sequence[Asked], seed: int) -> Item:
    """Any item not asked yet."""
    return ITEMS[int(np.random.default_rng(seed).permutation(len(ITEMS))[len(asked)])]


def simulate(strategy: Strategy, candidates: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Squared error, whether the interval held the truth, and its width.

    Each of shape (candidate, number of questions - 1).
    """
    shape = (candidates, QUESTIONS)
    errors, held, widths = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for seed in range(candidates):
        random = np.random.default_rng([seed, 7])
        truth = draw_depth(random)
        asked: list[Asked] = []
        posterior: Posterior = PRIOR
        for step in range(QUESTIONS):
            item = strategy(asked, seed)
            seen = answer(truth, item.depth, random)
            asked.append(Asked(CONCEPT, item.id, item.depth, seen.score, seen.confidence))
            posterior = posterior.update(seen)
            low, high = posterior.interval()
            errors[seed, step] = (posterior.mean - truth) ** 2
            # The grid knows depths to the nearest tenth only.
            held[seed, step] = low <= round(truth, 1) <= high
            widths[seed, step] = high - low
    return errors, held, widths


def main() -> None:
    """Print the figures for our selection, a fixed order and a random one."""
    candidates = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    strategies = {"selected": by_information, "fixed order": in_order, "random": at_random}
    print(f"{candidates} simulated candidates, one concept, {QUESTIONS} questions")
    print(f"{'':12}  questions " + "".join(f"{n:>7}" for n in range(1, QUESTIONS + 1)))
    for name, strategy in strategies.items():
        errors, held, widths = simulate(strategy, candidates)
        rows = {
            "RMSE": np.sqrt(errors.mean(axis=0)),
            "90 % holds": held.mean(axis=0) * 100,
            "width": widths.mean(axis=0),
        }
        for label, values in rows.items():
            print(f"{name:12}  {label:10}" + "".join(f"{value:7.2f}" for value in values))


if __name__ == "__main__":
    main()
