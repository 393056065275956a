"""The vocabulary of accuracy: a set of questions whose answers people have graded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DataError(Exception):
    """A file that is none of the formats, or breaks its format; the message names it."""


class Label(StrEnum):
    """What people called an answer, in the three-way task of SemEval-2013."""

    CORRECT = "correct"
    CONTRADICTORY = "contradictory"
    INCORRECT = "incorrect"


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """An answer with what people made of it. `gold` is 0 to 1; `label` where they chose one."""

    id: str
    text: str
    gold: float
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question with one or more reference answers, each of which is a full answer by itself."""

    id: str
    text: str
    references: tuple[str, ...]
    answers: tuple[GradedAnswer, ...]


@dataclass(frozen=True, slots=True)
class GradedSet:
    """A set, or one split of it. `steps` is how many marks its scale has above zero.

    `corpus` names what a threshold fitted on training data may be used for.
    """

    name: str
    corpus: str
    is_training: bool
    steps: int
    questions: tuple[GradedQuestion, ...]

    @property
    def is_labelled(self) -> bool:
        """Whether people chose labels rather than marks."""
        return any(answer.label for question in self.questions for answer in question.answers)

    @property
    def size(self) -> int:
        """How many answers there are."""
        return sum(len(question.answers) for question in self.questions)
