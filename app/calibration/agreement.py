"""How far two graders agree on ordered categories: weighted kappa, its interval, differences.

Kappa with quadratic weights (Cohen, "Weighted kappa", 1968) with the large-sample standard error
of Fleiss, Cohen and Everitt ("Large sample standard errors of kappa and weighted kappa", 1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

Counts: TypeAlias = NDArray[np.float64]

ENOUGH = 20
"""Under this many answers kappa says too little to be shown."""

_Z90 = 1.6448536


@dataclass(frozen=True, slots=True)
class Kappa:
    """Quadratic weighted kappa, -1 to 1, with the bounds of its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the machine and people agree on so many answers.

    `kappa` is None under `ENOUGH` answers, and where it is undefined, as all are in one category.
    `exact` and `adjacent` are the shares in the same category, and at most one apart;
    `difference` is the mean of machine minus person, where that was measured. None without answers.
    """

    answers: int
    kappa: Kappa | None = None
    exact: float | None = None
    adjacent: float | None = None
    difference: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are answers enough for kappa."""
        return self.answers >= ENOUGH


def counts(cells: Iterable[tuple[int, int, int]], categories: int) -> Counts:
    """A table of counts, machine by person, from (machine, person, number) triples."""
    table = np.zeros((categories, categories))
    for machine, person, number in cells:
        table[machine, person] += number
    return table


def agreement(table: Counts, difference: float | None = None) -> Agreement:
    """What a table of counts says. `difference` is the sum of machine minus person over it."""
    answers = round(float(table.sum()))
    if not answers:
        return Agreement(0)
    apart = _apart(len(table))
    return Agreement(
        answers=answers,
        kappa=kappa(table) if answers >= ENOUGH else None,
        exact=float(table[apart == 0].sum() / answers),
        adjacent=float(table[apart <= 1].sum() / answers),
        difference=None if difference is None else difference / answers,
    )


def kappa(table: Counts) -> Kappa | None:
    """Quadratic weighted kappa of a table of counts; None where chance alone agrees fully."""
    number = table.sum()
    shares = table / number
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    weights = 1 - (_apart(len(table)) / (len(table) - 1)) ** 2
    by_chance = float(rows @ weights @ columns)
    if 1 - by_chance < 1e-12:  # noqa: PLR2004 - nothing to divide by
        return None
    value = (float((weights * shares).sum()) - by_chance) / (1 - by_chance)
    expected = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    spread = float((shares * (weights - expected * (1 - value)) ** 2).sum())
    variance = (spread - (value - by_chance * (1 - value)) ** 2) / (number * (1 - by_chance) ** 2)
    half = _Z90 * float(np.sqrt(max(variance, 0.0)))
    return Kappa(value, max(value - half, -1.0), min(value + half, 1.0))


def _apart(categories: int) -> Counts:
    steps = np.arange(categories, dtype=np.float64)
    return np.asarray(np.abs(steps[:, None] - steps))
