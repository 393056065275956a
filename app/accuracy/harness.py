"""Grading whole sets and comparing with people.

A threshold between "correct" and not is fitted on training data alone: on the training set of the
same corpus where there is one beside the set, and within a training set on the other questions,
in five folds. Where no training set is beside it, the thresholds kept here serve, which the same
fit gave on the training data of SemEval-2013 Task 7.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from app.accuracy import metrics
from app.accuracy.sets import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.accuracy.graders import Grader, Judged
    from app.accuracy.metrics import Numbers
    from app.accuracy.sets import GradedSet

FOLDS = 5
# `make accuracy DATA=<training/3way>` prints these; to be taken anew when grades change.
KEPT_THRESHOLDS = {
    "built-in": {"beetle": 0.82, "scientsbank": 0.34},
    "TF-IDF cosine": {"beetle": 0.41, "scientsbank": 0.29},
    "embedding cosine": {"beetle": 0.71, "scientsbank": 0.55},
}
# For what none is kept for: the middle of the scale.
DEFAULT_THRESHOLD = 0.5


@dataclass(slots=True)
class Result:
    """One grader on one set. Figures that the set cannot give are None."""

    set: str
    grader: str
    size: int
    pearson: float | None
    spearman: float | None
    rmse: float
    qwk: float | None
    macro_f1_2way: float | None
    macro_f1_3way: float | None
    confusion: list[list[int]]
    seconds_per_answer: float | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)


async def run(
    sets: Sequence[GradedSet], graders: Sequence[Grader], say: Callable[[str], None]
) -> list[Result]:
    """Every grader on every set, and the constant predictor of each set first."""
    results = [constant(graded) for graded in sets]
    for grader in graders:
        judged = {}
        for graded in sets:
            say(f"{grader.name}: {graded.name}, {graded.size} answers …")
            judged[graded.name] = await grader.grade(graded.questions)
        fitted = {
            one.corpus: _fitted(one, judged[one.name])
            for one in sets
            if one.is_training and one.is_labelled
        }
        for corpus, cut in fitted.items():
            say(f"{grader.name}: correct in {corpus} from {cut:.4f} on")
        thresholds = KEPT_THRESHOLDS.get(grader.name, {}) | fitted
        results += [
            _result(graded, grader.name, judged[graded.name], thresholds) for graded in sets
        ]
    order = {graded.name: place for place, graded in enumerate(sets)}
    return sorted(results, key=lambda result: order[result.set])


def constant(graded: GradedSet) -> Result:
    """What always saying the mean, or the commonest label, comes to."""
    gold = _gold(graded)
    said = np.full(len(gold), gold.mean())
    two = three = None
    if graded.is_labelled:
        labels = _labels(graded)
        two = metrics.macro_f1(*_constant([_two_way(label) for label in labels]))
        three = metrics.macro_f1(*_constant(labels))
    return Result(
        graded.name,
        "mean / majority",
        len(gold),
        None,
        None,
        metrics.rmse(gold, said),
        0.0,
        two,
        three,
        metrics.confusion(gold, said),
    )


def _constant(labels: list[str]) -> tuple[list[str], list[str]]:
    commonest = max(sorted(set(labels)), key=labels.count)
    return labels, [commonest] * len(labels)


def _result(
    graded: GradedSet,
    grader: str,
    judged: list[list[Judged]],
    thresholds: dict[str, float],
) -> Result:
    gold = _gold(graded)
    flat = [one for question in judged for one in question]
    scores = np.array([one.score for one in flat])
    cuts = _cuts(graded, judged, thresholds)
    correct = [bool(one.score >= cut) for one, cut in zip(flat, cuts, strict=True)]
    two = three = None
    if graded.is_labelled:
        labels = _labels(graded)
        two = metrics.macro_f1(
            [_two_way(label) for label in labels],
            [Label.CORRECT if one else Label.INCORRECT for one in correct],
        )
        three = metrics.macro_f1(
            labels, [_label(ok, one) for ok, one in zip(correct, flat, strict=True)]
        )
    answers = [answer for question in graded.questions for answer in question.answers]
    return Result(
        graded.name,
        grader,
        len(flat),
        metrics.pearson(gold, scores),
        metrics.spearman(gold, scores),
        metrics.rmse(gold, scores),
        metrics.qwk(gold, scores, graded.steps),
        two,
        three,
        metrics.confusion(gold, scores),
        answers=[
            {
                "set": graded.name,
                "id": answer.id,
                "answer": answer.text,
                "score": round(one.score, 4),
                "correct": ok,
                "gold": answer.label.value if answer.label else round(answer.gold, 4),
            }
            for answer, one, ok in zip(answers, flat, correct, strict=True)
        ],
    )


def _cuts(
    graded: GradedSet, judged: list[list[Judged]], thresholds: dict[str, float]
) -> list[float]:
    """The threshold for each answer."""
    if not (graded.is_training and graded.is_labelled):
        return [thresholds.get(graded.corpus, DEFAULT_THRESHOLD)] * graded.size
    cuts: list[float] = []
    for place, question in enumerate(graded.questions):
        others = [other for other in range(len(graded.questions)) if other % FOLDS != place % FOLDS]
        cuts += [_fitted(graded, judged, others)] * len(question.answers)
    return cuts


def _fitted(
    graded: GradedSet, judged: list[list[Judged]], places: Sequence[int] | None = None
) -> float:
    chosen = range(len(graded.questions)) if places is None else places
    truth = [
        answer.label is Label.CORRECT
        for place in chosen
        for answer in graded.questions[place].answers
    ]
    scores = np.array([one.score for place in chosen for one in judged[place]])
    return metrics.best_threshold(truth, scores) if truth else DEFAULT_THRESHOLD


def _gold(graded: GradedSet) -> Numbers:
    return np.array([answer.gold for one in graded.questions for answer in one.answers])


def _labels(graded: GradedSet) -> list[str]:
    return [
        (answer.label or Label.INCORRECT).value
        for one in graded.questions
        for answer in one.answers
    ]


def _two_way(label: str) -> str:
    return Label.CORRECT.value if label == Label.CORRECT else Label.INCORRECT.value


def _label(correct: bool, judged: Judged) -> str:
    if correct:
        return Label.CORRECT.value
    return (Label.CONTRADICTORY if judged.contradicts else Label.INCORRECT).value
