"""From depth per concept to the overall score, its interval and the recommendation.

Meeting the target of a concept is worth 70 points, every level beyond it a share of the other 30.
The overall score is the mean over the concepts that were asked, weighted as the position says.
Its interval comes from the whole distribution, found by convolving those of the concepts, which
are taken to be independent given the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.assessment.estimation import GRID, INTERVAL_MASS, FloatArray, estimate, quantiles
from app.assessment.items import MAX_DEPTH
from app.assessment.targets import observations_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assessment.estimation import Posterior
    from app.assessment.targets import Asked, ConceptTarget

AT_TARGET, MAX_SCORE = 70.0, 100.0
# A posterior mean cannot reach the end of the scale, so target 5 counts as met here.
TOP_TARGET = 4.5

DISCUSS_FROM, HIRE_FROM, STRONG_HIRE_FROM = 45.0, 65.0, 80.0

_STEP = 0.05
_POINTS: FloatArray = np.linspace(0.0, MAX_SCORE, round(MAX_SCORE / _STEP) + 1)


class Recommendation(StrEnum):
    """What the scores suggest to the people who decide."""

    STRONG_HIRE = "strong_hire"
    HIRE = "hire"
    DISCUSS = "discuss"
    NO_HIRE = "no_hire"

    @property
    def display_name(self) -> str:
        """The words people read: "Strong hire", "Hire", "Discuss" or "No hire"."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class ConceptResult:
    """Where a candidate stands in one concept.

    `score` and the depths are means of the posterior; `low` and `high` bound its 90 % interval,
    in levels. `graded` counts the answers behind it; with none, the posterior is the prior.
    """

    concept: str
    weight: float
    target: int
    posterior: Posterior
    questions: int
    graded: int

    @property
    def depth(self) -> float:
        """Expected depth, 0 to 5."""
        return self.posterior.mean

    @property
    def interval(self) -> tuple[float, float]:
        """The 90 % interval of the depth, as (low, high)."""
        return self.posterior.interval()

    @property
    def score(self) -> float:
        """Expected points for this concept, 0 to 100."""
        return float(self.posterior.probabilities @ points_on_grid(self.target))


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall score, 0 to 100 in steps of 0.1, with the bounds of its 90 % interval."""

    score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that a report says in numbers.

    `overall` is None when nothing was graded. `left_out` names the concepts without a graded
    answer, which do not count.
    """

    overall: Overall | None
    concepts: tuple[ConceptResult, ...]
    left_out: tuple[str, ...]
    recommendation: Recommendation
    why: str


def concept_score(depth: FloatArray, target: int) -> FloatArray:
    """Points, 0 to 100, for each depth in an array, where that target is wanted."""
    goal = TOP_TARGET if target == MAX_DEPTH else float(target)
    below = AT_TARGET * depth / goal
    beyond = AT_TARGET + (MAX_SCORE - AT_TARGET) * (depth - goal) / (MAX_DEPTH - goal)
    return np.clip(np.where(depth <= goal, below, beyond), 0.0, MAX_SCORE)


@lru_cache(maxsize=MAX_DEPTH)
def points_on_grid(target: int) -> FloatArray:
    """Points for each depth of GRID, where that target is wanted. Read-only."""
    points = concept_score(GRID, target)
    points.setflags(write=False)
    return points


def concept_results(
    targets: Sequence[ConceptTarget], asked: Sequence[Asked]
) -> tuple[ConceptResult, ...]:
    """Where the candidate stands in each wanted concept, in the order of the position."""
    results = []
    for target in targets:
        observations = observations_of(target.concept, asked)
        results.append(
            ConceptResult(
                concept=target.concept,
                weight=target.weight,
                target=target.target,
                posterior=estimate(observations),
                questions=sum(one.concept == target.concept for one in asked),
                graded=len(observations),
            )
        )
    return tuple(results)


def overall(results: Sequence[ConceptResult]) -> Overall | None:
    """The weighted score over the concepts with a graded answer; None if there are none."""
    counted = [result for result in results if result.graded]
    if not counted:
        return None
    total = sum(result.weight for result in counted)
    distribution = np.ones(1)
    for result in counted:
        share = points_on_grid(result.target) * (result.weight / total)
        distribution = np.convolve(distribution, _on_points(share, result.posterior.probabilities))
    # Each term may end one step late; nothing of weight lies beyond 100.
    distribution = np.pad(distribution, (0, _POINTS.size))[: _POINTS.size]
    mean = float(distribution @ _POINTS / distribution.sum())
    low, high = quantiles(distribution, _POINTS, INTERVAL_MASS)
    return Overall(score=round(mean, 1), low=round(low, 1), high=round(high, 1))


def _on_points(values: FloatArray, probabilities: FloatArray) -> FloatArray:
    """Spread a distribution over the fine grid of points, keeping its mean."""
    position = values / _STEP
    lower = np.floor(position + 1e-9).astype(np.int64)
    upper_share = np.clip(position - lower, 0.0, 1.0)
    size = int(lower.max()) + 2
    spread = np.bincount(lower, probabilities * (1 - upper_share), size)
    return np.asarray(spread + np.bincount(lower + 1, probabilities * upper_share, size))


def recommend(result: Overall | None) -> tuple[Recommendation, str]:
    """The recommendation, and why in one clause.

    An interval that straddles the line at 45 or at 65 gives `discuss`: the answers do not settle
    it. One that straddles only 80 gives `hire`, since both sides of that line are a hire.
    """
    if result is None:
        return Recommendation.DISCUSS, "nothing was graded"
    for line, name in ((DISCUSS_FROM, "discuss"), (HIRE_FROM, "hire")):
        if result.low < line <= result.high:
            return Recommendation.DISCUSS, f"interval straddles the {name} line at {line:.0f}"
    if result.high < DISCUSS_FROM:
        why = f"whole interval below the discuss line at {DISCUSS_FROM:.0f}"
        return Recommendation.NO_HIRE, why
    if result.high < HIRE_FROM:
        why = f"whole interval between {DISCUSS_FROM:.0f} and {HIRE_FROM:.0f}"
        return Recommendation.DISCUSS, why
    if result.low >= STRONG_HIRE_FROM:
        why = f"whole interval above the strong-hire line at {STRONG_HIRE_FROM:.0f}"
        return Recommendation.STRONG_HIRE, why
    return Recommendation.HIRE, f"whole interval above the hire line at {HIRE_FROM:.0f}"


def assess(targets: Sequence[ConceptTarget], asked: Sequence[Asked]) -> Assessment:
    """Everything a report says in numbers, from what was asked and how it was graded."""
    results = concept_results(targets, asked)
    score = overall(results)
    recommendation, why = recommend(score)
    return Assessment(
        overall=score,
        concepts=results,
        left_out=tuple(result.concept for result in results if not result.graded),
        recommendation=recommendation,
        why=why,
    )
