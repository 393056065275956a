"""Small items and interviews for the tests of estimation, selection and scoring."""

from __future__ import annotations

from app.assessment.items import Item, ReferencePoint
from app.assessment.selection import Choice, choose_next
from app.assessment.targets import Asked, ConceptTarget, typical_time


def make_item(item_id: str, depth: int, *, focus: tuple[str, ...] = (), generic: bool = False):
    return Item(
        id=item_id,
        depth=depth,
        question="What do you do?",
        rephrase="And now in simpler words?",
        points=(ReferencePoint(id="point", text="One does this."),),
        focus=focus,
        generic=generic,
    )


def ladder(concept: str, letters: str = "ab") -> tuple[Item, ...]:
    """Items at all five depths, one for each letter."""
    return tuple(
        make_item(f"{concept}-{depth}{letter}", depth)
        for depth in range(1, 6)
        for letter in letters
    )


def ladders(targets) -> dict[str, tuple[Item, ...]]:
    return {target.concept: ladder(target.concept) for target in targets}


def make_targets(count: int, target: int = 3) -> list[ConceptTarget]:
    return [ConceptTarget(f"concept-{n}", weight=1, target=target) for n in range(count)]


def take_interview(targets, duration, answer, *, seed: int = 1, items=None):
    """Ask until the selector stops. `answer(depth)` gives (score, confidence)."""
    items = items or ladders(targets)
    asked: list[Asked] = []
    left = duration
    while True:
        decision = choose_next(targets, items, asked, left, typical_time, seed=seed)
        if not isinstance(decision, Choice):
            return asked, decision
        score, confidence = answer(decision.item.depth)
        asked.append(
            Asked(decision.concept, decision.item.id, decision.item.depth, score, confidence)
        )
        left -= typical_time(decision.item.depth)
