"""Holding a practice session: begun at once, each answer graded while its sender waits."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from app.assessment import service as assessment
from app.assessment.scoring import assess
from app.core import audit, clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import new_id, parse_id
from app.identity.permissions import Permission
from app.interviews import record, repository
from app.interviews.invitations import fresh_token, invitation_of
from app.interviews.models import Interview, InterviewKind, InterviewStatus, TurnKind
from app.interviews.transcript import ASKS
from app.positions.models import Proctoring
from app.positions.plan import plan_from_json
from app.practice.feedback import NOT_GRADED, score_of, words_of
from app.practice.plans import plan_for
from app.practice.summaries import Summary, summary_of
from app.reports.exchanges import exchanges_of
from app.reports.findings import findings_of
from app.room import service as room
from app.room.unbroken import unbroken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.positions.plan import InterviewPlan
    from app.practice.config import SessionConfig
    from app.room.views import RoomView

OPEN_DAYS = 7
"""A session is given up a day after this, however often somebody came back to it."""

NO_SUCH_SESSION = "There is no such interview."
ALREADY_ANSWERED = "This question has already been answered."
NOT_ASKED = "This is not a question of this interview."
_SEED_BITS = 31


class SessionStatus(StrEnum):
    """Where a session stands. The last two are final."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


_STATUS: dict[InterviewStatus, SessionStatus] = {
    InterviewStatus.SCHEDULED: SessionStatus.CREATED,
    InterviewStatus.IN_PROGRESS: SessionStatus.IN_PROGRESS,
    InterviewStatus.COMPLETED: SessionStatus.COMPLETED,
    InterviewStatus.ABANDONED: SessionStatus.ABANDONED,
    InterviewStatus.EXPIRED: SessionStatus.ABANDONED,
    InterviewStatus.CANCELLED: SessionStatus.ABANDONED,
}
_OPEN = frozenset({SessionStatus.CREATED, SessionStatus.IN_PROGRESS})


class SessionEndedError(ConflictError):
    """The session is over; `status` says how."""

    code = "session_ended"

    def __init__(self, status: SessionStatus) -> None:
        super().__init__("This interview has ended: it takes no more answers.")
        self.status_now = status


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer."""

    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session. `question` is there while it runs, `summary` once it has ended.

    `config` is what was asked for, in the words of whoever asked.
    """

    id: UUID
    created_at: datetime
    status: SessionStatus
    config: dict[str, Any]
    question: Question | None = None
    summary: Summary | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can be answered."""
        return self.status not in _OPEN


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a session is: enough to see that it has moved."""

    status: SessionStatus
    question_id: UUID | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can be answered."""
        return self.status not in _OPEN


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The grade of an answer, 0 to 10, in words too. `score` is None where grading failed."""

    score: int | None
    feedback: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What became of an answer: its grade, and the session after it."""

    answer_id: UUID
    evaluation: Evaluated
    session: SessionView


@unbroken
async def create_session(actor: Actor, config: SessionConfig) -> SessionView:
    """A new session, with its first question asked. `config` is made by `parse_config`."""
    actor.require(Permission.PRACTISE)
    plan = await plan_for(config)
    interview = _new(actor, config, plan)
    async with unit_of_work() as session:
        session.add(interview)
        await session.flush()
        _record(session, actor, interview)
    await room.start(_key_of(interview), room.CONSENT_VERSION)
    return await session_view(actor, interview.id)


@unbroken
async def session_view(actor: Actor, interview_id: object) -> SessionView:
    """The session as it stands, gone on with wherever it was left. Raises NotFoundError."""
    interview = await _held(actor, interview_id)
    return await _view(interview, await _resumed(interview))


@unbroken
async def standing(actor: Actor, interview_id: object) -> Standing:
    """How far the session is, in two small queries. Raises NotFoundError."""
    interview = await _held(actor, interview_id)
    async with reading() as session:
        asked = await repository.last_turn(session, interview.id, ASKS)
    return Standing(_STATUS[interview.status], asked.id if asked else None)


@unbroken
async def answer(
    actor: Actor, interview_id: object, *, question_id: object, text: object
) -> AnswerView:
    """Take the answer to the current question, grade it, and give the session after it.

    After the answer to the last question the session has ended. Raises NotFoundError,
    SessionEndedError, and InvalidInputError naming `question_id` or `answer`: for an answer to a
    question already answered, too, and then nothing has moved.
    """
    interview = await _held(actor, interview_id)
    status = _STATUS[interview.status]
    if status not in _OPEN:
        raise SessionEndedError(status)
    await _check_question(interview, question_id)
    receipt = await _receive(interview, question_id, text)
    if receipt.is_repeat:
        raise InvalidInputError(ALREADY_ANSWERED, field="question_id")
    async with _moving(interview.id):
        after = await room.settle(_key_of(interview), receipt)
    if receipt.received is room.Received.TOO_LATE or receipt.turn_id is None:
        raise SessionEndedError((await _view(interview, after)).status)
    return AnswerView(
        answer_id=receipt.turn_id,
        evaluation=await _evaluated(interview, receipt.turn_id),
        session=await _view(interview, after),
    )


@unbroken
async def end(actor: Actor, interview_id: object) -> SessionView:
    """End the session; once it has ended this changes nothing. Raises NotFoundError."""
    interview = await _held(actor, interview_id)
    seen = await _resumed(interview)
    if seen.status is not room.RoomStatus.RUNNING:
        return await _view(interview, seen)
    try:
        after = await room.end(_key_of(interview))
    except room.RoomClosedError:
        # It was given up in this very moment: that is an end as well.
        after = await room.view(_key_of(interview))
    return await _view(interview, after)


@unbroken
async def touch(actor: Actor, interview_id: object) -> Standing:
    """Note that somebody is there: their time runs, and ends the session when it is up.

    Raises NotFoundError.
    """
    interview = await _held(actor, interview_id)
    with suppress(room.RoomClosedError):
        await room.touch(_key_of(interview))
    return await standing(actor, interview_id)


async def _held(actor: Actor, interview_id: object) -> Interview:
    """The session of that id, if it is the actor's to see."""
    actor.require(Permission.PRACTISE)
    async with reading() as session:
        interview = await record.interview_of(
            session, organization_id=actor.organization_id, interview_id=interview_id
        )
    if (
        interview is None
        or interview.kind is not InterviewKind.PRACTICE
        or interview.created_by != actor.user_id
    ):
        raise NotFoundError(NO_SUCH_SESSION)
    return interview


