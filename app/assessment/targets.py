"""What a position wants to know, and what has been asked so far: the input of every decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.assessment.estimation import Observation, Posterior, estimate
from app.assessment.items import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Sequence

# A concept that weighs this many times the average is a must-have even when it is not marked.
_HEAVY = 1.5

_TYPICAL_MINUTES = {1: 1.5, 2: 2.0, 3: 3.0, 4: 3.5, 5: 4.0}


@dataclass(frozen=True, slots=True)
class ConceptTarget:
    """One concept of a position: its slug, weight (above 0), wanted depth and focus areas.

    Raises ValueError for a weight or target out of range.
    """

    concept: str
    weight: float
    target: int
    must_have: bool = False
    focus: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be scored."""
        if not self.weight > 0:
            raise ValueError(f"weight {self.weight} of {self.concept} is not above 0")
        if not 1 <= self.target <= MAX_DEPTH:
            raise ValueError(f"target {self.target} of {self.concept} is not a depth")


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that was put to the candidate. Without a grade, `score` is None."""

    concept: str
    item_id: str
    depth: int
    score: float | None = None
    confidence: float | None = None

    @property
    def observation(self) -> Observation | None:
        """The graded answer, or None while there is no grade."""
        if self.score is None or self.confidence is None:
            return None
        return Observation(self.depth, self.score, self.confidence)


def observations_of(concept: str, asked: Sequence[Asked]) -> list[Observation]:
    """The graded answers about one concept, in the order they were asked."""
    found = (one.observation for one in asked if one.concept == concept)
    return [observation for observation in found if observation is not None]


def posteriors(targets: Sequence[ConceptTarget], asked: Sequence[Asked]) -> dict[str, Posterior]:
    """What is known of each wanted concept, by slug."""
    return {t.concept: estimate(observations_of(t.concept, asked)) for t in targets}


def must_haves(targets: Sequence[ConceptTarget]) -> frozenset[str]:
    """Slugs of the concepts that have to be asked: marked, or 1.5 times the average weight."""
    average = sum(target.weight for target in targets) / max(len(targets), 1)
    return frozenset(t.concept for t in targets if t.must_have or t.weight >= _HEAVY * average)


def typical_time(depth: int) -> timedelta:
    """How long an item of that level usually takes, from question to graded answer."""
    return timedelta(minutes=_TYPICAL_MINUTES[depth])
