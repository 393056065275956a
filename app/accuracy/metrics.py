"""Agreement of two series of numbers or labels. Plain NumPy; shapes are one-dimensional."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# Below, within and above the middle third of the scale.
THIRDS = (1 / 3, 2 / 3)


def pearson(gold: Numbers, predicted: Numbers) -> float | None:
    """Pearson's r, or None where one of the two does not vary."""
    if len(gold) < 2 or np.ptp(gold) == 0 or np.ptp(predicted) == 0:  # noqa: PLR2004
        return None
    return float(np.corrcoef(gold, predicted)[0, 1])


def spearman(gold: Numbers, predicted: Numbers) -> float | None:
    """Spearman's rho: Pearson's r of the ranks, ties sharing the mean rank."""
    return pearson(_ranks(gold), _ranks(predicted))


def rmse(gold: Numbers, predicted: Numbers) -> float:
    """The root of the mean squared difference, in units of the scale."""
    return float(np.sqrt(np.mean((gold - predicted) ** 2)))


def qwk(gold: Numbers, predicted: Numbers, steps: int) -> float | None:
    """Quadratic weighted kappa (Cohen, 1968) of two series from 0 to 1, on `steps` + 1 marks.

    None where neither varies.
    """
    rows = np.rint(np.clip(gold, 0, 1) * steps).astype(int)
    columns = np.rint(np.clip(predicted, 0, 1) * steps).astype(int)
    observed = np.zeros((steps + 1, steps + 1))
    np.add.at(observed, (rows, columns), 1)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / len(rows)
    marks = np.arange(steps + 1)
    weights = (marks[:, None] - marks[None, :]) ** 2
    chance = float((weights * expected).sum())
    return None if chance == 0 else 1 - float((weights * observed).sum()) / chance


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """The mean F1 over the labels that occur in gold."""
    scores = []
    for label in sorted(set(gold)):
        hits = sum(g == label == p for g, p in zip(gold, predicted, strict=True))
        said, true = predicted.count(label), gold.count(label)
        scores.append(2 * hits / (said + true) if said + true else 0.0)
    return sum(scores) / len(scores)


def confusion(gold: Numbers, predicted: Numbers) -> list[list[int]]:
    """How many answers are low, middling and high in gold (rows) and as predicted (columns)."""
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (np.digitize(gold, THIRDS), np.digitize(predicted, THIRDS)), 1)
    rows: list[list[int]] = table.tolist()
    return rows


def best_threshold(gold: Sequence[bool], scores: Numbers) -> float:
    """From which score on to say "correct", for the best two-way macro-F1 on these answers."""
    truth = np.asarray(gold, dtype=bool)
    order = np.sort(np.unique(scores))
    if len(order) < 2:  # noqa: PLR2004
        return 0.5
    cuts = (order[1:] + order[:-1]) / 2
    return float(max(cuts, key=lambda cut: _two_way(truth, scores >= cut)))


def _two_way(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    total = 0.0
    for side in (True, False):
        hits = int(((truth == side) & (said == side)).sum())
        total += 2 * hits / max(1, int((truth == side).sum() + (said == side).sum()))
    return total / 2


def _ranks(values: Numbers) -> Numbers:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Numbers = last - (counts - 1) / 2
    return middle[place]
