"""An item as a person or a file gives it, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.assessment.items import MAX_DEPTH, FollowUp, Item, ReferencePoint
from app.core.errors import InvalidInputError
from app.core.text import clean_line, clean_text

MAX_QUESTION, MAX_POINT, MAX_SAMPLE = 1_000, 500, 4_000
MAX_POINTS, MAX_ALSO, MAX_MISCONCEPTIONS, MAX_FOLLOW_UPS, MAX_FOCUS = 12, 8, 8, 8, 6
MAX_FOCUS_AREA = 80
MAX_WEIGHT = 5.0
STAR = ("situation", "task", "action", "result")
FIELDS = (
    "depth",
    "question",
    "rephrase",
    "points",
    "misconceptions",
    "follow_ups",
    "focus",
    "sample_answer",
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_POINT_ID = 60


def parse_item(values: object, *, item_id: str) -> Item:
    """Check an item given as a mapping of FIELDS; what is optional may be missing.

    A point is a mapping of `text`, and if wanted `id`, `weight` (0 to 5), `also` and `star`, or
    its text alone; a follow-up is a mapping of `question` and `points`, ids of points. Without a
    `rephrase` the question itself is repeated. Raises InvalidInputError with the path of the
    first field at fault, such as `points.1.text`.
    """
    given = _mapping(values, "", "An item")
    unknown = sorted(str(name) for name in given if name not in FIELDS)
    if unknown:
        raise InvalidInputError(f"There is no field {unknown[0][:40]!r} of an item.", field=None)
    question = _words(given.get("question"), "question", "Question", MAX_QUESTION)
    points = _points(given.get("points"))
    return Item(
        id=item_id,
        depth=_depth(given.get("depth")),
        question=question,
        rephrase=_words(
            given.get("rephrase"), "rephrase", "Simpler wording", MAX_QUESTION, question
        ),
        points=points,
        misconceptions=_texts(
            given.get("misconceptions"), "misconceptions", "Misconception", MAX_MISCONCEPTIONS
        ),
        follow_ups=_follow_ups(given.get("follow_ups"), {point.id for point in points}),
        focus=tuple(
            clean_line(area, field=f"focus.{at}", name="Focus area", longest=MAX_FOCUS_AREA)
            for at, area in enumerate(_list(given.get("focus"), "focus", "Focus areas", MAX_FOCUS))
        ),
        sample_answer=clean_text(
            given.get("sample_answer") or "",
            field="sample_answer",
            name="Sample answer",
            longest=MAX_SAMPLE,
        ),
    )


def values_of(item: Item) -> dict[str, object]:
    """An item as `parse_item` takes it, so that it comes out the same."""
    return item.model_dump(mode="json", include=set(FIELDS))


def _points(value: object) -> tuple[ReferencePoint, ...]:
    given = _list(value, "points", "Reference points", MAX_POINTS)
    if not given:
        raise InvalidInputError(
            "An item needs at least one reference point: it is what an answer is graded by.",
            field="points",
        )
    taken = {
        one["id"] for one in given if isinstance(one, Mapping) and isinstance(one.get("id"), str)
    }
    points: list[ReferencePoint] = []
    for at, one in enumerate(given):
        point = _point(one, f"points.{at}", _free_id(at, taken))
        if any(other.id == point.id for other in points):
            raise InvalidInputError(
                f"Two reference points have the id {point.id}.", field=f"points.{at}.id"
            )
        points.append(point)
    return tuple(points)


def _point(value: object, path: str, free_id: str) -> ReferencePoint:
    given = {"text": value} if isinstance(value, str) else _mapping(value, path, "A point")
    unknown = sorted(str(name) for name in given if name not in ReferencePoint.model_fields)
    if unknown:
        raise InvalidInputError(
            f"There is no field {unknown[0][:40]!r} of a reference point.", field=path
        )
    star = given.get("star") or None
    if star not in (None, *STAR):
        raise InvalidInputError(
            f"A part of a STAR answer is one of: {', '.join(STAR)}.", field=f"{path}.star"
        )
    return ReferencePoint(
        id=_point_id(given.get("id") or free_id, f"{path}.id"),
        text=_words(given.get("text"), f"{path}.text", "Reference point", MAX_POINT),
        weight=_weight(given.get("weight", 1.0), f"{path}.weight"),
        also=_texts(given.get("also"), f"{path}.also", "Other wording", MAX_ALSO),
        star=star,
    )


def _free_id(at: int, taken: set[object]) -> str:
    """An id for a point that has none, which no other point was given."""
    number = at + 1
    while f"p{number}" in taken:
        number += MAX_POINTS
    return f"p{number}"


def _point_id(value: object, path: str) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value) or len(value) > _MAX_POINT_ID:
        raise InvalidInputError(
            "The id of a reference point has small letters, digits and single dashes.", field=path
        )
    return value


def _weight(value: object, path: str) -> float:
    if isinstance(value, str):
        try:
            value = float(value.replace(",", ".")) if value.strip() else 1.0
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_WEIGHT:
        raise InvalidInputError("A weight is a number above 0, at most 5.", field=path)
    return float(value)


def _follow_ups(value: object, points: set[str]) -> tuple[FollowUp, ...]:
    found = []
    for at, one in enumerate(_list(value, "follow_ups", "Follow-ups", MAX_FOLLOW_UPS)):
        path = f"follow_ups.{at}"
        given = _mapping(one, path, "A follow-up")
        named = _list(given.get("points"), f"{path}.points", "Points", MAX_POINTS)
        wrong = [name for name in named if name not in points]
        if wrong or not named:
            raise InvalidInputError(
                "A follow-up names the ids of the reference points it gives a second chance at.",
                field=f"{path}.points",
            )
        found.append(
            FollowUp(
                question=_words(given.get("question"), f"{path}.question", "Follow-up", MAX_POINT),
                points=tuple(str(name) for name in dict.fromkeys(named)),
            )
        )
    return tuple(found)


def _texts(value: object, path: str, name: str, most: int) -> tuple[str, ...]:
    return tuple(
        _words(one, f"{path}.{at}", name, MAX_POINT)
        for at, one in enumerate(_list(value, path, f"{name}s", most))
    )


def _words(value: object, path: str, name: str, longest: int, otherwise: str = "") -> str:
    """Text that says something; `otherwise` stands for what is missing."""
    text = clean_text(value if value is not None else "", field=path, name=name, longest=longest)
    if not re.search(r"\w", text):
        if otherwise and not text:
            return otherwise
        raise InvalidInputError(f"{name} is needed.", field=path)
    return text


def _depth(value: object) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:3])
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
        value = 0
    if not 1 <= value <= MAX_DEPTH:
        raise InvalidInputError(
            f"Depth must be a whole number from 1 to {MAX_DEPTH}.", field="depth"
        )
    return int(value)


def _list(value: object, path: str, name: str, most: int) -> Sequence[object]:
    if value is None or value == "":
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise InvalidInputError(f"{name} must be a list.", field=path)
    if len(value) > most:
        raise InvalidInputError(f"{name}: {most} at most.", field=path)
    return value


def _mapping(value: object, path: str, name: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"{name} must be given by its fields.", field=path or None)
    return value
