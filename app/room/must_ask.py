"""Must-ask questions: word for word, for everyone, and graded where there is an ideal answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from app.assessment.items import Item, ReferencePoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.positions.plan import PlannedQuestion

USUAL_MINUTES = 3
MAX_POINTS = 20
# Such an item lies on no ladder; a depth is part of every item, and this one is never used.
_ANY_DEPTH = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_BULLET = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])\s+", re.MULTILINE)


def item_of(question: PlannedQuestion) -> Item | None:
    """The question as an item, each sentence of the ideal answer a reference point.

    None without an ideal answer: what is said is then kept, and not graded.
    """
    sentences = _SENTENCE.split(_BULLET.sub("", question.ideal_answer))
    texts = [text.strip() for text in sentences if re.search(r"\w", text)][:MAX_POINTS]
    if not texts:
        return None
    return Item(
        id=f"must-{question.id.hex}",
        depth=_ANY_DEPTH,
        question=question.question,
        rephrase=question.question,
        points=tuple(
            ReferencePoint(id=f"p{number}", text=text) for number, text in enumerate(texts, 1)
        ),
    )


def time_for(questions: Sequence[PlannedQuestion]) -> timedelta:
    """How long to keep for these questions."""
    return timedelta(minutes=sum(one.time_limit_min or USUAL_MINUTES for one in questions))


def is_due(*, planned: int, asked: int, concept_questions: int, expected: int) -> bool:
    """Whether the next must-ask question comes now.

    The first comes after the first question on a concept, the others evenly over the interview.
    `expected` is how many concept questions the whole interview probably has.
    """
    if asked >= planned:
        return False
    return concept_questions >= 1 + asked * max(1, expected // (planned + 1))
