"""How an interviewer speaks. A manner colours the words, never what is asked or the grade."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from app.assessment.engines import Interviewer


class Style(StrEnum):
    """The tone of an interviewer."""

    WARM = "warm"
    NEUTRAL = "neutral"
    BRISK = "brisk"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak in one interview.

    `words` are the organisation's own on how it wants to sound, and `focus` is what a requisition
    wants to be dwelt on; both are for an interviewer that can read. `seed` keeps the built-in
    interviewer's choice of words the same each time, and `is_opening` says that nothing was said
    yet.
    """

    style: Style = Style.NEUTRAL
    words: str = ""
    focus: str = ""
    seed: int = 0
    is_opening: bool = False


@runtime_checkable
class Mannered(Protocol):
    """An interviewer who can speak in a manner.

    One that `reads` makes something of its `words` and `focus`; others go by its style alone.
    """

    reads: bool

    def speaking(self, manner: Manner) -> Interviewer:
        """The same interviewer, speaking so."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """What is said around questions, which stay as they are."""

    opening: str = ""
    transitions: tuple[str, ...] = ("",)
    before_clarification: str = "Of course. Let me put it differently: "

    def before_question(self, manner: Manner, item_id: str) -> str:
        """What to say before a question: the same whatever was answered, so that it tells nothing.

        Ends with a space where there is anything.
        """
        if manner.is_opening:
            said = self.opening
        else:
            chance = zlib.crc32(f"{manner.seed}:{item_id}".encode())
            said = self.transitions[chance % len(self.transitions)]
        return f"{said} " if said else ""


VOICES: dict[Style, Voice] = {
    Style.NEUTRAL: Voice(),
    Style.WARM: Voice(
        opening=(
            "Hello, and thank you for taking the time today. Take all the time you need for each "
            "answer. Here is my first question."
        ),
        transitions=(
            "Thank you for sharing that. Let us turn to the next question.",
            "Thank you for your answer. Whenever you are ready, here is the next one.",
            "I appreciate your answer. Let us go on.",
        ),
        before_clarification="Of course, I am glad to. Let me put it differently: ",
    ),
    Style.BRISK: Voice(
        opening="Let us begin.",
        transitions=("Next question.", "Moving on.", "Next:"),
        before_clarification="Put differently: ",
    ),
}
