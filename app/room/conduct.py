"""The server's move: grade what was answered, then ask, clarify or end.

Each step is a unit of work of its own and can be repeated: a process that dies between two steps
leaves an interview in which the next call finds whose move it is and goes on from there. Slow work
lies between the units, never in one; what was decided on is checked again under the lock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.assessment import service as assessment
from app.core import clock
from app.core.database import reading, unit_of_work
from app.interviews import repository
from app.interviews.lifecycle import EndReason
from app.interviews.models import InterviewStatus, TurnKind
from app.interviews.transcript import append
from app.room import speaking, timekeeping
from app.room.ending import BATCH, LEFT_AFTER, Swept, expire_overdue, finish, is_left
from app.room.script import Ask, End, may_follow_up, next_step
from app.room.snapshot import Move, Snapshot, is_still, take_running

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.service import EvaluationView
    from app.interviews.models import Interview

# The end of an interview waits for its last answer to be graded; whoever keeps on answering
# meanwhile makes it look again, so often.
MAX_ATTEMPTS = 5


async def proceed(interview_id: UUID) -> None:
    """Make the server's move, if it has one. Two at once ask one question between them."""
    snapshot = await grade(interview_id)
    if snapshot is not None and snapshot.move is Move.SERVER:
        await _carry_out(snapshot, await decide(snapshot))


async def end(interview_id: UUID, reason: EndReason) -> bool:
    """End a running interview once all answers are graded. Whether this call ended it."""
    for _ in range(MAX_ATTEMPTS):
        snapshot = await grade(interview_id)
        if snapshot is None:
            return False
        if await _carry_out(snapshot, End(reason)):
            return True
    return False


async def grade(interview_id: UUID) -> Snapshot | None:
    """Grade and store what has no grade yet; gives the interview with these grades.

    None where it is not running. What is said meanwhile is not in it: see `is_still`.
    """
    async with reading() as session:
        snapshot = await take_running(session, interview_id)
    if snapshot is None:
        return None
    judgements = await speaking.grade_answers(snapshot)
    if not judgements:
        return snapshot
    async with unit_of_work() as session:
        if await repository.by_own_id(session, interview_id, lock=True) is None:
            return None
        stored = [await _store(session, snapshot, judgement) for judgement in judgements]
    return replace(snapshot, evaluations=(*snapshot.evaluations, *stored))


async def _store(
    session: AsyncSession, snapshot: Snapshot, judgement: speaking.Judgement
) -> EvaluationView:
    return await assessment.store_evaluation(
        session,
        organization_id=snapshot.interview.organization_id,
        interview_id=snapshot.interview.id,
        answer_turn_id=judgement.answer.id,
        item=judgement.item,
        concept=judgement.question.concept,
        depth=judgement.question.depth,
        grade=judgement.grade,
        parts=judgement.parts,
    )


async def decide(snapshot: Snapshot) -> Ask | End:
    """What comes next, in words ready to be said."""
    last = snapshot.last
    if last is not None and last.kind is TurnKind.CLARIFYING_QUESTION:
        text = await speaking.clarify(snapshot)
        return Ask(TurnKind.CLARIFICATION, text=text, in_reply_to=last.id)
    left = timekeeping.time_left(snapshot.interview, clock.now(), charged=False)
    if last is not None and may_follow_up(snapshot, left):
        question = snapshot.replied_to(last)
        text_or_none = await speaking.follow_up(snapshot)
        if text_or_none and question is not None:
            return Ask(
                TurnKind.FOLLOW_UP,
                text=text_or_none,
                concept=question.concept,
                depth=question.depth,
                in_reply_to=last.id,
            )
    return next_step(snapshot, left)


async def _carry_out(snapshot: Snapshot, step: Ask | End) -> bool:
    """Commit the step, unless something was said since it was decided. Whether it was done."""
    text = await speaking.phrase(step, snapshot.interview) if isinstance(step, Ask) else ""
    async with unit_of_work() as session:
        interview = await repository.by_own_id(session, snapshot.interview.id, lock=True)
        if interview is None or interview.status is not InterviewStatus.IN_PROGRESS:
            return False
        if not await is_still(session, snapshot):
            return False
        if isinstance(step, Ask):
            await say(session, interview, step, text, snapshot)
            timekeeping.contact(interview, clock.now(), charged=False)
        else:
            if step.reason is EndReason.ABANDONED and not is_left(interview, clock.now()):
                return False
            await finish(session, interview, step.reason)
    if isinstance(step, Ask):
        speaking.anticipate(step, snapshot.interview)
    return True


async def say(
    session: AsyncSession, interview: Interview, ask: Ask, text: str, snapshot: Snapshot
) -> None:
    """Add what was decided to the transcript, with the item as it is now."""
    item = ask.item.model_dump(mode="json") if ask.item else None
    if ask.kind is TurnKind.FOLLOW_UP and snapshot.last is not None:
        question = snapshot.replied_to(snapshot.last)
        item = question.item if question else None
    await append(
        session,
        interview,
        ask.kind,
        text,
        in_reply_to=ask.in_reply_to,
        concept=ask.concept,
        depth=ask.depth,
        item=item,
    )


async def sweep(limit: int = BATCH) -> Swept:
    """Expire invitations that have run out and give up interviews that were left, in a batch.

    Meant to be run again and again; each call takes what is due, `limit` of each at most.
    """
    expired = await expire_overdue(limit)
    async with reading() as session:
        due = await repository.left(session, clock.now() - LEFT_AFTER, limit)
    abandoned = sum([await end(interview_id, EndReason.ABANDONED) for interview_id in due])
    return Swept(expired=expired, abandoned=abandoned)
