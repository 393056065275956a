"""The room: everything a candidate's browser can do, addressed by the invitation's token alone.

Unlike other services these open units of work of their own: an answer must be committed before it
is graded, and the next question before it is shown, so no caller could hold one around it all.
What was begun is carried through even if the browser disconnects and its handler is cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.interviews.lifecycle import EndReason, move
from app.interviews.models import InterviewStatus
from app.room import conduct, speaking
from app.room.access import RoomClosedError, RoomStatus, closed, enter, find, status_of
from app.room.answering import Receipt, Received, receive
from app.room.conduct import sweep
from app.room.ending import finish, record_of_candidate
from app.room.presence import Presence, meet, record_signal, request_human, save_draft, touch
from app.room.script import Ask
from app.room.snapshot import take
from app.room.unbroken import all_done, unbroken
from app.room.views import CONSENT_VERSION, RoomView, view_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview

__all__ = [
    "CONSENT_VERSION",
    "AnswerOutcome",
    "Presence",
    "Receipt",
    "Received",
    "RoomClosedError",
    "RoomStatus",
    "RoomView",
    "advance",
    "all_done",
    "answer",
    "end",
    "receive",
    "record_signal",
    "request_human",
    "resume",
    "save_draft",
    "settle",
    "start",
    "sweep",
    "touch",
    "view",
]

UNSEEN = "api"
"""In place of a version: a program began the interview, and showed no terms of ours."""


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """What became of an answer, and the room after it."""

    received: Received
    is_repeat: bool
    view: RoomView


@unbroken
async def view(token: object) -> RoomView:
    """The room as it stands. Changes nothing; any token whatever gets an answer."""
    async with reading() as session:
        return await view_of(session, await find(session, token))


@unbroken
async def start(token: object, consent_version: object, *, by_program: bool = False) -> RoomView:
    """Begin the interview with the first question. Once it is running this changes nothing.

    `by_program` is for programs that hold the invitation: one that names no version begins the
    interview all the same, and it is recorded that no terms of ours were shown.

    Raises InvalidInputError for consent to another version of the terms, ConflictError before the
    time it opens, NotFoundError, and RoomClosedError once it is over.
    """
    async with reading() as session:
        interview = await find(session, token)
        status = status_of(interview)
        if status is RoomStatus.RUNNING:
            return await view_of(session, interview)
        if interview is None or status is not RoomStatus.READY:
            raise closed(status)
        consent = UNSEEN if by_program and consent_version is None else consent_version
        _check_may_start(interview, consent, by_program=by_program)
        snapshot = await take(session, interview, graded=False)
    step = await conduct.decide(snapshot)
    text = await speaking.phrase(step, interview) if isinstance(step, Ask) else ""
    engine = (await speaking.engine_of(interview)).evaluator.name
    async with unit_of_work() as session:
        interview = await enter(session, token, RoomStatus.READY, RoomStatus.RUNNING)
        if interview.status is InterviewStatus.SCHEDULED:
            _check_may_start(interview, consent, by_program=by_program)
            await _begin(session, interview, engine, str(consent))
            record_of_candidate(session, interview, "interview.started")
            if isinstance(step, Ask):
                await conduct.say(session, interview, step, text, snapshot)
            else:
                await finish(session, interview, step.reason)
    if isinstance(step, Ask):
        speaking.anticipate(step, interview)
    return await view(token)


def _check_may_start(interview: Interview, consent: object, *, by_program: bool) -> None:
    if consent != CONSENT_VERSION and not (by_program and consent == UNSEEN):
        raise InvalidInputError(
            "Please read what is recorded, and agree to it, before you begin.",
            field="consent_version",
        )
    if interview.scheduled_at is not None and clock.now() < interview.scheduled_at:
        opens = interview.scheduled_at
        raise ConflictError(f"This interview opens on {opens.day} {opens:%B %Y, %H:%M} UTC.")


async def _begin(session: AsyncSession, interview: Interview, engine: str, consent: str) -> None:
    now = clock.now()
    interview.engine = engine
    interview.started_at = interview.last_seen_at = now
    interview.consent_version = consent
    interview.consented_at = now if consent == CONSENT_VERSION else None
    await move(session, interview, InterviewStatus.IN_PROGRESS)


@unbroken
async def answer(token: object, turn_id: object, text: object, client_key: object) -> AnswerOutcome:
    """Take an answer, grade it, and give the room with the next question.

    The same as `receive` and then `advance`, which a screen may call by themselves to show that
    the answer is safe while it is graded. Raises as `receive` does.
    """
    receipt = await receive(token, turn_id, text, client_key)
    return AnswerOutcome(receipt.received, receipt.is_repeat, await settle(token, receipt))


@unbroken
async def settle(token: object, receipt: Receipt) -> RoomView:
    """What follows a receipt: the server's move, or the end for what came too late."""
    if receipt.received is Received.TOO_LATE:
        await conduct.end(receipt.interview_id, EndReason.TIME_UP)
    else:
        await conduct.proceed(receipt.interview_id)
    return await view(token)


@unbroken
async def advance(token: object) -> RoomView:
    """Make the server's move, if it has one; gives the room. Any number at once make one."""
    async with reading() as session:
        interview = await find(session, token)
    if interview is not None and interview.status is InterviewStatus.IN_PROGRESS:
        await conduct.proceed(interview.id)
    return await view(token)


@unbroken
async def resume(token: object) -> RoomView:
    """Come (back) into the room, and go on from wherever the interview was left."""
    try:
        await touch(token)
    except (RoomClosedError, NotFoundError):
        return await view(token)
    return await advance(token)


@unbroken
async def end(token: object) -> RoomView:
    """End the interview at the candidate's wish, once what was answered is graded.

    Once it is finished this changes nothing. Raises NotFoundError and RoomClosedError.
    """
    async with unit_of_work() as session:
        interview = await enter(session, token, RoomStatus.RUNNING, RoomStatus.FINISHED)
        if interview.status is InterviewStatus.IN_PROGRESS:
            await meet(session, token)
    if interview.status is InterviewStatus.IN_PROGRESS and not await conduct.end(
        interview.id, EndReason.CANDIDATE_ENDED
    ):
        async with reading() as session:
            status = status_of(await find(session, token))
        if status is not RoomStatus.FINISHED:
            raise closed(status)
    return await view(token)
