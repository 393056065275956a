"""Simulated candidates whose depth in each concept is known, and ways to interview them.

The candidates do not answer by the model the estimator assumes: each reference point of an item
has a difficulty of its own and is met with a normal-ogive probability, a candidate has better and
worse days, the grader adds noise, its confidence is only loosely related to its errors, and a few
answers are graded at random. All of it follows from the seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from app.assessment.estimation import Observation
from app.assessment.items import Item, ReferencePoint
from app.assessment.selection import Choice, choose_next
from app.assessment.targets import Asked, ConceptTarget, posteriors

CONCEPTS = tuple(f"concept-{letter}" for letter in "abcde")
TARGETS = tuple(
    ConceptTarget(concept, weight=weight, target=target)
    for concept, weight, target in zip(CONCEPTS, (3, 2, 2, 1, 2), (4, 3, 3, 2, 3), strict=True)
)
PLENTY = timedelta(hours=10)
LAPSE = 0.03
_POINT_SPREAD, _DAY_SPREAD, _OGIVE, _GRADER_NOISE = 0.35, 0.3, 0.3, 0.08
_NEVER_MET, _GENERAL_SPREAD, _CONCEPT_SPREAD = 0.12, 0.9, 1.0


def _item(concept: str, depth: int, letter: str) -> Item:
    return Item(
        id=f"{concept}-{depth}{letter}",
        depth=depth,
        question="…",
        rephrase="…",
        points=(ReferencePoint(id="point", text="…"),),
    )


BANK: dict[str, tuple[Item, ...]] = {
    concept: tuple(_item(concept, depth, letter) for depth in range(1, 6) for letter in "ab")
    for concept in CONCEPTS
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """The true depths, by concept, and what one interview's answers are drawn from."""

    depths: dict[str, float]
    random: np.random.Generator

    def answer(self, concept: str, item: Item) -> Asked:
        """The item with the grade that the candidate's answer gets."""
        seen = graded(self.depths[concept], item.depth, self.random)
        return Asked(concept, item.id, item.depth, seen.score, seen.confidence)


def candidate(seed: int, run: int = 0) -> Candidate:
    """The candidate of that number; each run is another interview of the same person."""
    random = np.random.default_rng([seed, 7])
    general = random.normal(2.6, _GENERAL_SPREAD)
    depths = {}
    for concept in CONCEPTS:
        known = float(np.clip(general + random.normal(0, _CONCEPT_SPREAD), 0, 5))
        unknown = float(random.uniform(0, 0.2))
        depths[concept] = unknown if random.random() < _NEVER_MET else known
    return Candidate(depths, np.random.default_rng([seed, 11, run]))


def graded(depth: float, level: int, random: np.random.Generator) -> Observation:
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


def _same_time(depth: int) -> timedelta:
    return timedelta(minutes=3)


Strategy = Callable[[Sequence[Asked], int], tuple[str, Item]]
"""The next concept and item, from what was asked so far and the interview's seed."""


def selected(asked: Sequence[Asked], seed: int) -> tuple[str, Item]:
    """What our own selector asks next; where it would stop, whatever is known least well."""
    choice = choose_next(TARGETS, BANK, asked, PLENTY, _same_time, seed=seed)
    if isinstance(choice, Choice):
        return choice.concept, choice.item
    known = posteriors(TARGETS, asked)
    used = {one.item_id for one in asked}
    left = {name: [i for i in BANK[name] if i.id not in used] for name in CONCEPTS}
    concept = max((name for name in CONCEPTS if left[name]), key=lambda name: known[name].width)
    middle = known[concept].mean + 0.5
    return concept, min(left[concept], key=lambda item: abs(item.depth - middle))


def _round_robin(levels: Sequence[int]) -> Strategy:
    def strategy(asked: Sequence[Asked], seed: int) -> tuple[str, Item]:
        lap, place = divmod(len(asked), len(CONCEPTS))
        second, step = divmod(lap, len(levels))
        concept = CONCEPTS[place]
        return concept, BANK[concept][2 * (levels[step] - 1) + second]

    return strategy


ladder: Strategy = _round_robin((1, 2, 3, 4, 5))
"""Fixed order: each concept in turn, from recall upwards."""

middle_out: Strategy = _round_robin((3, 2, 4, 1, 5))
"""Fixed order: each concept in turn, from the middle outwards, the better of such orders."""


def at_random(asked: Sequence[Asked], seed: int) -> tuple[str, Item]:
    """Each concept in turn, at any level not asked yet."""
    lap, place = divmod(len(asked), len(CONCEPTS))
    order = np.random.default_rng([seed, place]).permutation(10)
    concept = CONCEPTS[place]
    return concept, BANK[concept][int(order[lap])]


STRATEGIES: dict[str, Strategy] = {
    "selected": selected,
    "fixed, ladder": ladder,
    "fixed, middle first": middle_out,
    "random": at_random,
}
