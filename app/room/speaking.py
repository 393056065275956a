"""Grading answers and phrasing turns with the engine. Slow work: never inside a transaction.

Whatever the engine fails at, the interview goes on: an ungraded answer is kept and named in the
report, and a question is asked in the item's own words.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app.assessment.items import AnswerPart, Item
from app.assessment.manner import Mannered
from app.assessment.service import grade_of
from app.engines.service import engine_for
from app.interviews.models import TurnKind
from app.room.manner import manner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.assessment.engines import Interviewer
    from app.assessment.items import Grade
    from app.assessment.registry import Engine
    from app.interviews.models import Interview, Turn
    from app.room.script import Ask
    from app.room.snapshot import Snapshot

MAX_CLARIFICATIONS = 3
"""After this many of one question, whatever is written next is taken as the answer."""

AS_YOU_UNDERSTAND_IT = (
    "I have put it as clearly as I can. Please answer as you understand it; whatever you write "
    "next is taken as your answer. Saying that you don't know is fine, too."
)
CLOSING = (
    "That was the last question. Thank you for your time and your answers. The hiring team will "
    "read the report and get back to you."
)
CLOSING_OF_PRACTICE = (
    "That was the last question. Thank you for practising: what went well, and what to work on, "
    "stands in the summary."
)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade, with what it is stored with."""

    answer: Turn
    question: Turn
    item: Item
    parts: tuple[AnswerPart, ...]
    grade: Grade


def gradable(snapshot: Snapshot) -> Iterator[tuple[Turn, Turn, Item, tuple[AnswerPart, ...]]]:
    """Each answer without a grade: the answer, its question, the item, and the parts to judge.

    The answer to a follow-up is judged together with the first answer.
    """
    for answer in snapshot.turns:
        question = snapshot.replied_to(answer)
        if answer.kind is not TurnKind.ANSWER or answer.id in snapshot.by_turn:
            continue
        if question is None or question.item is None:
            continue
        first = snapshot.replied_to(question)
        said = (first, answer) if question.kind is TurnKind.FOLLOW_UP and first else (answer,)
        parts = tuple(AnswerPart(turn_id=turn.id, text=turn.text) for turn in said)
        yield answer, question, Item.model_validate(question.item), parts


async def engine_of(interview: Interview) -> Engine:
    """The engine that holds this interview."""
    return await engine_for(interview.organization_id, interview.id)


async def interviewer_of(interview: Interview) -> Interviewer:
    """Who speaks in this interview, in its manner. Who grades never learns of one."""
    interviewer = (await engine_of(interview)).interviewer
    if not isinstance(interviewer, Mannered):
        return interviewer
    manner = await manner_of(interview, reads=interviewer.reads)
    return interviewer.speaking(manner) if manner else interviewer


async def grade_answers(snapshot: Snapshot) -> list[Judgement]:
    """Grade every answer that has no grade yet. One that cannot be graded is left out."""
    judgements = []
    for answer, question, item, parts in gradable(snapshot):
        try:
            evaluator = (await engine_of(snapshot.interview)).evaluator
            grade = await evaluator.grade(item, parts)
        except Exception:
            _log.exception("grading_failed", interview_id=str(answer.interview_id))
            continue
        judgements.append(Judgement(answer, question, item, parts, grade))
    return judgements


def anticipate(ask: Ask, interview: Interview) -> None:
    """Let the evaluator get ready for the answer to what was just asked, and wait for nothing."""
    if ask.item is not None:
        task = asyncio.create_task(_prepare(ask.item, interview))
        _preparing.add(task)
        task.add_done_callback(_preparing.discard)


async def _prepare(item: Item, interview: Interview) -> None:
    try:
        await (await engine_of(interview)).evaluator.prepare(item)
    except Exception:
        # The grade itself will meet the same trouble, and there it is dealt with.
        _log.exception("preparing_failed", item_id=item.id)


# The event loop itself keeps only weak references to tasks.
_preparing: set[asyncio.Task[None]] = set()


async def follow_up(snapshot: Snapshot) -> str | None:
    """A follow-up on the last answer, or None where it has no grade or would not help."""
    last = snapshot.last
    question = snapshot.replied_to(last) if last else None
    evaluation = snapshot.by_turn.get(last.id) if last else None
    if last is None or evaluation is None or question is None or question.item is None:
        return None
    try:
        interviewer = await interviewer_of(snapshot.interview)
        said = (AnswerPart(turn_id=last.id, text=last.text),)
        return await interviewer.follow_up(
            Item.model_validate(question.item), grade_of(evaluation), said
        )
    except Exception:
        _log.exception("follow_up_failed", interview_id=str(question.interview_id))
        return None


async def phrase(ask: Ask, interview: Interview) -> str:
    """What to say for a question: its own text, or the interviewer's words for the item."""
    if ask.text is not None or ask.item is None:
        return ask.text or ""
    try:
        interviewer = await interviewer_of(interview)
        text = "".join([piece async for piece in interviewer.ask(ask.item)]).strip()
    except Exception:
        _log.exception("asking_failed", item_id=ask.item.id)
        text = ""
    return text or ask.item.question


async def clarify(snapshot: Snapshot) -> str:
    """The answer to the clarifying question asked last."""
    request = snapshot.last
    question = snapshot.replied_to(request) if request else None
    if request is None or question is None or _asked_back(snapshot, question) > MAX_CLARIFICATIONS:
        return AS_YOU_UNDERSTAND_IT
    if question.kind is TurnKind.MUST_ASK or question.item is None:
        return f"Everyone is asked this in the same words, so I can only repeat it: {question.text}"
    item = Item.model_validate(question.item)
    if question.kind is TurnKind.FOLLOW_UP:
        return f"It is still about this: {item.rephrase} In particular: {question.text}"
    try:
        interviewer = await interviewer_of(snapshot.interview)
        text = await interviewer.clarify(item, request.text)
    except Exception:
        _log.exception("clarifying_failed", interview_id=str(question.interview_id))
        text = ""
    return text.strip() or item.rephrase


def _asked_back(snapshot: Snapshot, question: Turn) -> int:
    return sum(
        turn.kind is TurnKind.CLARIFYING_QUESTION and turn.in_reply_to == question.id
        for turn in snapshot.turns
    )
