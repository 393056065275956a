"""Which item to ask next, or why to stop.

As in computerised adaptive testing, the next item is the one expected to tell most for the time
it takes: the expected fall in the variance of a concept's score, times its weight, per minute (van
der Linden & Pashley, "Item selection and ability estimation in adaptive testing", 2010). While
time is scarce, concepts not asked yet come first, must-haves before the others. `make simulate`
shows what this is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from app.assessment.estimation import GRID, FloatArray, Posterior, likelihoods
from app.assessment.items import MAX_DEPTH
from app.assessment.scoring import points_on_grid
from app.assessment.targets import Asked, ConceptTarget, must_haves, posteriors, typical_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from app.assessment.items import Item

__all__ = ["Asked", "Choice", "ConceptTarget", "Stop", "StopReason", "choose_next", "typical_time"]

PRECISE_WIDTH = 1.2
"""A 90 % interval of depth this narrow, in levels, tells neighbouring levels apart."""

MIN_QUESTIONS = 2
"""One answer may be luck or a slip, so no concept is settled by fewer questions than this."""

MAX_QUESTIONS = 5
"""After this many questions on one concept another would tell little and tire the candidate."""

# How sure a grade is expected to be before it is given, for a bank item and a generic one.
_EXPECTED_CONFIDENCE, _GENERIC_CONFIDENCE = 0.75, 0.3

# An item on a focus area counts as this much more informative: always ahead of its equals, and
# ahead of a slightly better one.
_FOCUS_BONUS = 1.25

# How depths are taken to vary, in squared levels: between people, and between the concepts of one
# person; correlations of about 0.45 between parts of a field are usual in knowledge tests.
_USUAL_DEPTH, _GENERAL_VARIANCE, _OWN_VARIANCE = 2.5, 0.8, 1.0

_MINUTE = timedelta(minutes=1)


class StopReason(StrEnum):
    """Why no further question is asked.

    `precise`: every concept is known well enough, or was asked as often as is fair. `time_up`: no
    item fits in the time left. `exhausted`: every item was asked.
    """

    PRECISE = "precise"
    TIME_UP = "time_up"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Choice:
    """The item to ask next, and the concept it is for."""

    concept: str
    item: Item


@dataclass(frozen=True, slots=True)
class Stop:
    """There is nothing (more) worth asking."""

    reason: StopReason


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An item that could be asked now. `rank` orders candidates, the best one highest."""

    concept: str
    item: Item
    minutes: float
    rank: tuple[float, bytes]


def choose_next(
    targets: Sequence[ConceptTarget],
    items_by_concept: Mapping[str, Sequence[Item]],
    asked: Sequence[Asked],
    time_left: timedelta,
    time_per_item: Callable[[int], timedelta] = typical_time,
    *,
    seed: int,
) -> Choice | Stop:
    """The next item to ask, or why to stop.

    No item is asked twice. Among equally good items the seed decides (use the interview's id), so
    candidates may see different ones and the same interview always goes the same way.
    """
    used = {one.item_id for one in asked}
    unused = {
        target.concept: [i for i in items_by_concept.get(target.concept, ()) if i.id not in used]
        for target in targets
    }
    if not any(unused.values()):
        return Stop(StopReason.EXHAUSTED)
    known = posteriors(targets, asked)
    open_targets = [t for t in targets if _is_open(t.concept, unused, asked, known[t.concept])]
    if not open_targets:
        return Stop(StopReason.PRECISE)
    minutes_left = time_left / _MINUTE
    every_candidate = _candidates(
        open_targets,
        expectations(known, asked),
        unused,
        minutes={depth: time_per_item(depth) / _MINUTE for depth in range(1, MAX_DEPTH + 1)},
        seed=seed,
    )
    candidates = [one for one in every_candidate if one.minutes <= minutes_left]
    if not candidates:
        return Stop(StopReason.TIME_UP)
    touched = {one.concept for one in asked}
    best = _best_with_time_for_the_rest(candidates, must_haves(targets), touched, minutes_left)
    return Choice(best.concept, best.item)