def _key_of(interview: Interview) -> str:
    """What opens the room; nobody outside is ever given it. Raises ConflictError."""
    return invitation_of(interview).token


async def _resumed(interview: Interview) -> RoomView:
    """The room, after the server's move: made now if a process died before making it."""
    key = _key_of(interview)
    seen = await room.view(key)
    if seen.status is room.RoomStatus.READY:
        return await room.start(key, room.CONSENT_VERSION)
    if seen.thinking:
        async with _moving(interview.id):
            return await room.advance(key)
    return seen


def _moving(interview_id: UUID) -> asyncio.Lock:
    """Held while the server moves: who looks meanwhile waits, and nothing is graded twice."""
    return _moves.setdefault(interview_id, asyncio.Lock())


_moves: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


def _new(actor: Actor, config: SessionConfig, plan: InterviewPlan) -> Interview:
    interview_id = new_id()
    _, hashed, sealed = fresh_token()
    return Interview(
        id=interview_id,
        organization_id=actor.organization_id,
        kind=InterviewKind.PRACTICE,
        token_hash=hashed,
        token_sealed=sealed,
        candidate_name=actor.name,
        position_title=config.job_role,
        seniority=config.seniority.value,
        duration_min=config.duration,
        # In practice nobody is watched.
        proctoring=Proctoring.OFF.value,
        plan=plan.model_dump(mode="json"),
        seed=interview_id.int % 2**_SEED_BITS,
        expires_at=clock.now() + timedelta(days=OPEN_DAYS),
        created_by=actor.user_id,
        practice=config.as_given(),
    )


def _record(session: AsyncSession, actor: Actor, interview: Interview) -> None:
    audit.record(
        session,
        "interview.practice_started",
        subject_type="interview",
        subject_id=interview.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **({"api_key_id": str(actor.api_key_id)} if actor.api_key_id else {}),
    )


async def _check_question(interview: Interview, question_id: object) -> None:
    wanted = parse_id(question_id)
    async with reading() as session:
        turn = wanted and await repository.turn(session, interview.id, wanted)
        if not turn or turn.kind not in ASKS:
            raise InvalidInputError(NOT_ASKED, field="question_id")
        if await repository.replies(session, interview.id, turn.id, TurnKind.ANSWER):
            raise InvalidInputError(ALREADY_ANSWERED, field="question_id")


async def _receive(interview: Interview, question_id: object, text: object) -> room.Receipt:
    try:
        # A key of its own each time: who sends an answer again is told that it is there.
        return await room.receive(_key_of(interview), question_id, text, new_id().hex)
    except InvalidInputError as error:
        raise InvalidInputError(error.message, field="answer") from None
    except room.RoomClosedError:
        raise SessionEndedError(SessionStatus.COMPLETED) from None
    except ConflictError:
        raise InvalidInputError(ALREADY_ANSWERED, field="question_id") from None


async def _evaluated(interview: Interview, answer_id: UUID) -> Evaluated:
    async with reading() as session:
        evaluations = await assessment.evaluations_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )
        turns = await record.turns_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )
    found = next((one for one in evaluations if one.turn_id == answer_id), None)
    if found is None:
        return Evaluated(None, NOT_GRADED)
    by_id = {turn.id: turn for turn in turns}
    question = by_id.get(by_id[answer_id].in_reply_to or answer_id)
    is_general = bool(((question and question.item) or {}).get("generic"))
    return Evaluated(score_of(found.score), words_of(found, is_general=is_general))


async def _view(interview: Interview, seen: RoomView) -> SessionView:
    """The session behind a room."""
    status = {
        room.RoomStatus.READY: SessionStatus.CREATED,
        room.RoomStatus.RUNNING: SessionStatus.IN_PROGRESS,
        room.RoomStatus.FINISHED: SessionStatus.COMPLETED,
    }.get(seen.status, SessionStatus.ABANDONED)
    asked = seen.question
    return SessionView(
        id=interview.id,
        created_at=interview.created_at,
        status=status,
        config=dict(interview.practice or {}),
        question=Question(asked.turn_id, asked.text) if asked else None,
        summary=None if status in _OPEN else await _summary(interview),
    )


async def _summary(interview: Interview) -> Summary:
    """What the session showed; made from the stored grades, so it is the same every time."""
    scope: dict[str, Any] = {
        "organization_id": interview.organization_id,
        "interview_id": interview.id,
    }
    async with reading() as session:
        turns = await record.turns_of(session, **scope)
        evaluations = await assessment.evaluations_of(session, **scope)
    plan = plan_from_json(interview.plan)
    exchanges = exchanges_of(turns, evaluations)
    result = assess(plan.concept_targets, [one.asked for one in exchanges if one.asked is not None])
    return summary_of(
        findings_of(plan, exchanges, result), result.overall.score if result.overall else None
    )
