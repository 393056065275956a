"""How well depth is estimated, on simulated candidates whose true depth is known.

Run as `python -m tests.bench.simulate [candidates]`; see `tests.support.depths` for how they
answer. The error and the coverage are those of the depth in each of five concepts, in levels.
Flips are the share of candidates whose recommendation differs between two interviews.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from app.assessment.scoring import (
    Recommendation,
    concept_results,
    concept_score,
    overall,
    recommend,
)
from app.assessment.selection import Stop, choose_next
from app.assessment.targets import Asked
from tests.bench.simulate_catsim import rmse_by_questions
from tests.support.depths import BANK, CONCEPTS, STRATEGIES, TARGETS, Strategy, candidate

STEPS = (5, 10, 15, 20, 30, 40)
HALVES = ((5, 10), (10, 20), (15, 30), (20, 40))
INTERVIEW = timedelta(minutes=45)


@dataclass(frozen=True)
class Outcome:
    """After each of some numbers of questions (columns), for each candidate (rows).

    `points` are the squared errors of the overall score; `errors` those of the depths, in levels,
    and with `held` (the 90 % interval holds the truth) and
    `widths` means over the concepts; `recommended` holds the recommendation's place in its enum.
    """

    points: np.ndarray
    errors: np.ndarray
    held: np.ndarray
    widths: np.ndarray
    recommended: np.ndarray

    @property
    def rmse_points(self) -> np.ndarray:
        return np.sqrt(self.points.mean(axis=0))

    @property
    def rmse(self) -> np.ndarray:
        return np.sqrt(self.errors.mean(axis=0))

    @property
    def coverage(self) -> np.ndarray:
        return self.held.mean(axis=0)


def simulate(
    strategy: Strategy, candidates: int, *, run: int = 0, steps: Sequence[int] = STEPS
) -> Outcome:
    """Interview that many candidates by a strategy and look after each number of questions."""
    rows = [_interview(strategy, seed, run, steps) for seed in range(candidates)]
    columns = np.array(rows).transpose(2, 0, 1)
    return Outcome(*columns)


def _interview(
    strategy: Strategy, seed: int, run: int, steps: Sequence[int]
) -> list[tuple[float, ...]]:
    person = candidate(seed, run)
    asked: list[Asked] = []
    seen = []
    for number in range(1, max(steps) + 1):
        asked.append(person.answer(*strategy(asked, 1_000 * seed + run)))
        if number in steps:
            seen.append(measured(asked, person.depths))
    return seen


def measured(asked: Sequence[Asked], depths: dict[str, float]) -> tuple[float, ...]:
    """Squared error, coverage and width, meant over the concepts, and the recommendation."""
    results = concept_results(TARGETS, asked)
    truth = [depths[result.concept] for result in results]
    errors = [(result.depth - true) ** 2 for result, true in zip(results, truth, strict=True)]
    intervals = [result.interval for result in results]
    # The grid knows depths to the nearest tenth only.
    pairs = zip(intervals, truth, strict=True)
    held = [low <= round(true, 1) <= high for (low, high), true in pairs]
    widths = [high - low for low, high in intervals]
    verdict, _ = recommend(overall(results))
    true_points = sum(
        t.weight * float(concept_score(np.array(depths[t.concept]), t.target)) for t in TARGETS
    ) / sum(t.weight for t in TARGETS)
    score = overall(results)
    return (
        (score.score - true_points) ** 2 if score else np.nan,
        float(np.mean(errors)),
        float(np.mean(held)),
        float(np.mean(widths)),
        float(list(Recommendation).index(verdict)),
    )


def as_in_the_room(candidates: int, run: int = 0) -> tuple[Outcome, np.ndarray]:
    """Interviews of 45 minutes that end by themselves; also the number of questions of each."""
    rows, questions = [], []
    for seed in range(candidates):
        person = candidate(seed, run)
        asked: list[Asked] = []
        left = INTERVIEW
        while not isinstance(
            choice := choose_next(TARGETS, BANK, asked, left, seed=1_000 * seed + run), Stop
        ):
            asked.append(person.answer(choice.concept, choice.item))
            left -= timedelta(minutes=3)
        rows.append([measured(asked, person.depths)])
        questions.append(len(asked))
    return Outcome(*np.array(rows).transpose(2, 0, 1)), np.array(questions)


def flips(first: Outcome, second: Outcome) -> np.ndarray:
    """Share of candidates recommended differently in two interviews."""
    return np.asarray((first.recommended != second.recommended).mean(axis=0))


def opposed(first: Outcome, second: Outcome) -> np.ndarray:
    """Share of candidates who are a hire in one interview and no hire in the other."""
    hires = [list(Recommendation).index(Recommendation(one)) for one in ("hire", "strong_hire")]
    no_hire = list(Recommendation).index(Recommendation.NO_HIRE)
    one, other = first.recommended, second.recommended
    crossed = (np.isin(one, hires) & (other == no_hire)) | (
        np.isin(other, hires) & (one == no_hire)
    )
    return np.asarray(crossed.mean(axis=0))


def main() -> None:
    """Print the figures of every strategy, two interviews of each candidate."""
    candidates = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    print(f"{candidates} simulated candidates, {len(CONCEPTS)} concepts, two interviews each")
    print(f"{'':20}  {'questions':12}" + "".join(f"{n:>7}" for n in STEPS))
    outcomes = {}
    for name, strategy in STRATEGIES.items():
        first, second = (simulate(strategy, candidates, run=run) for run in (0, 1))
        outcomes[name] = first
        _row(name, "RMSE, depth", first.rmse)
        _row(name, "RMSE, points", first.rmse_points)
        _row(name, "90 % holds", 100 * first.coverage)
        _row(name, "width", first.widths.mean(axis=0))
        _row(name, "flips, %", 100 * flips(first, second))
        _row(name, "opposed, %", 100 * opposed(first, second))
    _row("catsim (right/wrong)", "RMSE, depth", rmse_by_questions(candidates, STEPS))
    print("\nHalf the questions: our error against that of a fixed order with twice as many")
    ours = outcomes["selected"]
    for few, twice in HALVES:
        here = STEPS.index(few)
        print(
            f"  {few:>2} selected: {ours.rmse[here]:.2f} levels, "
            f"{ours.rmse_points[here]:.1f} points"
        )
        for name in ("fixed, ladder", "fixed, middle first"):
            other, there = outcomes[name], STEPS.index(twice)
            print(
                f"  {twice:>2} {name}: {other.rmse[there]:.2f} levels, "
                f"{other.rmse_points[there]:.1f} points"
            )
    room, questions = as_in_the_room(candidates)
    again, _ = as_in_the_room(candidates, run=1)
    print(
        f"\nAs in the room, 45 minutes, 3 a question: {questions.mean():.1f} questions, "
        f"RMSE {room.rmse[0]:.2f}, 90 % holds {100 * room.coverage[0]:.1f}, "
        f"flips {100 * flips(room, again)[0]:.1f} %, opposed {100 * opposed(room, again)[0]:.1f} %"
    )


def _row(name: str, label: str, values: np.ndarray) -> None:
    print(f"{name:20}  {label:12}" + "".join(f"{value:7.2f}" for value in values), flush=True)


if __name__ == "__main__":
    main()
