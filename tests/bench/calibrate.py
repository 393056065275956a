"""Where the numbers of the built-in evaluator come from; run after changing how it matches.

`python -m tests.bench.calibrate FOLDER`, with FOLDER the training folder of SemEval-2013 Task 7
(3-way). For each corpus it prints Pearson's r and the two-way macro-F1 of the bare similarity, on
every fourth answer, with every constant of `matching` as it is and moved to both sides; the
threshold is fitted on the other questions. Then how far answers to other questions come by chance,
by their length: `grading.chance_level` follows the second column. Last, how confidence stands to
what came of it, on 600 answers of each corpus chosen with a fixed seed: per tenth of confidence the
share rightly taken for correct or not, from half of the credit on, and one minus the mean error.
`python -m tests.bench.calibrate FOLDER confidence` prints only that.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch
from uuid import UUID

import numpy as np

from app.accuracy.graders import items_of
from app.accuracy.metrics import best_threshold, macro_f1, pearson
from app.accuracy.readers import read
from app.accuracy.sets import Label
from app.assessment import matching
from app.assessment.builtin import BuiltInEvaluator
from app.assessment.embedding import encoder
from app.assessment.items import AnswerKind, AnswerPart
from app.assessment.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.accuracy.metrics import Numbers
    from app.accuracy.sets import GradedQuestion, GradedSet

FOLDS, STEP = 5, 4
MOVED: dict[str, tuple[float, ...]] = {
    "NOISE": (0.2, 0.3, 0.4),
    "GIVEN": (0.6, 0.68, 0.76),
    "RARITY": (0.5, 0.75, 1.0),
    "RECALL_SHARE": (0.0, 1 / 6, 1 / 3),
}
CONFIDENCE_SAMPLE, CONFIDENCE_SEED, BINS = 600, 7, 10
SHARES, LENGTHS = (0.5, 0.9, 0.95), (5, 10, 15, 25, 40, 80)


def similarity(question: GradedQuestion, texts: list[str]) -> list[tuple[float, int]]:
    """For each text how much of the nearest reference answer it says, and its word pieces."""
    model = encoder()
    asked, *encoded = model.encode([question.text or ".", *question.references])
    stems = content_stems(question.text)
    references = [
        matching.wording(text, one, asked, stems)
        for text, one in zip(question.references, encoded, strict=True)
    ]
    found = []
    for text in texts:
        answer = matching.encode_answer(model, [text])
        if answer is None:
            found.append((0.0, 0))
            continue
        windows = np.arange(len(answer.windows))
        close = [float(matching.similarities(r, answer, windows).max()) for r in references]
        found.append((max(close), len(answer.vectors)))
    return found


def measured(graded: GradedSet) -> tuple[Numbers, list[bool], Numbers]:
    """Similarity, correctness and question of every fourth answer."""
    close, correct, places = [], [], []
    for place, question in enumerate(graded.questions):
        answers = question.answers[::STEP]
        close += [value for value, _ in similarity(question, [one.text for one in answers])]
        correct += [one.label is Label.CORRECT for one in answers]
        places += [place] * len(answers)
    return np.asarray(close), correct, np.asarray(places, dtype=float)


def by_folds(close: Numbers, correct: list[bool], places: Numbers) -> float:
    """Two-way macro-F1, the threshold of each question fitted on the others."""
    said = np.zeros(len(close), dtype=bool)
    for fold in range(FOLDS):
        left_out = places % FOLDS == fold
        known = [one for one, out in zip(correct, left_out, strict=True) if not out]
        said[left_out] = close[left_out] >= best_threshold(known, close[~left_out])
    return macro_f1([str(one) for one in correct], [str(bool(one)) for one in said])


def chance(sets: list[GradedSet], pairs: int = 3000) -> Iterator[str]:
    """Quantiles of the similarity of answers to other questions, by length."""
    rng = random.Random(1)
    questions = [question for graded in sets for question in graded.questions]
    found: list[tuple[float, int]] = []
    for _ in range(pairs // 10):
        question, *others = rng.sample(questions, 11)
        found += similarity(question, [rng.choice(other.answers).text for other in others])
    for low, high in zip((1, *LENGTHS), LENGTHS, strict=False):
        values = [value for value, size in found if low <= size < high]
        if values:
            shown = " ".join(f"{value:.3f}" for value in np.quantile(values, SHARES))
            yield f"  {low:2} to {high:2} word pieces: {shown} ({len(values)} answers)"


def judged(graded: GradedSet) -> Numbers:
    """Of a sample of a corpus: confidence, whether rightly decided, and one minus the error.

    Shape (answers, 3). What is no answer at all has a confidence of its own and is left out.
    """
    evaluator = BuiltInEvaluator()
    pairs = [(question, answer) for question in graded.questions for answer in question.answers]
    rows = []
    chosen = random.Random(CONFIDENCE_SEED).sample(pairs, min(CONFIDENCE_SAMPLE, len(pairs)))
    for question, answer in chosen:
        part = AnswerPart(turn_id=UUID(int=1), text=answer.text)
        grades = [evaluator.grade_now(item, [part]) for item in items_of(question)]
        best = max(grades, key=lambda grade: grade.score)
        if best.kind is AnswerKind.SUBSTANTIVE:
            correct = answer.label is Label.CORRECT
            right = (best.score >= 0.5) == correct
            rows.append((best.confidence, float(right), 1 - abs(best.score - correct)))
    return np.asarray(rows)


def confidence(rows: Numbers) -> Iterator[str]:
    """Confidence by tenths, beside what came of it, and how far they are apart on the whole."""
    bins = np.minimum((rows[:, 0] * BINS).astype(int), BINS - 1)
    apart = np.zeros(2)
    for place in np.unique(bins):
        said, right, near = rows[bins == place].mean(axis=0)
        size = int((bins == place).sum())
        apart += size / len(rows) * np.abs(np.array([right, near]) - said)
        yield f"  {said:.2f}: right {right:.2f}, one minus error {near:.2f} ({size} answers)"
    yield f"  expected calibration error: {apart[0]:.3f} of right, {apart[1]:.3f} of error"


def main() -> None:
    """Print every table."""
    sets = read(Path(sys.argv[1])).sets
    if sys.argv[2:] != ["confidence"]:
        similarities(sets)
    tables = [judged(graded) for graded in sets]
    for name, rows in zip([graded.corpus for graded in sets], tables, strict=True):
        print(f"Confidence, {name}:", *confidence(rows), sep="\n")
    print("Confidence, all:", *confidence(np.concatenate(tables)), sep="\n")


def similarities(sets: list[GradedSet]) -> None:
    """Print the tables of the bare similarity."""
    for name, values in MOVED.items():
        for value in values:
            with patch.object(matching, name, np.float32(value)):
                for graded in sets:
                    close, correct, places = measured(graded)
                    r = pearson(np.asarray(correct, dtype=float), close)
                    print(
                        f"{name} {value:.2f}, {graded.corpus}: r {r:.3f}, "
                        f"two-way macro-F1 {by_folds(close, correct, places):.3f}",
                        flush=True,
                    )
    print(f"By chance, quantiles {SHARES}:", *chance(sets), sep="\n")


if __name__ == "__main__":
    main()
