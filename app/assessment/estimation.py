"""How deep a candidate's knowledge of one concept goes: a posterior over depth, from grades.

Depth is a number from 0 (no evidence) to 5 (design), held on a grid of 51 steps of 0.1. Each grade
is read as one of five ordered categories and weighed by the graded response model (Samejima,
"Estimation of latent ability using a response pattern of graded scores", 1969). An item at level
L is half met by a candidate of depth L - 0.5 and as good as fully met by one of depth L.

A grade may be aberrant: a slip, a lucky guess, a mistake of the grader. A flat lapse rate would
guard against that, but then a better answer could lower the estimate. Here the observed category
strays from the true one with geometrically falling probability instead. That kernel and the
graded response model are both totally positive of order 2, and so is their composition (Karlin,
"Total Positivity", 1968); hence for every history a higher score never lowers the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.assessment.items import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterable

FloatArray: TypeAlias = NDArray[np.float64]

GRID: FloatArray = np.linspace(0.0, MAX_DEPTH, 10 * MAX_DEPTH + 1)
"""The 51 depths a posterior gives a probability to."""

INTERVAL_MASS = 0.90
"""How much probability the intervals shown in reports hold."""

# Scores from here on count as a little, half, most and all of the answer. Full credit starts
# below 1 because good spoken answers seldom name every reference point.
SCORE_CUTS = (0.10, 0.35, 0.60, 0.80)
CATEGORIES = len(SCORE_CUTS) + 1

# Where those four thresholds lie, in levels, around the middle of an item (its level - 0.5).
_OFFSETS = np.array([-0.6, -0.2, 0.2, 0.6])

# Slope of the thresholds, per level, for a grade that is certain. It falls with the cube of the
# confidence, since doubtful grades of one candidate tend to be wrong in the same way: confidence
# 0.9 keeps 73 % of it, 0.3 only 3 %. This and the two numbers below are fitted with
# tests/bench/simulate.py, so that 90 % intervals hold the true depth in 90 % of the cases.
_DISCRIMINATION = 10.0

# Each further category away is this much less likely: some 3 % of the grades are wrong by two or
# more categories in either direction.
_STRAY = 0.2

# Before anything is asked every depth is alike, except that one candidate in eight has never met
# the concept. Nothing about the person enters.
_NEVER_MET = 0.125
_NEVER_MET_SHAPE = (0.5, 0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Observation:
    """One graded answer: the item's level (1 to 5), its score and confidence (0 to 1).

    Raises ValueError for anything outside those ranges.
    """

    depth: int
    score: float
    confidence: float

    def __post_init__(self) -> None:
        """Refuse what the model has no meaning for."""
        if not 1 <= self.depth <= MAX_DEPTH:
            raise ValueError(f"depth {self.depth} is not between 1 and {MAX_DEPTH}")
        if not 0 <= self.score <= 1:
            raise ValueError(f"score {self.score} is not between 0 and 1")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def category(self) -> int:
        """The ordered category the score falls into: 0 (nothing) to 4 (all)."""
        return sum(self.score >= cut for cut in SCORE_CUTS)


def _prior() -> FloatArray:
    weights = np.full(GRID.size, (1 - _NEVER_MET) / GRID.size)
    weights[: len(_NEVER_MET_SHAPE)] += _NEVER_MET * np.array(_NEVER_MET_SHAPE)
    return _frozen(weights)


def _frozen(values: FloatArray) -> FloatArray:
    values.setflags(write=False)
    return values


def _stray_kernel() -> FloatArray:
    """Probability of the observed category (column) given the true one (row)."""
    steps = np.arange(CATEGORIES)
    kernel = _STRAY ** np.abs(steps[:, None] - steps)
    return np.asarray(kernel / kernel.sum(axis=1, keepdims=True), dtype=np.float64)


_KERNEL = _stray_kernel()


@lru_cache(maxsize=128)
def _table(percent: int) -> FloatArray:
    slope = _DISCRIMINATION * (percent / 100) ** 3
    levels = np.arange(1, MAX_DEPTH + 1) - 0.5
    thresholds = levels[:, None] + _OFFSETS
    reached = 1 / (1 + np.exp(-slope * (GRID - thresholds[..., None])))
    ends = np.ones((MAX_DEPTH, 1, GRID.size))
    cumulative = np.concatenate([ends, reached, 0 * ends], axis=1)
    true_category = cumulative[:, :-1] - cumulative[:, 1:]
    return _frozen(np.einsum("dct,ck->dkt", true_category, _KERNEL))


def likelihoods(confidence: float) -> FloatArray:
    """Probability of each category for grades of one confidence, read to two decimals.

    Read-only, of shape (level - 1, category, depth on the grid).
    """
    return _table(round(confidence * 100))


@dataclass(frozen=True, eq=False)
class Posterior:
    """What is known about one candidate's depth in one concept.

    `probabilities` are read-only, sum to 1, and belong to the depths in GRID.
    """

    probabilities: FloatArray

    def update(self, observation: Observation) -> Posterior:
        """The posterior after one more graded answer; the order of answers makes no difference."""
        table = likelihoods(observation.confidence)
        weights = self.probabilities * table[observation.depth - 1, observation.category]
        return Posterior(_frozen(weights / weights.sum()))

    @cached_property
    def mean(self) -> float:
        """Expected depth, 0 to 5: the point estimate."""
        return float(self.probabilities @ GRID)

    @cached_property
    def sd(self) -> float:
        """Standard deviation of the depth."""
        return float(np.sqrt(self.probabilities @ (GRID - self.mean) ** 2))

    def interval(self, mass: float = INTERVAL_MASS) -> tuple[float, float]:
        """The central credible interval, as (low, high) depths; it holds at least that mass."""
        return quantiles(self.probabilities, GRID, mass)

    @property
    def width(self) -> float:
        """Width of the 90 % interval, in levels."""
        low, high = self.interval()
        return high - low


def quantiles(probabilities: FloatArray, values: FloatArray, mass: float) -> tuple[float, float]:
    """The central interval of a discrete distribution over ascending values.

    Raises ValueError unless the mass lies strictly between 0 and 1.
    """
    if not 0 < mass < 1:
        raise ValueError(f"mass {mass} is not between 0 and 1")
    cumulative = np.cumsum(probabilities)
    # The tolerance keeps rounding in the sum from pushing a bound one step outwards.
    tails = np.array([(1 - mass) / 2, (1 + mass) / 2]) * cumulative[-1] - 1e-12
    low, high = np.searchsorted(cumulative, tails)
    return round(float(values[low]), 6), round(float(values[high]), 6)


PRIOR = Posterior(_prior())
"""What is assumed before the first answer."""


def estimate(observations: Iterable[Observation]) -> Posterior:
    """The posterior after all of these graded answers; PRIOR for none."""
    posterior = PRIOR
    for observation in observations:
        posterior = posterior.update(observation)
    return posterior
