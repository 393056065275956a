"""Items for concepts outside the bank, written by a model and held to the rules of the bank.

What a model writes is checked before it is kept: short questions that do not hold their answers,
distinct points, follow-ups that name points there are. What breaks a rule is dropped, and the
depth is asked for again later if nothing is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.assessment.items import FollowUp, Item, ReferencePoint
from app.assessment.text import content_stems, words
from app.engines.errors import EngineError, Failure
from app.engines.models import CallPurpose
from app.engines.openai.client import Calls, Task
from app.engines.openai.fence import visible
from app.engines.openai.fitness import gives_away
from app.engines.openai.prompting import prompt
from app.engines.openai.schemas import WrittenItems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from app.engines.choices import Configuration
    from app.engines.openai.schemas import WrittenItem

PER_DEPTH = 2
MAX_QUESTION_WORDS, MAX_POINT_WORDS = 45, 40
MIN_POINTS, MAX_POINTS = 2, 6
ESSENTIAL = 2.0
WRITING_S = 120.0
MAX_OUTPUT_TOKENS = 8_000
_SAME = 0.8


class ItemWriter:
    """Writes items for one organisation. Its calls are booked without an interview."""

    def __init__(self, configuration: Configuration, organization_id: UUID) -> None:
        self._configuration = configuration
        self._organization_id = organization_id

    async def write(
        self, *, concept: str, name: str, focus: Sequence[str], depth: int
    ) -> tuple[Item, ...]:
        """Items at one depth; their ids begin with the concept's slug. Raises EngineError."""
        data = {"concept": name, "focus_areas": list(focus), "depth": depth, "count": PER_DEPTH}
        task = Task(CallPurpose.ITEMS, prompt("items.v1", WrittenItems), data, MAX_OUTPUT_TOKENS)
        async with Calls(
            self._configuration, self._organization_id, None, seconds=WRITING_S
        ) as calls:
            written = await calls.parsed(task, WrittenItems)
        items = kept(written.items, concept=concept, depth=depth)
        if not items:
            raise EngineError(Failure.INVALID)
        return items


def kept(written: Sequence[WrittenItem], *, concept: str, depth: int) -> tuple[Item, ...]:
    """What of it can be asked, `PER_DEPTH` items at most, no two of them alike."""
    items: list[Item] = []
    for one in written:
        item = _item(one, f"{concept}-{depth}g{len(items) + 1}", depth)
        if item is not None and not any(_alike(item.question, had.question) for had in items):
            items.append(item)
        if len(items) == PER_DEPTH:
            break
    return tuple(items)


def _item(written: WrittenItem, item_id: str, depth: int) -> Item | None:
    points = _points(written)
    if len(points) < MIN_POINTS:
        return None
    try:
        item = Item(
            id=item_id,
            depth=depth,
            question=_line(written.question),
            rephrase=_line(written.rephrase),
            points=tuple(points.values()),
            misconceptions=tuple(filter(None, map(_line, written.misconceptions))),
            follow_ups=_follow_ups(written, points),
        )
    except ValidationError:
        return None
    short = all(len(words(text)) <= MAX_QUESTION_WORDS for text in (item.question, item.rephrase))
    bare = item.model_copy(update={"question": "", "rephrase": "", "follow_ups": ()})
    told = f"{item.question} {item.rephrase}"
    return item if short and not gives_away(told, bare, item.points) else None


def _points(written: WrittenItem) -> dict[int, ReferencePoint]:
    """The usable points by their numbers from 1: short, and each different from those before."""
    found: dict[int, ReferencePoint] = {}
    for number, point in enumerate(written.points, start=1):
        text = _line(point.text)
        if not text or len(words(text)) > MAX_POINT_WORDS or len(found) == MAX_POINTS:
            continue
        if any(_alike(text, other.text) for other in found.values()):
            continue
        found[number] = ReferencePoint(
            id=f"point-{number}",
            text=text,
            weight=ESSENTIAL if point.essential else 1.0,
            also=tuple(filter(None, map(_line, point.also))),
        )
    return found


def _follow_ups(written: WrittenItem, points: dict[int, ReferencePoint]) -> tuple[FollowUp, ...]:
    return tuple(
        FollowUp(question=text, points=tuple(points[number].id for number in named))
        for one in written.follow_ups
        if (text := _line(one.question))
        and (named := [number for number in dict.fromkeys(one.points) if number in points])
    )


def _alike(text: str, other: str) -> bool:
    """Whether two sentences are made of nearly the same words."""
    stems, others = content_stems(text), content_stems(other)
    both = stems | others
    return not both or len(stems & others) / len(both) >= _SAME


def _line(text: str) -> str:
    return " ".join(visible(text).text.split())
