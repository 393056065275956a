"""What every engine can do. The built-in and the OpenAI engine implement the same two protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from app.assessment.items import AnswerPart, Grade, Item


class Evaluator(Protocol):
    """Grades an answer against an item's reference points. Never sees who the candidate is."""

    @property
    def name(self) -> str:
        """Which engine this is, as stored with each grade."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same answer could get another grade."""
        ...

    async def prepare(self, item: Item) -> None:
        """Get ready to grade answers to the item, while the candidate is still thinking."""
        ...

    async def grade(self, item: Item, answer: Sequence[AnswerPart]) -> Grade:
        """Judge the parts of one answer together, point by point, with verbatim evidence."""
        ...


class Interviewer(Protocol):
    """Phrases what the candidate is asked and told. Never decides what to ask next."""

    def ask(self, item: Item) -> AsyncIterator[str]:
        """The item's question, in pieces as they come."""
        ...

    async def follow_up(
        self, item: Item, grade: Grade, answer: Sequence[AnswerPart] = ()
    ) -> str | None:
        """One short question where the grade is unclear, or None where it would not help.

        `answer` is what the candidate said, for an interviewer that takes it up.
        """
        ...

    async def clarify(self, item: Item, request: str) -> str:
        """Answer a candidate's clarifying question without giving the answer away."""
        ...
