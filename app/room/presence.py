"""Being there: heartbeats, drafts, integrity signals, and asking for a human."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.applications import service as applications
from app.core import clock
from app.core.database import unit_of_work
from app.core.ids import parse_id
from app.core.text import clean_text
from app.interviews import repository, signals
from app.interviews.lifecycle import EndReason
from app.interviews.models import SignalKind
from app.interviews.transcript import ASKS
from app.room import conduct, timekeeping
from app.room.access import RoomStatus, enter
from app.room.ending import record_of_candidate
from app.room.snapshot import Move, move_after
from app.room.unbroken import unbroken
from app.room.views import is_human_awaited, whole_seconds_left

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview, Turn

MAX_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Presence:
    """What a heartbeat tells the browser.

    `turn_id` is the question to answer now: a tab that shows another one is stale. `is_saved` is
    for `save_draft`.
    """

    status: RoomStatus
    turn_id: UUID | None
    seconds_left: int
    thinking: bool
    is_saved: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """A running interview at the moment the candidate got in touch, locked."""

    interview: Interview
    question: Turn | None
    move: Move


async def meet(session: AsyncSession, token: object) -> Met:
    """Note that the candidate is there: charge the time, record a disconnection.

    Raises NotFoundError and RoomClosedError unless the interview is running.
    """
    interview = await enter(session, token, RoomStatus.RUNNING)
    now, seen = clock.now(), interview.last_seen_at
    move = move_after(await repository.last_turn(session, interview.id))
    question = await repository.last_turn(session, interview.id, ASKS)
    silent = timekeeping.silence(interview, now)
    timekeeping.contact(interview, now, charged=move is Move.CANDIDATE)
    if move is Move.CANDIDATE and silent > timekeeping.DISCONNECTED_AFTER:
        seconds = min(int(silent.total_seconds()), signals.MAX_SECONDS)
        await signals.record(
            session,
            interview,
            SignalKind.DISCONNECTED,
            {"seconds": seconds},
            at=seen,
            turn_id=question.id if question else None,
        )
    return Met(interview, question if move is Move.CANDIDATE else None, move)


@unbroken
async def touch(token: object) -> Presence:
    """A heartbeat, to be sent at least every 30 seconds. Ends an interview whose time is up.

    Raises NotFoundError and RoomClosedError unless the interview is running.
    """
    async with unit_of_work() as session:
        met = await meet(session, token)
    return await _present(met)


@unbroken
async def save_draft(token: object, turn_id: object, text: object) -> Presence:
    """Keep what is being typed as the answer to that question; a heartbeat as well.

    A draft for another question than the current one is not kept. Raises InvalidInputError for
    what is not text or longer than an answer may be, NotFoundError, and RoomClosedError.
    """
    draft = clean_text(text, field="text", name="Your answer", longest=MAX_ANSWER)
    async with unit_of_work() as session:
        met = await meet(session, token)
        saved = met.question is not None and met.question.id == parse_id(turn_id)
        if saved and met.question is not None:
            met.interview.draft = draft
            met.interview.draft_turn_id = met.question.id
            met.interview.draft_saved_at = clock.now()
    return await _present(met, is_saved=saved)


async def _present(met: Met, *, is_saved: bool = False) -> Presence:
    interview, now = met.interview, clock.now()
    status = RoomStatus.RUNNING
    if timekeeping.is_past_grace(interview, now) and await conduct.end(
        interview.id, EndReason.TIME_UP
    ):
        status = RoomStatus.FINISHED
    return Presence(
        status=status,
        turn_id=met.question.id if met.question and status is RoomStatus.RUNNING else None,
        seconds_left=whole_seconds_left(interview, now, met.move),
        thinking=met.move is Move.SERVER and status is RoomStatus.RUNNING,
        is_saved=is_saved,
    )


@unbroken
async def record_signal(token: object, kind: object, details: object = None) -> bool:
    """Record an integrity signal; whether it was, since a position may not want it.

    `details` holds whole numbers alone: `seconds`, or `characters` of what was pasted or copied.
    Raises InvalidInputError, NotFoundError, and RoomClosedError unless the interview is running.
    """
    known, told = signals.check(kind, details)
    async with unit_of_work() as session:
        met = await meet(session, token)
        return await signals.record(
            session,
            met.interview,
            known,
            told,
            turn_id=met.question.id if met.question else None,
        )


@unbroken
async def request_human(token: object) -> None:
    """Ask the hiring team to get in touch. Again, before anybody has, it changes nothing.

    Raises NotFoundError and RoomClosedError once the interview is over.
    """
    async with unit_of_work() as session:
        interview = await enter(session, token, RoomStatus.READY, RoomStatus.RUNNING)
        if is_human_awaited(interview):
            return
        interview.human_requested_at = clock.now()
        interview.human_resolved_at = None
        if interview.application_id is not None:
            await applications.human_requested(session, interview.application_id, waiting=True)
        record_of_candidate(session, interview, "interview.human_requested")