def expectations(known: Mapping[str, Posterior], asked: Sequence[Asked]) -> dict[str, Posterior]:
    """What to expect of each concept, the answers on the other concepts considered.

    People who know one part of their field well tend to know the others, so what is known says
    where to begin on a concept not asked yet (as in multidimensional adaptive testing: Segall,
    "Multidimensional adaptive testing", 1996). For choosing questions alone: what is reported of
    a concept rests on the answers about it and nothing else.
    """
    graded = {one.concept for one in asked if one.observation is not None}
    means = {concept: known[concept].mean for concept in known if concept in graded}
    return {
        concept: _leaning(posterior, [mean for name, mean in means.items() if name != concept])
        for concept, posterior in known.items()
    }


def _leaning(posterior: Posterior, others: Sequence[float]) -> Posterior:
    if not others:
        return posterior
    # The mean of few concepts says little about a person, so it is shrunk towards the usual one.
    share = len(others) * _GENERAL_VARIANCE / (len(others) * _GENERAL_VARIANCE + _OWN_VARIANCE)
    mean = _USUAL_DEPTH + share * (float(np.mean(others)) - _USUAL_DEPTH)
    variance = _OWN_VARIANCE + (1 - share) * _GENERAL_VARIANCE
    weights = posterior.probabilities * np.exp(-((GRID - mean) ** 2) / (2 * variance))
    return Posterior(np.asarray(weights / weights.sum()))


def _is_open(
    concept: str,
    unused: Mapping[str, Sequence[Item]],
    asked: Sequence[Asked],
    posterior: Posterior,
) -> bool:
    """Whether another question on the concept could still be worth its time."""
    questions = sum(one.concept == concept for one in asked)
    if not unused[concept] or questions >= MAX_QUESTIONS:
        return False
    return questions < MIN_QUESTIONS or posterior.width > PRECISE_WIDTH + 1e-9


def _candidates(
    open_targets: Sequence[ConceptTarget],
    known: Mapping[str, Posterior],
    unused: Mapping[str, Sequence[Item]],
    *,
    minutes: Mapping[int, float],
    seed: int,
) -> Iterable[_Candidate]:
    graded = expected_gain(open_targets, known, _EXPECTED_CONFIDENCE)
    generic = expected_gain(open_targets, known, _GENERIC_CONFIDENCE)
    for row, target in enumerate(open_targets):
        focus = {area.casefold() for area in target.focus}
        for item in unused[target.concept]:
            gain = float((generic if item.generic else graded)[row, item.depth - 1])
            if not focus.isdisjoint(area.casefold() for area in item.focus):
                gain *= _FOCUS_BONUS
            worth = target.weight * gain / max(minutes[item.depth], 1e-3)
            yield _Candidate(
                target.concept,
                item,
                minutes[item.depth],
                # Rounding makes ties of what differs only in the last bits.
                (round(worth, 9), blake2b(f"{seed}:{item.id}".encode(), digest_size=8).digest()),
            )


def expected_gain(
    targets: Sequence[ConceptTarget], known: Mapping[str, Posterior], confidence: float
) -> FloatArray:
    """Expected fall in the variance of each concept's score by asking at each level.

    In squared points, of shape (concept, level - 1), for an answer graded with that confidence.
    """
    table = likelihoods(confidence)
    levels, categories, _ = table.shape
    by_outcome = table.reshape(levels * categories, GRID.size).T
    belief = np.array([known[target.concept].probabilities for target in targets])
    points = np.array([points_on_grid(target.target) for target in targets])
    chance = (belief @ by_outcome).reshape(-1, levels, categories)
    points_and_chance = ((belief * points) @ by_outcome).reshape(-1, levels, categories)
    mean = (belief * points).sum(axis=1)
    # By the law of total variance the expected fall is the variance of the posterior mean.
    gain = (points_and_chance**2 / chance).sum(axis=2) - mean[:, None] ** 2
    return np.asarray(np.maximum(gain, 0.0))


def _best_with_time_for_the_rest(
    candidates: Sequence[_Candidate],
    musts: frozenset[str],
    touched: set[str],
    minutes_left: float,
) -> _Candidate:
    """The best item, unless asking it would leave no time for a concept not asked yet."""
    best = max(candidates, key=lambda one: one.rank)
    waiting = [one for one in candidates if one.concept not in touched]
    # Must-haves come last, so that their claim on the time holds against all others.
    for group in (waiting, [one for one in waiting if one.concept in musts]):
        ranked = sorted(group, key=lambda one: one.rank)
        firsts = {one.concept: one for one in ranked}
        reserved = sum(one.minutes for name, one in firsts.items() if name != best.concept)
        if ranked and best.minutes + reserved > minutes_left:
            best = ranked[-1]
    return best
