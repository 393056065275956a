"""How well the built-in evaluator tells right from wrong; run after changing how it matches.

`python -m tests.bench.calibrate [FOLDER]`. Grades the bank's own sample answers, halves of them,
and answers to other questions, and the answers of the simulated candidates, and prints quantiles
of the scores. With FOLDER, the training folder of SemEval-2013 Task 7 (3-way), it also fits the
three signals and a threshold to student answers, split by question into five folds, and prints
the two-way macro-F1 and the correlation with correctness on the questions left out: once with the
weights of the product and only the threshold fitted, once with the weights fitted too.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import numpy as np
import yaml

from app.assessment.bank import load_bank
from app.assessment.builtin import BuiltInEvaluator
from app.assessment.embedding import encoder
from app.assessment.items import AnswerPart, Item
from app.assessment.matching import INTERCEPT, WEIGHTS, encode_answer, signals, wording
from app.assessment.polarity import contradicts
from app.assessment.text import content_stems, sentences
from tests.simulated.people import written

BLIND = Path(__file__).with_name("blind_answers.yaml")
FOLDS = 5
SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
# What a contradiction takes from the logit; enough to turn any verdict.
CONTRADICTION = 4.0


@dataclass(frozen=True)
class Student:
    """A student's answer: the signals of its best window, and what a person said about it."""

    question: str
    signals: np.ndarray
    opposed: bool
    correct: bool


def bank_answers() -> Iterator[tuple[str, Item, str]]:
    """Kind, item and answer: what the bank itself and the simulated candidates offer."""
    chance = random.Random(1)
    blind = {entry.pop("item"): entry for entry in yaml.safe_load(BLIND.read_text("utf-8"))}
    concepts = list(load_bank().values())
    for concept in concepts:
        for item in concept.items:
            whole = item.sample_answer
            yield "sample answer", item, whole
            spans = sentences(whole)
            yield "half of it", item, whole[: spans[(len(spans) - 1) // 2].end]
            kin = chance.choice([other for other in concept.items if other != item])
            yield "same concept, other item", item, kin.sample_answer
            far = chance.choice([other for other in concepts if other != concept])
            yield "other concept", item, chance.choice(far.items).sample_answer
            yield "misconceptions", item, " ".join(item.misconceptions)
            for kind, answer in written().get(item.id, {}).items():
                yield f"simulated {kind}", item, answer
            for kind, answer in blind.get(item.id, {}).items():
                yield f"blind {kind}", item, answer


def report_bank() -> None:
    """Print the distribution of scores by kind of answer."""
    evaluator = BuiltInEvaluator()
    scores: dict[str, list[float]] = defaultdict(list)
    for kind, item, answer in bank_answers():
        part = AnswerPart(turn_id=UUID(int=1), text=answer)
        scores[kind].append(evaluator.grade_now(item, [part]).score)
    print("quantiles of the score at", *(f"{share:5.0%}" for share in SHARES), "   mean      n")
    for kind, values in scores.items():
        row = " ".join(f"{q:5.2f}" for q in np.quantile(values, SHARES))
        print(f"{kind:<26}{row}  {np.mean(values):5.2f}  {len(values):5}")


def students(folder: Path) -> Iterator[Student]:
    """The student answers of one corpus that hold a word."""
    model = encoder()
    for file in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(file).getroot()
        asked = root.findtext("questionText") or ""
        texts = [element.text or "" for element in root.iter("referenceAnswer")]
        question, *encoded = model.encode([asked, *texts])
        stems = content_stems(asked)
        references = [wording(t, e, question, stems) for t, e in zip(texts, encoded, strict=True)]
        for element in root.iter("studentAnswer"):
            said = element.text or ""
            answer = encode_answer(model, [said])
            if answer is None:
                continue
            rows = np.concatenate([signals(reference, answer) for reference in references])
            yield Student(
                question=file.stem,
                signals=rows[int(np.argmax(rows @ WEIGHTS))],
                opposed=contradicts(texts, said),
                correct=element.get("accuracy") == "correct",
            )


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights and intercept of a logistic regression, by Newton's method with a little ridge."""
    design = np.column_stack([x, np.ones(len(x))])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-3 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, design.T @ (y - p) - 1e-3 * weights)
    return weights


def macro_f1(said: np.ndarray, truth: np.ndarray) -> float:
    """The mean F1 of the two classes."""
    values = []
    for positive in (True, False):
        hits = np.sum((said == positive) & (truth == positive))
        values.append(2 * hits / max(1, np.sum(said == positive) + np.sum(truth == positive)))
    return float(np.mean(values))


def report_students(name: str, found: list[Student]) -> None:
    """Print the figures of one corpus; no answer is judged by a fit that saw its question."""
    x = np.stack([student.signals for student in found]).astype(float)
    y = np.asarray([student.correct for student in found])
    opposed = CONTRADICTION * np.asarray([student.opposed for student in found])
    questions = sorted({student.question for student in found})
    random.Random(1).shuffle(questions)
    fold = {question: number % FOLDS for number, question in enumerate(questions)}
    folds = np.asarray([fold[student.question] for student in found])
    for title, refit in (("product's weights", False), ("weights fitted", True)):
        logits, verdicts = np.zeros(len(y)), np.zeros(len(y), dtype=bool)
        for number in range(FOLDS):
            train = folds != number
            fit = fitted(x[train], y[train]) if refit else np.append(WEIGHTS, INTERCEPT)
            all_logits = x @ fit[:-1] + fit[-1] - opposed
            cuts = np.quantile(all_logits[train], np.linspace(0.05, 0.95, 91))
            cut = max(cuts, key=lambda c: macro_f1(all_logits[train] >= c, y[train]))
            logits[~train] = all_logits[~train]
            verdicts[~train] = all_logits[~train] >= cut
        print(
            f"{name}, {title}: macro-F1 {macro_f1(verdicts, y):.3f}, "
            f"Pearson r {np.corrcoef(logits, y)[0, 1]:.3f} ({len(y)} answers)"
        )


def main() -> None:
    """Print what the arguments ask for."""
    report_bank()
    for folder in map(Path, sys.argv[1:2]):
        for corpus in sorted(path for path in folder.glob("3way/*") if path.is_dir()):
            report_students(corpus.name, list(students(corpus)))


if __name__ == "__main__":
    main()
