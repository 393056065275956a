"""The rows of the form in which an item is written. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assessment.items import Grade, Item
    from app.core.errors import InvalidInputError

NAMES = (
    "concept_name",
    "depth",
    "question",
    "rephrase",
    "misconceptions",
    "focus",
    "sample_answer",
)
BLANK_ERRORS = dict.fromkeys([*NAMES, "points", "follow_ups", "all"], "")
_FULL, _NONE = 0.995, 0.005


@dataclass(frozen=True)
class ItemFields:
    """The plain fields of an item, as typed. Lists have one thing a line."""

    concept_name: str = ""
    depth: str = "3"
    question: str = ""
    rephrase: str = ""
    misconceptions: str = ""
    focus: str = ""
    sample_answer: str = ""


@dataclass(frozen=True)
class PointEdit:
    """A reference point being written. `also` has one other wording a line."""

    key: str
    id: str
    number: str
    text: str = ""
    weight: str = "1"
    also: str = ""
    star: str = ""
    error: str = ""


@dataclass(frozen=True)
class PointChoice:
    """A point that a follow-up may give a second chance at."""

    id: str
    number: str
    chosen: bool


@dataclass(frozen=True)
class FollowEdit:
    """A follow-up being written."""

    key: str
    question: str = ""
    choices: list[PointChoice] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class TriedPoint:
    """What the engine made of one reference point; `quote` is from the answer."""

    text: str
    credit: str
    tone: str
    quote: str
    note: str


@dataclass(frozen=True)
class Tried:
    """What the engine made of an answer."""

    summary: str = ""
    points: list[TriedPoint] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)


def fields_of(item: Item, concept_name: str) -> ItemFields:
    """The plain fields of an item."""
    return ItemFields(
        concept_name=concept_name,
        depth=str(item.depth),
        question=item.question,
        rephrase=item.rephrase if item.rephrase != item.question else "",
        misconceptions=_lines(item.misconceptions),
        focus=_lines(item.focus),
        sample_answer=item.sample_answer,
    )


def points_of(item: Item) -> list[PointEdit]:
    """The rows of an item's reference points."""
    return numbered(
        [
            PointEdit(
                key=uuid4().hex,
                id=point.id,
                number="",
                text=point.text,
                weight=f"{point.weight:g}",
                also=_lines(point.also),
                star=point.star or "",
            )
            for point in item.points
        ]
    )


def follow_ups_of(item: Item, points: Sequence[PointEdit]) -> list[FollowEdit]:
    """The rows of an item's follow-ups."""
    return [
        with_choices(FollowEdit(uuid4().hex, one.question), points, set(one.points))
        for one in item.follow_ups
    ]


def numbered(points: Sequence[PointEdit]) -> list[PointEdit]:
    """The rows with their numbers, as people count."""
    return [replace(point, number=str(at)) for at, point in enumerate(points, 1)]


def added_point(points: Sequence[PointEdit]) -> list[PointEdit]:
    """The rows with a blank one at the end, with an id of its own."""
    taken = {point.id for point in points}
    number = next(n for n in range(1, len(points) + 2) if f"p{n}" not in taken)
    return numbered([*points, PointEdit(uuid4().hex, f"p{number}", "")])


def with_choices(
    row: FollowEdit, points: Sequence[PointEdit], chosen: set[str] | None = None
) -> FollowEdit:
    """The follow-up with the points there are now; those chosen stay so."""
    if chosen is None:
        chosen = {choice.id for choice in row.choices if choice.chosen}
    choices = [PointChoice(one.id, one.number, one.id in chosen) for one in points]
    return replace(row, choices=choices)


def toggled(row: FollowEdit, point_id: object) -> FollowEdit:
    """The follow-up with one point chosen, or no longer."""
    choices = [
        replace(choice, chosen=not choice.chosen) if choice.id == point_id else choice
        for choice in row.choices
    ]
    return replace(row, choices=choices, error="")


def values_of(
    fields: ItemFields, points: Sequence[PointEdit], follow_ups: Sequence[FollowEdit]
) -> dict[str, object]:
    """The form as `parse_item` takes it; follow-ups without words are dropped."""
    return {
        "depth": fields.depth,
        "question": fields.question,
        "rephrase": fields.rephrase,
        "points": [
            {
                "id": point.id,
                "text": point.text,
                "weight": point.weight,
                "also": _split(point.also),
                "star": point.star,
            }
            for point in points
        ],
        "misconceptions": _split(fields.misconceptions),
        "follow_ups": [
            {
                "question": one.question,
                "points": [choice.id for choice in one.choices if choice.chosen],
            }
            for one in follow_ups
        ],
        "focus": _split(fields.focus),
        "sample_answer": fields.sample_answer,
    }


def place_error(
    problem: InvalidInputError, points: Sequence[PointEdit], follow_ups: Sequence[FollowEdit]
) -> tuple[dict[str, str], list[PointEdit], list[FollowEdit]]:
    """Where a problem shows: beside a field, or in the row it is about."""
    name, _, rest = (problem.field or "all").partition(".")
    number = rest.partition(".")[0]
    at = int(number) if number.isdigit() else -1
    errors = dict(BLANK_ERRORS)
    point_rows = [replace(row, error="") for row in points]
    follow_rows = [replace(row, error="") for row in follow_ups]
    if name == "points" and 0 <= at < len(point_rows):
        point_rows[at] = replace(point_rows[at], error=problem.message)
    elif name == "follow_ups" and 0 <= at < len(follow_rows):
        follow_rows[at] = replace(follow_rows[at], error=problem.message)
    else:
        errors[name if name in errors else "all"] = problem.message
    return errors, point_rows, follow_rows


def tried_of(item: Item, grade: Grade) -> Tried:
    """A grade in words, point by point."""
    texts = {point.id: point.text for point in item.points}
    return Tried(
        summary=f"{grade.score:.0%} of the credit, confidence {grade.confidence:.2f}"
        + ("" if grade.kind == "substantive" else f", taken for: {grade.kind.replace('_', ' ')}"),
        points=[
            TriedPoint(
                text=texts[point.point_id],
                credit=f"{point.credit:.0%}",
                tone="full"
                if point.credit >= _FULL
                else "none"
                if point.credit <= _NONE
                else "part",
                quote=" … ".join(span.quote for span in point.evidence),
                note="says the opposite" if point.contradicted else point.note,
            )
            for point in grade.points
        ],
        misconceptions=list(grade.misconceptions),
    )


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(" ".join(text.split()) for text in texts)


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
