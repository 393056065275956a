"""Simulated candidates: they come into the room as a person would, and write what they know.

What somebody knows is a depth per concept. A question at or under it gets a full answer, one
just above it a part of one, and beyond that they say so.
"""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from app.assessment.items import Item
from app.core import clock
from app.core.database import reading
from app.interviews import repository
from app.interviews.models import TurnKind
from app.room import service as room
from app.room.access import find

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from app.demo.people import Applicant
    from app.interviews.models import Turn

HEARTBEAT = timedelta(seconds=30)
_READING_S, _PER_WORD_S, _SHRUG_S = 75, 2.0, 45
_UNEVEN = 0.7
_OPENINGS = ("", "", "", "I'd put it like this. ", "From what I have seen, ", "In short: ")
_THIN = (
    "We had that at my last company, but somebody else looked after it. I would read up on it.",
    "I have come across the term. I could not explain it properly without looking it up.",
    "I would ask a colleague who knows that part and go by what they say.",
)
_UNKNOWN = ("I don't know.", "Sorry, I don't know that.", "I have no idea, to be honest.")
_NOTHING_TO_ADD = "I have nothing to add to that."
_HOURS = "I can cover 08:00 to 17:00, and one evening a week until 19:00."
_ASKING_BACK = "Could you rephrase the question, please?"


class Simulated:
    """A candidate with what they know, the same for the same name."""

    def __init__(self, applicant: Applicant, targets: dict[str, int]) -> None:
        self._applicant = applicant
        self._chance = random.Random(applicant.name)  # noqa: S311 - chance, not secrecy
        self._knows = {
            concept: target + applicant.level + self._chance.uniform(-_UNEVEN, _UNEVEN)
            for concept, target in targets.items()
        }

    def answer(self, question: Turn) -> str:
        """What they write to a question, a follow-up, or a must-ask question."""
        item = Item.model_validate(question.item) if question.item else None
        if item is None or question.concept is None:
            return _HOURS
        ahead = self._knows.get(question.concept, 0.0) - item.depth
        parts = self._wording(item)
        half = max(1, (len(parts) + 1) // 2)
        if question.kind is TurnKind.FOLLOW_UP:
            return " ".join(parts[half:]) if ahead >= -1 and parts[half:] else _NOTHING_TO_ADD
        if ahead >= 0:
            return self._chance.choice(_OPENINGS) + " ".join(parts)
        if ahead >= -1:
            return " ".join(parts[:half])
        return self._chance.choice(_THIN if ahead >= -2 else _UNKNOWN)  # noqa: PLR2004

    def pause(self, answer: str) -> timedelta:
        """How long they take over an answer."""
        if answer in _UNKNOWN or answer == _NOTHING_TO_ADD:
            return timedelta(seconds=_SHRUG_S)
        seconds = _READING_S + _PER_WORD_S * len(answer.split())
        return timedelta(seconds=seconds * self._chance.uniform(0.8, 1.3))

    def _wording(self, item: Item) -> Sequence[str]:
        """The parts of a full answer, in the words this candidate uses."""
        if self._applicant.own_words or not item.sample_answer:
            return [self._chance.choice((*point.also, point.text)) for point in item.points]
        return sentences_of(item.sample_answer)


def sentences_of(text: str) -> list[str]:
    """The sentences of a sample answer."""
    return re.split(r"(?<=[.!?])\s+", text.strip())


async def take(
    token: str,
    applicant: Applicant,
    targets: dict[str, int],
    *,
    start: datetime,
    until: datetime | None = None,
) -> None:
    """Take the interview of that invitation, from `start` on, by a clock of its own.

    It goes on to the end, or to `until`, or until the applicant leaves, and stays as it is then.
    """
    who, answered = Simulated(applicant, targets), 0
    signals = list(applicant.signals)
    with clock.at(start):
        view = await room.start(token, room.CONSENT_VERSION)
        if applicant.asks_back and view.question:
            clock.advance(timedelta(seconds=20))
            outcome = await room.answer(token, view.question.turn_id, _ASKING_BACK, "back")
            view = outcome.view
        while view.question is not None and answered != applicant.leaves_after:
            if answered == applicant.ends_after:
                await room.end(token)
                return
            turn_id = view.question.turn_id
            answer = who.answer(await _asked(token, turn_id))
            await _think(token, who.pause(answer), until)
            if until is not None and clock.now() >= until:
                await room.save_draft(token, turn_id, answer[: len(answer) // 2])
                return
            if signals:
                await room.record_signal(token, *signals.pop(0))
            view = (await room.answer(token, turn_id, answer, f"demo-{answered}")).view
            answered += 1


async def _think(token: str, pause: timedelta, until: datetime | None) -> None:
    """Let the time pass with a heartbeat now and then, but not beyond `until`, nor time up."""
    end = clock.now() + pause
    end = min(end, until) if until is not None else end
    while clock.now() < end:
        clock.advance(min(end - clock.now(), HEARTBEAT))
        if (await room.touch(token)).seconds_left <= 0:
            return


async def _asked(token: str, turn_id: UUID) -> Turn:
    async with reading() as session:
        interview = await find(session, token)
        question = interview and await repository.turn(session, interview.id, turn_id)
    if not question:
        raise LookupError("the room shows a question that is not in the transcript")
    return question
