"""What a member of the demo has practised: the same interview twice, and better the second time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import clock
from app.core.database import reading
from app.demo.people import Applicant
from app.demo.simulation import Simulated
from app.interviews import repository
from app.positions.models import Seniority
from app.practice import service as practice
from app.practice.plans import TARGETS

if TYPE_CHECKING:
    from uuid import UUID

    from app.identity.permissions import Actor
    from app.interviews.models import Turn

ANSWERS = 3
SESSIONS = ((timedelta(days=9), -1.5), (timedelta(days=2), 0.5))
"""How long ago each was, and how far above or below the targets its answers are."""

_SUBJECT = "javascript"


async def practise(actor: Actor) -> None:
    """Hold the sessions, each to its end."""
    config = practice.parse_config(
        job_role="Front-end engineer",
        experience_level="Mid-level",
        skills=[_SUBJECT],
        interview_type="technical",
        duration=15,
    )
    now = clock.now()
    for ago, level in SESSIONS:
        with clock.at(now - ago):
            await _hold(actor, config, level)


async def _hold(actor: Actor, config: practice.SessionConfig, level: float) -> None:
    applicant = Applicant(actor.name, _SUBJECT, invited=0, taken=0, level=level, own_words=True)
    who = Simulated(applicant, {_SUBJECT: TARGETS[Seniority.MID]})
    seen = await practice.create_session(actor, config)
    for _ in range(ANSWERS):
        if seen.question is None:
            break
        text = who.answer(await _asked(seen.id, seen.question.id))
        clock.advance(who.pause(text))
        taken = await practice.answer(actor, seen.id, question_id=seen.question.id, text=text)
        seen = taken.session
    await practice.end(actor, seen.id)


async def _asked(interview_id: UUID, question_id: UUID) -> Turn:
    async with reading() as session:
        turn = await repository.turn(session, interview_id, question_id)
    if turn is None:
        raise LookupError("the session shows a question that is not in the transcript")
    return turn
