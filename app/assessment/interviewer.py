"""The built-in interviewer: speaks the bank's own words, and hears when a candidate asks back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.assessment.clarifying import is_clarifying_question
from app.assessment.items import AnswerKind
from app.assessment.manner import VOICES, Manner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from app.assessment.items import AnswerPart, FollowUp, Grade, Item

__all__ = ["BuiltInInterviewer", "is_clarifying_question", "is_unclear"]

# Below the first score there is little to build on, above the second little to gain; within, and
# wherever the grade itself is less sure than this, a second chance can change the picture.
UNCLEAR_SCORES = (0.25, 0.8)
SURE_CONFIDENCE = 0.45

# A follow-up is asked only if its points have at least this weight not credited yet.
_WORTH_ASKING = 0.25


def is_unclear(grade: Grade) -> bool:
    """Whether one more question could settle the grade of a real attempt at an answer."""
    low, high = UNCLEAR_SCORES
    return grade.kind is AnswerKind.SUBSTANTIVE and (
        low <= grade.score <= high or grade.confidence < SURE_CONFIDENCE
    )


class BuiltInInterviewer:
    """Asks, follows up and rephrases from the item itself; needs no key and no network.

    Its manner adds a few fixed words around a question, and never touches the question.
    """

    reads = False

    def __init__(self, manner: Manner = Manner()) -> None:  # noqa: B008 - frozen
        self._manner = manner

    def speaking(self, manner: Manner) -> BuiltInInterviewer:
        """The same interviewer in that manner."""
        return BuiltInInterviewer(manner)

    async def ask(self, item: Item) -> AsyncIterator[str]:
        """The question, word by word; the pieces joined end with the question itself."""
        before = VOICES[self._manner.style].before_question(self._manner, item.id)
        for piece in re.findall(r"\s*\S+\s*?(?=\s|$)", before + item.question):
            yield piece

    async def follow_up(
        self, item: Item, grade: Grade, answer: Sequence[AnswerPart] = ()
    ) -> str | None:
        """The follow-up with most to gain, where the grade is unclear; None where it is not."""
        if not is_unclear(grade):
            return None
        missing = {point.id: point.weight for point in item.points}
        for graded in grade.points:
            if graded.point_id in missing:
                missing[graded.point_id] *= 1 - graded.credit

        def to_gain(follow_up: FollowUp) -> float:
            return sum(missing[point] for point in set(follow_up.points))

        best = max(item.follow_ups, key=to_gain, default=None)
        return best.question if best and to_gain(best) >= _WORTH_ASKING else None

    async def clarify(self, item: Item, request: str) -> str:
        """The question in simpler words, whatever was asked about it."""
        return VOICES[self._manner.style].before_clarification + item.rephrase
