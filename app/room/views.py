"""What the candidate's browser gets to see. Nothing of grades, concepts or reference points."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.core import clock
from app.identity.models import Organization
from app.interviews import record, signals
from app.interviews.models import InterviewKind, TurnKind
from app.positions.models import Proctoring
from app.room import timekeeping
from app.room.access import MESSAGES, RoomStatus, status_of
from app.room.script import expected_concept_questions
from app.room.snapshot import Move, take

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview, Turn
    from app.room.snapshot import Snapshot

CONSENT_VERSION = "2026-01"
"""Changes whenever what the candidate agrees to does."""

_CONSENT_KEYS = ("ai_interviewer", "answers_recorded", "how_graded", "people_decide", "human_help")
_SIGNALS_KEY, _FULLSCREEN_KEY = "signals_recorded", "fullscreen_recorded"


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class QuestionView(_View):
    """The question to answer now. `time_limit_min` is a must-ask question's own limit."""

    turn_id: UUID
    text: str
    kind: str
    time_limit_min: int | None = None


class LineView(_View):
    """Something that was said."""

    turn_id: UUID
    role: str
    kind: str
    text: str
    at: AwareDatetime


class SignalView(_View):
    """Something that was recorded, in words."""

    kind: str
    at: AwareDatetime
    words: str


class RoomView(_View):
    """The room as it stands. What lies behind `status` explains which fields are filled.

    Unknown links show `message` alone. Before and during the interview everything that describes
    it is there; `question`, `transcript`, `seconds_left`, `draft` and `signals` only while it is
    running. `thinking` says that the server is to move: call `resume` if it lasts. `expected` is
    how many questions there will probably be, follow-ups not counted, as in `answered`.
    `trial_id` is the interview's id where it is a trial or practice, so that the member who takes
    it finds its report.
    """

    status: RoomStatus
    message: str
    position_title: str = ""
    organization_name: str = ""
    candidate_first_name: str = ""
    duration_min: int = 0
    is_trial: bool = False
    is_practice: bool = False
    trial_id: UUID | None = None
    proctoring: str = Proctoring.OFF.value
    opens_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    consent_version: str = CONSENT_VERSION
    consent_keys: tuple[str, ...] = ()
    question: QuestionView | None = None
    thinking: bool = False
    transcript: tuple[LineView, ...] = ()
    seconds_left: int | None = None
    answered: int = 0
    expected: int = 0
    draft: str = ""
    draft_saved_at: AwareDatetime | None = None
    signals: tuple[SignalView, ...] = ()
    human_requested: bool = False


async def view_of(session: AsyncSession, interview: Interview | None) -> RoomView:
    """The room of an interview, or of no interview at all."""
    status = status_of(interview)
    if interview is None:
        return RoomView(status=status, message=MESSAGES[status])
    organization = await session.get(Organization, interview.organization_id)
    is_trial = interview.kind is InterviewKind.TRIAL
    is_practice = interview.kind is InterviewKind.PRACTICE
    view = RoomView(
        status=status,
        message=MESSAGES[status],
        position_title=interview.position_title,
        organization_name=organization.name if organization else "",
        candidate_first_name=(interview.candidate_name.split() or [""])[0],
        duration_min=interview.duration_min,
        is_trial=is_trial,
        is_practice=is_practice,
        trial_id=interview.id if is_trial or is_practice else None,
        proctoring=interview.proctoring,
        opens_at=interview.scheduled_at,
        expires_at=interview.expires_at,
        consent_keys=consent_keys(interview.proctoring),
        human_requested=is_human_awaited(interview),
    )
    if status is not RoomStatus.RUNNING:
        return view
    return view.model_copy(update=await _running(session, interview))


def consent_keys(proctoring: str) -> tuple[str, ...]:
    """Which paragraphs the consent has, under that level of proctoring."""
    if proctoring == Proctoring.OFF:
        return _CONSENT_KEYS
    if proctoring == Proctoring.STRICT:
        return (*_CONSENT_KEYS, _SIGNALS_KEY, _FULLSCREEN_KEY)
    return (*_CONSENT_KEYS, _SIGNALS_KEY)


def is_human_awaited(interview: Interview) -> bool:
    """Whether the candidate asked for a human and nobody has seen to it yet."""
    return interview.human_requested_at is not None and interview.human_resolved_at is None


def whole_seconds_left(interview: Interview, now: datetime, move: Move) -> int:
    """The time left, in whole seconds and never below 0."""
    left = timekeeping.time_left(interview, now, charged=move is Move.CANDIDATE)
    return max(0, int(left.total_seconds()))


async def _running(session: AsyncSession, interview: Interview) -> dict[str, object]:
    snapshot = await take(session, interview, graded=False)
    recorded = await record.signals_of(
        session, organization_id=interview.organization_id, interview_id=interview.id
    )
    question = snapshot.question if snapshot.move is Move.CANDIDATE else None
    answered = answered_questions(snapshot)
    expected = len(snapshot.plan.must_ask) + expected_concept_questions(snapshot)
    has_draft = question is not None and interview.draft_turn_id == question.id
    return {
        "question": _question(snapshot, question) if question else None,
        "thinking": snapshot.move is Move.SERVER,
        "transcript": tuple(_line(turn) for turn in snapshot.turns),
        "seconds_left": whole_seconds_left(interview, clock.now(), snapshot.move),
        "answered": answered,
        "expected": max(expected, answered + (question is not None)),
        "draft": interview.draft if has_draft else "",
        "draft_saved_at": interview.draft_saved_at if has_draft else None,
        "signals": tuple(
            SignalView(
                kind=signal.kind.value,
                at=signal.at,
                words=signals.words(signal.kind, signal.details),
            )
            for signal in recorded
        ),
    }


def answered_questions(snapshot: Snapshot) -> int:
    """How many questions have an answer; a follow-up belongs to its question."""
    replied = {turn.in_reply_to for turn in snapshot.turns if turn.kind is TurnKind.ANSWER}
    return sum(
        turn.kind in {TurnKind.QUESTION, TurnKind.MUST_ASK} and turn.id in replied
        for turn in snapshot.turns
    )


def _question(snapshot: Snapshot, turn: Turn) -> QuestionView:
    limit = None
    if turn.kind is TurnKind.MUST_ASK:
        # They are asked in the plan's order, so the number of one says which it is.
        limit = snapshot.plan.must_ask[snapshot.count(TurnKind.MUST_ASK) - 1].time_limit_min
    return QuestionView(turn_id=turn.id, text=turn.text, kind=turn.kind.value, time_limit_min=limit)


def _line(turn: Turn) -> LineView:
    return LineView(
        turn_id=turn.id,
        role=turn.role.value,
        kind=turn.kind.value,
        text=turn.text,
        at=turn.created_at,
    )
