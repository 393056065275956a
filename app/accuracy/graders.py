"""What grades the answers of a set: an engine of the product, and the plain methods beside it."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.accuracy.sets import DataError
from app.assessment.embedding import encoder, sentence_vectors
from app.assessment.items import AnswerPart, Item, ReferencePoint
from app.assessment.text import sentences, stem, words
from app.core.ids import new_id
from app.engines.errors import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accuracy.sets import GradedQuestion
    from app.assessment.engines import Evaluator

MOST_POINTS = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """A grade: 0 to 1, and whether the answer says the opposite of a reference."""

    score: float
    contradicts: bool = False


class Grader(Protocol):
    """Grades every answer of a set."""

    name: str

    async def grade(self, questions: Sequence[GradedQuestion]) -> list[list[Judged]]:
        """The grades, per question and in the order of its answers."""
        ...


class Engine:
    """The product's own evaluator, with the reference answer split into reference points."""

    def __init__(self, name: str, evaluator: Evaluator) -> None:
        self.name = name
        self.version = evaluator.version
        self._evaluator = evaluator
        self.seconds: list[float] = []

    async def grade(self, questions: Sequence[GradedQuestion]) -> list[list[Judged]]:
        """The grades; `seconds` has how long each answer took."""
        judged = []
        for question in questions:
            items = items_of(question)
            for item in items:
                await self._evaluator.prepare(item)
            judged.append([await self._one(items, answer.text) for answer in question.answers])
        return judged

    async def _one(self, items: Sequence[Item], text: str) -> Judged:
        begun = time.perf_counter()
        part = AnswerPart(turn_id=new_id(), text=text)
        grades = [await self._evaluator.grade(item, [part]) for item in items]
        self.seconds.append(time.perf_counter() - begun)
        for grade in grades:
            if grade.fallback:
                raise DataError(f"“{self.name}” could not grade: {reason(grade.fallback)}.")
        best = max(grades, key=lambda grade: grade.score)
        opposite = any(point.contradicted for grade in grades for point in grade.points)
        return Judged(best.score, opposite or bool(best.misconceptions))


class TfIdf:
    """Cosine of TF-IDF vectors of word stems; document frequencies over the set's references."""

    name = "TF-IDF cosine"

    async def grade(self, questions: Sequence[GradedQuestion]) -> list[list[Judged]]:
        """The cosine with the nearest reference answer."""
        documents = [_stems(text) for one in questions for text in one.references]
        seen = Counter(one for document in documents for one in set(document))
        rarity = {one: math.log((1 + len(documents)) / (1 + n)) + 1 for one, n in seen.items()}
        unseen = math.log(1 + len(documents)) + 1

        def vector(text: str) -> dict[str, float]:
            counts = Counter(_stems(text))
            return {one: n * rarity.get(one, unseen) for one, n in counts.items()}

        judged = []
        for question in questions:
            references = [vector(text) for text in question.references]
            judged.append(
                [
                    Judged(max(_cosine(vector(answer.text), one) for one in references))
                    for answer in question.answers
                ]
            )
        return judged


class Embedding:
    """Cosine of sentence embeddings of the whole answer and the whole reference answer."""

    name = "embedding cosine"

    async def grade(self, questions: Sequence[GradedQuestion]) -> list[list[Judged]]:
        """The cosine with the nearest reference answer, nothing below zero."""
        judged = []
        for question in questions:
            references = sentence_vectors(question.references)
            answers = encoder().encode([answer.text or "." for answer in question.answers])
            judged.append(
                [Judged(max(0.0, float((references @ one.sentence).max()))) for one in answers]
            )
        return judged


def items_of(question: GradedQuestion) -> list[Item]:
    """An item per reference answer: its sentences are the reference points."""
    return [
        Item(
            id=f"item-{number}",
            depth=2,
            question=question.text or "Answer the question.",
            rephrase=question.text or "Answer the question.",
            points=tuple(
                ReferencePoint(id=f"point-{place}", text=text)
                for place, text in enumerate(points_of(reference), start=1)
            ),
        )
        for number, reference in enumerate(question.references, start=1)
    ]


def points_of(reference: str) -> list[str]:
    """A reference answer's points: its sentences, the last ones together if there are many."""
    parts = [reference[span.start : span.end].strip() for span in sentences(reference)]
    parts = [part for part in parts if any(c.isalnum() for c in part)] or [reference]
    head, rest = parts[: MOST_POINTS - 1], parts[MOST_POINTS - 1 :]
    return [*head, " ".join(rest)] if rest else head


def _stems(text: str) -> list[str]:
    return [stem(word.form) for word in words(text)]


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    dot = sum(weight * b.get(one, 0.0) for one, weight in a.items())
    length = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return dot / length if length else 0.0
