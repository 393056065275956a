"""Receiving an answer: it is checked, committed, and only then graded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.assessment.interviewer import is_clarifying_question
from app.core import clock
from app.core.database import unit_of_work
from app.core.errors import ConflictError, InvalidInputError
from app.core.ids import parse_id
from app.core.text import clean_text
from app.interviews import repository
from app.interviews.models import InterviewKind, TurnKind
from app.interviews.transcript import ASKS, append
from app.room import timekeeping
from app.room.access import RoomClosedError, find
from app.room.presence import MAX_ANSWER, meet
from app.room.speaking import MAX_CLARIFICATIONS
from app.room.unbroken import unbroken

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview, Turn

_CLIENT_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
EMPTY = "Write an answer first, or say that you don't know."
ANSWERED_ELSEWHERE = (
    "This question has already been answered in another tab. Reload the page to go on."
)
NOT_ASKED = "This is not a question of this interview. Reload the page to go on."


class Received(StrEnum):
    """What became of what was sent."""

    ANSWERED = "answered"
    CLARIFYING = "clarifying"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was sent is committed (unless it came too late). `is_repeat`: it had been before."""

    interview_id: UUID
    received: Received
    turn_id: UUID | None = None
    is_repeat: bool = False


@unbroken
async def receive(token: object, turn_id: object, text: object, client_key: object) -> Receipt:
    """Commit an answer to the current question, once, however often it is sent.

    Raises InvalidInputError naming `text` or `client_key`, ConflictError where the question has
    been answered otherwise, NotFoundError, and RoomClosedError unless the interview is running.
    Whatever is raised, nothing has changed.
    """
    answer = check_answer(text)
    if not isinstance(client_key, str) or not _CLIENT_KEY.fullmatch(client_key):
        raise InvalidInputError("The key of the answer is not valid.", field="client_key")
    async with unit_of_work() as session:
        try:
            met = await meet(session, token)
        except RoomClosedError:
            repeat = await _sent_before_the_end(session, token, client_key)
            if repeat is None:
                raise
            return repeat
        known = await repository.turn_by_key(session, met.interview.id, client_key)
        if known is not None:
            return _repeat(known)
        question = await _question(session, met.interview, turn_id, answer)
        if not isinstance(question, Receipt):
            if timekeeping.is_past_grace(met.interview, clock.now()):
                return Receipt(met.interview.id, Received.TOO_LATE)
            if met.question is None or met.question.id != question.id:
                raise ConflictError(ANSWERED_ELSEWHERE)
            return await _commit(session, met.interview, question, answer, client_key)
        return question


def check_answer(text: object) -> str:
    """An answer's text, cleaned. Raises InvalidInputError naming `text`."""
    answer = clean_text(text, field="text", name="Your answer", longest=MAX_ANSWER)
    if not any(c.isprintable() and not c.isspace() for c in answer):
        raise InvalidInputError(EMPTY, field="text")
    return answer


async def _question(
    session: AsyncSession, interview: Interview, turn_id: object, answer: str
) -> Turn | Receipt:
    """The question meant, not answered yet; or the receipt, where this answer stands already."""
    wanted = parse_id(turn_id)
    question = wanted and await repository.turn(session, interview.id, wanted)
    if not question or question.kind not in ASKS:
        raise ConflictError(NOT_ASKED)
    given = await repository.replies(session, interview.id, question.id, TurnKind.ANSWER)
    if not given:
        return question
    if given[0].text == answer:
        return _repeat(given[0])
    raise ConflictError(ANSWERED_ELSEWHERE)


async def _commit(
    session: AsyncSession, interview: Interview, question: Turn, text: str, client_key: str
) -> Receipt:
    asks_back = is_clarifying_question(text, _asked(question)) and await _may_ask_back(
        session, interview, question
    )
    kind = TurnKind.CLARIFYING_QUESTION if asks_back else TurnKind.ANSWER
    turn = await append(
        session, interview, kind, text, in_reply_to=question.id, client_key=client_key
    )
    interview.draft = ""
    interview.draft_turn_id = None
    interview.draft_saved_at = None
    return Receipt(interview.id, _received(turn), turn.id)


def _asked(question: Turn) -> str:
    """What was asked, without what the interviewer's manner put before it."""
    own = str((question.item or {}).get("question") or "")
    return own if own and question.text.endswith(own) else question.text


async def _may_ask_back(session: AsyncSession, interview: Interview, question: Turn) -> bool:
    if interview.kind is InterviewKind.PRACTICE:
        # Whoever practises is told the grade of whatever they send, so all of it is an answer.
        return False
    asked_back = await repository.replies(
        session, interview.id, question.id, TurnKind.CLARIFYING_QUESTION
    )
    # One more than are answered: the last is told to answer now, and what follows is the answer.
    return len(asked_back) <= MAX_CLARIFICATIONS


def _received(turn: Turn) -> Received:
    return Received.ANSWERED if turn.kind is TurnKind.ANSWER else Received.CLARIFYING


def _repeat(turn: Turn) -> Receipt:
    return Receipt(turn.interview_id, _received(turn), turn.id, is_repeat=True)


async def _sent_before_the_end(
    session: AsyncSession, token: object, client_key: str
) -> Receipt | None:
    """The receipt of an answer that was the interview's last, when it is sent again."""
    interview = await find(session, token)
    turn = interview and await repository.turn_by_key(session, interview.id, client_key)
    return _repeat(turn) if turn else None
