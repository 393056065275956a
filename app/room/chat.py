"""The room as a chat, for programs: what is said are messages, numbered from 1 as they were said.

It is the same room that the browser shows. Like the room's other services these functions open
units of work of their own, and what was begun is carried through.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.database import reading
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from app.core.ids import new_id
from app.interviews import record, repository
from app.interviews.messages import message_id, role_of
from app.interviews.models import TurnKind, TurnRole
from app.interviews.transcript import ASKS
from app.room import answering, conduct, service
from app.room.access import RoomClosedError, RoomStatus, closed, find, status_of
from app.room.answering import Receipt, Received, check_answer
from app.room.unbroken import unbroken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.messages import Role
    from app.interviews.models import Interview, Turn

STILL_READING = (
    "What was sent before is still being read. Send this again once the next question is asked."
)
ANSWERED = "This question has been answered meanwhile. Look at the next one, and answer that."
TOO_LATE = "The time was up before this arrived, so it is not part of the interview."
OTHER_CONTENT = "This Idempotency-Key was used with another message."
_SPEAKS = tuple({*ASKS, TurnKind.CLARIFICATION, TurnKind.CLOSING})


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said; `is_last` is the interviewer's farewell."""

    id: int
    role: Role
    content: str
    created_at: datetime
    is_last: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an interview is. `said` is what the interviewer said last, unless there is nothing.

    `thinking` says that the interviewer has not replied yet to what was sent last.
    """

    interview_id: UUID
    status: RoomStatus
    said: Message | None
    thinking: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message of the candidate and what the interviewer replied."""

    sent: Message
    reply: Message


async def standing(token: object) -> Standing:
    """How far the interview is, in a few small queries. Raises NotFoundError."""
    async with reading() as session:
        interview = await find(session, token)
        if interview is None:
            raise closed(RoomStatus.UNKNOWN)
        last = await repository.last_turn(session, interview.id)
        thinking = last is not None and last.role is TurnRole.CANDIDATE
        said = await repository.last_turn(session, interview.id, _SPEAKS) if thinking else last
    status = status_of(interview)
    return Standing(
        interview_id=interview.id,
        status=status,
        said=_message(said) if said else None,
        thinking=thinking and status is RoomStatus.RUNNING,
    )


@unbroken
async def start(token: object, consent_version: object = None) -> Standing:
    """Begin the interview, or go on with one that runs; gives it with the question to answer.

    Where no consent is named, it is noted that a program began it and showed no terms of ours.
    Raises as `service.start` does.
    """
    await service.start(token, consent_version, by_program=True)
    found = await standing(token)
    if found.thinking:
        await service.resume(token)
        found = await standing(token)
    return found


@unbroken
async def receive(
    token: object, content: object, *, key: str | None = None, reply_to: int | None = None
) -> Receipt:
    """Commit what is sent as the answer to the current question.

    The same again under the same `key`, to the same message `reply_to`, or while the first is
    still being read, is a repeat. Raises InvalidInputError naming `content`, ConflictError where
    something else was sent so or the question is not the current one any more, NotFoundError, and
    RoomClosedError unless it is running.
    """
    try:
        text = check_answer(content)
    except InvalidInputError as problem:
        raise InvalidInputError(problem.message, field="content") from None
    async with reading() as session:
        interview = await find(session, token)
        if interview is None:
            raise closed(RoomStatus.UNKNOWN)
        client_key = _client_key(key)
        known = await repository.turn_by_key(session, interview.id, client_key)
        if known is not None:
            return _again(known, text, OTHER_CONTENT)
        last = await repository.last_turn(session, interview.id)
        if last is not None and last.role is TurnRole.CANDIDATE:
            return _again(last, text, STILL_READING)
        if reply_to is not None and last is not None and message_id(last) != reply_to:
            return await _given_to(session, interview, reply_to, text)
        question = await repository.last_turn(session, interview.id, ASKS)
    if question is None:
        raise closed(status_of(interview))
    try:
        receipt = await answering.receive(token, question.id, text, client_key)
    except (RoomClosedError, NotFoundError):
        raise
    except ConflictError:
        raise ConflictError(ANSWERED) from None
    if receipt.received is Received.TOO_LATE:
        await service.settle(token, receipt)
        raise ConflictError(TOO_LATE)
    return receipt


@unbroken
async def settle(token: object, receipt: Receipt) -> Exchange:
    """Have what was received graded and replied to; gives both, for a repeat as they were.

    Raises NotFoundError, RoomClosedError where the interview has ended otherwise, and
    UnavailableError.
    """
    found = await _exchange(receipt)
    if found is None:
        await conduct.proceed(receipt.interview_id)
        found = await _exchange(receipt)
    if found is not None:
        return found
    async with reading() as session:
        status = status_of(await find(session, token))
    if status is not RoomStatus.RUNNING:
        raise closed(status)
    raise UnavailableError("Your answer is kept, and is still being read. Look again in a moment.")


@unbroken
async def send(token: object, content: object, *, reply_to: int | None = None) -> Exchange:
    """`receive` and then `settle`, which are for those who tell of the receipt meanwhile."""
    return await settle(token, await receive(token, content, reply_to=reply_to))


async def sent(receipt: Receipt) -> Message:
    """The message of a receipt."""
    async with reading() as session:
        return _message(await _turn(session, receipt))


async def _exchange(receipt: Receipt) -> Exchange | None:
    """What was sent and the reply to it, once there is one."""
    async with reading() as session:
        turn = await _turn(session, receipt)
        turns = await record.turns_of(
            session, organization_id=turn.organization_id, interview_id=turn.interview_id
        )
    replies = [
        one for one in turns if one.ordinal > turn.ordinal and one.role is TurnRole.INTERVIEWER
    ]
    return Exchange(_message(turn), _message(replies[0])) if replies else None


async def _turn(session: AsyncSession, receipt: Receipt) -> Turn:
    wanted = receipt.turn_id
    turn = await repository.turn(session, receipt.interview_id, wanted) if wanted else None
    if turn is None:
        raise closed(RoomStatus.UNKNOWN)
    return turn


async def _given_to(
    session: AsyncSession, interview: Interview, message: int, text: str
) -> Receipt:
    """The receipt of what was sent right after an earlier message, if it is the same."""
    turns = await record.turns_of(
        session, organization_id=interview.organization_id, interview_id=interview.id
    )
    for turn in turns:
        if message_id(turn) == message + 1 and turn.role is TurnRole.CANDIDATE:
            return _again(turn, text, ANSWERED)
    status = status_of(interview)
    raise ConflictError(ANSWERED) if status is RoomStatus.RUNNING else closed(status)


def _again(turn: Turn, text: str, otherwise: str) -> Receipt:
    """The receipt of what was sent before, if it is the same."""
    if turn.text != text:
        raise ConflictError(otherwise)
    received = Received.ANSWERED if turn.kind is TurnKind.ANSWER else Received.CLARIFYING
    return Receipt(turn.interview_id, received, turn.id, is_repeat=True)


def _client_key(key: str | None) -> str:
    """A key as the room knows them; the room's own browsers never make one like it."""
    if key is None:
        return f"api-{new_id().hex}"
    return f"api-{hashlib.sha256(key.encode()).hexdigest()[:60]}"


def _message(turn: Turn) -> Message:
    return Message(
        id=message_id(turn),
        role=role_of(turn),
        content=turn.text,
        created_at=turn.created_at,
        is_last=turn.kind is TurnKind.CLOSING,
    )
