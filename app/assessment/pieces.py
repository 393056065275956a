"""An answer cut into the pieces that are graded, and grades of them brought back to its turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.assessment.asides import statements
from app.assessment.items import AnswerKind, AnswerPart, EvidenceSpan
from app.assessment.text import Span, graded_length

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.assessment.items import Grade, Item


NOTHING_STATED = "The answer makes no statement about what was asked."


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one part of an answer."""

    part: AnswerPart
    span: Span


def pieces_of(
    item: Item, answer: Sequence[AnswerPart], is_known: Callable[[str], bool]
) -> tuple[Piece, ...]:
    """The stretches that may state something, in order; a part with no asides is one piece."""
    questions = (item.question, item.rephrase)
    found = []
    for part in answer:
        limit = graded_length(part.text)
        for span in statements(part.text, questions, is_known):
            # What is beyond the limit stays, so that the grade can say that it was not read.
            end = len(part.text) if span.end == limit else span.end
            found.append(Piece(part, Span(span.start, end)))
    return tuple(found)


def as_parts(pieces: Sequence[Piece]) -> tuple[AnswerPart, ...]:
    """The pieces as parts of an answer, each with a number for its turn."""
    return tuple(
        AnswerPart(turn_id=UUID(int=number), text=one.part.text[one.span.start : one.span.end])
        for number, one in enumerate(pieces)
    )


def restored(grade: Grade, pieces: Sequence[Piece]) -> Grade:
    """A grade of `as_parts(pieces)` with its evidence where it stands in the answer."""

    def moved(span: EvidenceSpan) -> EvidenceSpan:
        piece = pieces[span.turn_id.int]
        return span.model_copy(
            update={
                "turn_id": piece.part.turn_id,
                "start": span.start + piece.span.start,
                "end": span.end + piece.span.start,
            }
        )

    points = tuple(
        point.model_copy(update={"evidence": tuple(map(moved, point.evidence))})
        for point in grade.points
    )
    return grade.model_copy(update={"points": points})


def without_credit(grade: Grade) -> Grade:
    """The grade of an answer of which nothing is to be graded; its kind stays if it says why."""
    if grade.kind is not AnswerKind.SUBSTANTIVE:
        return grade
    points = tuple(
        point.model_copy(
            update={"credit": 0.0, "evidence": (), "contradicted": False, "note": NOTHING_STATED}
        )
        for point in grade.points
    )
    return grade.model_copy(
        update={
            "kind": AnswerKind.OFF_TOPIC,
            "points": points,
            "score": 0.0,
            "misconceptions": (),
        }
    )
