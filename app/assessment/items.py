"""The vocabulary of assessment: concepts, items, reference points, answers and grades.

Plain immutable values, shared by the question bank, the engines and the reports. Depth is an
integer level 1 to 5 after Bloom's revised taxonomy (Anderson & Krathwohl, 2001); 0 means "no
evidence". Credits and confidences are fractions from 0 to 1.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MAX_DEPTH = 5
Depth = Annotated[int, Field(ge=1, le=MAX_DEPTH)]
DEPTH_NAMES: dict[int, str] = {
    0: "no evidence",
    1: "recall",
    2: "explain",
    3: "apply",
    4: "analyse",
    5: "design",
}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Area(StrEnum):
    """The part of the field a concept belongs to."""

    BACKEND = "backend"
    FRONTEND = "frontend"
    DATA = "data"
    OPERATIONS = "operations"
    SECURITY = "security"
    MACHINE_LEARNING = "machine-learning"
    SYSTEM_DESIGN = "system-design"
    BEHAVIOURAL = "behavioural"


class Value(BaseModel):
    """An immutable value that refuses members it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReferencePoint(Value):
    """One thing a full answer contains, in a sentence of its own.

    `also` holds other wordings a candidate may use for the same thing. `star` names the part of
    a STAR answer (situation, task, action, result) that a behavioural point stands for.
    """

    id: Slug
    text: Text
    weight: Annotated[float, Field(gt=0, le=5)] = 1.0
    also: tuple[Text, ...] = ()
    star: Literal["situation", "task", "action", "result"] | None = None


class FollowUp(Value):
    """A short question that gives a second chance at the reference points it names."""

    question: Text
    points: tuple[Slug, ...] = Field(min_length=1)


class Item(Value):
    """A question for one concept at one depth, with what a full answer contains.

    `rephrase` is the same question in simpler words, given when a candidate asks. `sample_answer`
    is how a strong candidate might say it; it is shown to people and never used in grading.
    `generic` marks an item made from a template for a concept outside the bank: its grades carry
    low confidence.
    """

    id: Slug
    depth: Depth
    question: Text
    rephrase: Text
    points: tuple[ReferencePoint, ...] = Field(min_length=1)
    misconceptions: tuple[Text, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    focus: tuple[Text, ...] = ()
    sample_answer: str = ""
    generic: bool = False

    @model_validator(mode="after")
    def _points_are_distinct_and_known(self) -> Self:
        ids = [point.id for point in self.points]
        if len(set(ids)) != len(ids):
            raise ValueError(f"item {self.id}: two reference points share an id")
        for follow_up in self.follow_ups:
            unknown = set(follow_up.points) - set(ids)
            if unknown:
                raise ValueError(f"item {self.id}: a follow-up names unknown points {unknown}")
        return self

    def point(self, point_id: str) -> ReferencePoint:
        """The reference point of that id. Raises KeyError if there is none."""
        for point in self.points:
            if point.id == point_id:
                return point
        raise KeyError(point_id)


class Concept(Value):
    """A thing to know, with its items at all depths. One data file of the bank."""

    concept: Slug
    name: Text
    area: Area
    summary: Text
    keywords: tuple[Text, ...] = Field(min_length=3)
    focus_areas: tuple[Text, ...] = Field(min_length=2)
    items: tuple[Item, ...] = Field(min_length=1)

    def items_at(self, depth: int) -> tuple[Item, ...]:
        """The items of this concept at one depth, in file order."""
        return tuple(item for item in self.items if item.depth == depth)


class AnswerPart(Value):
    """What the candidate said in one turn; several parts (a follow-up) make one answer."""

    turn_id: UUID
    text: str


class EvidenceSpan(Value):
    """Where in the candidate's own words a credit comes from: `text[start:end]` of that turn.

    Offsets count Unicode code points. `quote` is the words themselves, verbatim.
    """

    turn_id: UUID
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    quote: str

    def is_verbatim(self, part: AnswerPart) -> bool:
        """Whether the quote stands at exactly this place of that turn and says something."""
        return (
            part.turn_id == self.turn_id
            and self.start < self.end <= len(part.text)
            and part.text[self.start : self.end] == self.quote
            and re.search(r"\w", self.quote) is not None
        )


class PointGrade(Value):
    """The judgement of one reference point. Credit without evidence does not exist."""

    point_id: Slug
    credit: Annotated[float, Field(ge=0, le=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    evidence: tuple[EvidenceSpan, ...] = ()
    contradicted: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _credit_needs_evidence(self) -> Self:
        if self.credit > 0 and not self.evidence:
            raise ValueError(f"point {self.point_id}: credit without evidence")
        return self


class AnswerKind(StrEnum):
    """What sort of answer it was, as far as grading cares."""

    SUBSTANTIVE = "substantive"
    EMPTY = "empty"
    DONT_KNOW = "dont_know"
    REPEATS_QUESTION = "repeats_question"
    KEYWORDS = "keywords"
    GIBBERISH = "gibberish"
    OFF_TOPIC = "off_topic"


class Grade(Value):
    """The judgement of one answer to one item.

    `score` is the weighted mean credit, 0 to 1; `confidence` how far to trust it. `engine`,
    `engine_version` and `prompt_hash` (empty for the built-in engine) say who judged, so that it
    can be done again. An engine that judges several times gives `score_low` and `score_high`, how
    far its judgements lay apart. `fallback` says in a word why another engine than the one chosen
    judged; it is empty where none had to.
    """

    item_id: Slug
    kind: AnswerKind
    points: tuple[PointGrade, ...]
    score: Annotated[float, Field(ge=0, le=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    misconceptions: tuple[str, ...] = ()
    engine: str
    engine_version: str
    prompt_hash: str = ""
    score_low: Annotated[float, Field(ge=0, le=1)] | None = None
    score_high: Annotated[float, Field(ge=0, le=1)] | None = None
    fallback: str = ""
