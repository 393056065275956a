"""What an interview for a position will probably look like, before anyone takes it.

The selector is run on one simulated candidate, half a level short of every target, so the plan
shown in the position builder is what the same rules will do in the room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from app.assessment.scoring import concept_results, overall
from app.assessment.selection import Choice, Stop, choose_next
from app.assessment.targets import Asked, ConceptTarget, typical_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.assessment.items import Item

# The simulated candidate: how far short of the target, how the score falls with each level an
# item lies above the candidate, and how sure the grades are.
_SHORT_OF_TARGET, _SCORE_PER_LEVEL, _CONFIDENCE = 0.5, 0.58, 0.75

_SEED = 0


class Chooser(Protocol):
    """Chooses the next item, or stops, as `choose_next` does."""

    def __call__(
        self,
        targets: Sequence[ConceptTarget],
        items_by_concept: Mapping[str, Sequence[Item]],
        asked: Sequence[Asked],
        time_left: timedelta,
        time_per_item: Callable[[int], timedelta],
        /,
        *,
        seed: int,
    ) -> Choice | Stop:
        """The next item to ask, or why to stop."""
        ...


@dataclass(frozen=True, slots=True)
class ConceptShare:
    """What one concept gets of the interview: how many questions, and minutes for them."""

    concept: str
    questions: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The expected course of an interview.

    `expected_minutes` is how long the questions take; `expected_interval_points` the width of the
    90 % interval of the overall score at the end (100 when nothing can be asked). `example_items`
    holds one item per concept that has any, at or nearest to its target depth. `unreachable`
    names the concepts that will probably not be asked.
    """

    expected_questions: int
    expected_minutes: float
    expected_interval_points: float
    shares: tuple[ConceptShare, ...]
    example_items: tuple[Choice, ...]
    unreachable: tuple[str, ...]


def plan(
    targets: Sequence[ConceptTarget],
    items_by_concept: Mapping[str, Sequence[Item]],
    duration: timedelta,
    time_per_item: Callable[[int], timedelta] = typical_time,
    *,
    choose: Chooser = choose_next,
) -> Plan:
    """Simulate the interview of a position. The same position always gives the same plan.

    `choose` is how the room chooses the next item, where that is not the selector alone.
    """
    asked = list(_simulate(targets, items_by_concept, duration, time_per_item, choose))
    shares = tuple(_share(target.concept, asked, time_per_item) for target in targets)
    score = overall(concept_results(targets, asked))
    return Plan(
        expected_questions=len(asked),
        expected_minutes=sum(share.minutes for share in shares),
        expected_interval_points=100.0 if score is None else round(score.high - score.low, 1),
        shares=shares,
        example_items=tuple(_examples(targets, items_by_concept)),
        unreachable=tuple(share.concept for share in shares if not share.questions),
    )


def _simulate(
    targets: Sequence[ConceptTarget],
    items_by_concept: Mapping[str, Sequence[Item]],
    duration: timedelta,
    time_per_item: Callable[[int], timedelta],
    choose: Chooser,
) -> Iterator[Asked]:
    depths = {target.concept: target.target - _SHORT_OF_TARGET for target in targets}
    asked: list[Asked] = []
    left = duration
    while True:
        choice = choose(targets, items_by_concept, asked, left, time_per_item, seed=_SEED)
        if isinstance(choice, Stop):
            return
        item = choice.item
        above_middle = depths[choice.concept] - (item.depth - 0.5)
        score = min(max(0.5 + _SCORE_PER_LEVEL * above_middle, 0.0), 1.0)
        asked.append(Asked(choice.concept, item.id, item.depth, score, _CONFIDENCE))
        yield asked[-1]
        left -= time_per_item(item.depth)


def _share(
    concept: str, asked: Sequence[Asked], time_per_item: Callable[[int], timedelta]
) -> ConceptShare:
    times = [time_per_item(one.depth) for one in asked if one.concept == concept]
    return ConceptShare(concept, len(times), sum(times, timedelta()) / timedelta(minutes=1))


def _examples(
    targets: Sequence[ConceptTarget], items_by_concept: Mapping[str, Sequence[Item]]
) -> Iterator[Choice]:
    for target in targets:
        focus = {area.casefold() for area in target.focus}
        items = items_by_concept.get(target.concept, ())
        if items:
            yield Choice(
                target.concept,
                min(items, key=lambda item: _distance(item, target.target, focus)),
            )


def _distance(item: Item, depth: int, focus: set[str]) -> tuple[int, bool, str]:
    off_focus = focus.isdisjoint(area.casefold() for area in item.focus)
    return abs(item.depth - depth), off_focus, item.id
