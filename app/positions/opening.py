"""Where a position's difficulty says to begin: one rule for the room and for the plan's preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.selection import Choice, Stop, choose_next
from app.assessment.targets import typical_time
from app.positions.models import Difficulty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta

    from app.assessment.items import Item
    from app.assessment.targets import Asked, ConceptTarget


def choose(
    targets: Sequence[ConceptTarget],
    items: Mapping[str, Sequence[Item]],
    asked: Sequence[Asked],
    left: timedelta,
    time_per_item: Callable[[int], timedelta] = typical_time,
    *,
    seed: int,
    difficulty: Difficulty,
) -> Choice | Stop:
    """The next item by the selector, each concept begun where the difficulty says."""
    begun = {one.concept for one in asked}
    opening = {
        target.concept: items[target.concept]
        if target.concept in begun
        else _opening(items[target.concept], target.target, difficulty)
        for target in targets
    }
    step = choose_next(targets, opening, asked, left, time_per_item, seed=seed)
    if isinstance(step, Choice):
        return step
    # Where to begin is a wish: it must not keep a question from being asked at all.
    return choose_next(targets, items, asked, left, time_per_item, seed=seed)


def _opening(items: Sequence[Item], target: int, difficulty: Difficulty) -> Sequence[Item]:
    """The items a concept may be begun with: easy ones under the target, hard ones from it on."""
    if difficulty is Difficulty.EASY:
        highest = max(1, target - 1)
        return [item for item in items if item.depth <= highest]
    if difficulty is Difficulty.HARD:
        return [item for item in items if item.depth >= target]
    return items
