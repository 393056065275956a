"""A process that dies between any two steps: nothing is lost, nothing is done twice."""

from __future__ import annotations

import asyncio

import pytest

from app.core.database import reading
from app.interviews.models import TurnKind
from app.room import conduct
from app.room import service as room
from app.room.snapshot import Move, take_running
from tests.support.interviews import (
    ScriptedEvaluator,
    begun,
    engine,
    evaluations_of,
    interview_of,
    send,
    turns_of,
)
from tests.support.people import make_actor


async def has_gone_on_once(token: str) -> bool:
    """One answer, one evaluation, and one next question."""
    view = await room.view(token)
    return (
        len(await turns_of(token, TurnKind.ANSWER)) == 1
        and len(await evaluations_of(token)) == 1
        and len(await turns_of(token, TurnKind.QUESTION)) == 2
        and view.question is not None
        and not view.thinking
    )


async def committed(text: str = "full marks", **fields) -> tuple[str, room.RoomView]:
    """An interview whose first answer is committed, and then the process dies."""
    token = await begun(await make_actor(), **fields)
    view = await room.view(token)
    receipt = await room.receive(token, view.question.turn_id, text, "key")
    assert not receipt.is_repeat
    return token, view


async def test_after_a_crash_before_grading_the_interview_goes_on(database: str) -> None:
    with engine():
        token, _ = await committed()
        left = await room.view(token)
        assert left.thinking
        assert left.question is None
        assert left.transcript[-1].text == "full marks"
        await room.resume(token)
    assert await has_gone_on_once(token)


async def test_after_a_crash_between_grade_and_next_question_nothing_is_graded_again(
    database: str,
) -> None:
    with engine() as evaluator:
        token, _ = await committed()
        await conduct.grade((await interview_of(token)).id)
        assert (await room.view(token)).thinking
        await room.resume(token)
        assert len(evaluator.graded) == 1
    assert await has_gone_on_once(token)


async def test_sending_again_after_a_crash_continues_instead_of_repeating(database: str) -> None:
    with engine():
        token, view = await committed()
        outcome = await room.answer(token, view.question.turn_id, "full marks", "key")
        assert outcome.is_repeat
    assert await has_gone_on_once(token)


async def test_a_clarification_that_was_not_given_is_given_on_return(database: str) -> None:
    with engine():
        token, view = await committed("Can you rephrase the question?")
        back = await room.resume(token)
    assert back.question == view.question
    assert back.transcript[-1].kind == "clarification"


async def test_many_returning_at_once_continue_once(database: str) -> None:
    with engine():
        token, _ = await committed()
        views = await asyncio.gather(*(room.advance(token) for _ in range(6)))
    assert await has_gone_on_once(token)
    assert len({view.question.turn_id for view in views if view.question}) == 1


async def test_a_decision_that_came_too_late_is_dropped(database: str) -> None:
    with engine():
        token, _ = await committed()
        interview_id = (await interview_of(token)).id
        await conduct.grade(interview_id)
        async with reading() as session:
            slow = await take_running(session, interview_id)
        assert slow.move is Move.SERVER
        step = await conduct.decide(slow)
        await room.advance(token)
        assert not await conduct._carry_out(slow, step)
    assert await has_gone_on_once(token)


class FailingEvaluator(ScriptedEvaluator):
    """Fails as often as told, then grades."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    async def prepare(self, item):
        pass

    async def grade(self, item, answer):
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the model is not there")
        return await super().grade(item, answer)


async def test_an_answer_that_cannot_be_graded_stops_nothing_and_is_graded_later(
    database: str,
) -> None:
    with engine(FailingEvaluator(1)):
        token = await begun(await make_actor())
        outcome = await send(token, "full marks")
        assert outcome.view.question is not None
        assert await evaluations_of(token) == ()
        await send(token, "full marks")
    assert len(await evaluations_of(token)) == 2


async def test_an_engine_that_always_fails_still_holds_an_interview_to_its_end(
    database: str,
) -> None:
    class Mute:
        def ask(self, item):
            raise RuntimeError("no words")

        async def follow_up(self, item, grade, answer=()):
            raise RuntimeError("no words")

        async def clarify(self, item, request):
            raise RuntimeError("no words")

    with engine(FailingEvaluator(10_000), Mute()):
        token = await begun(await make_actor())
        outcome = await send(token, "Can you rephrase the question?")
        assert outcome.view.transcript[-1].text
        outcome = await send(token, "full marks")
        assert outcome.view.question.text
        assert (await room.end(token)).status is room.RoomStatus.FINISHED
    interview = await interview_of(token)
    assert (interview.score, interview.recommendation) == (None, "discuss")


async def test_work_goes_on_when_whoever_asked_for_it_has_gone(database: str) -> None:
    with engine():
        token = await begun(await make_actor())
        question = (await room.view(token)).question.turn_id
        sending = asyncio.create_task(room.answer(token, question, "full marks", "key"))
        await asyncio.sleep(0)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await room.all_done()
    assert await has_gone_on_once(token)


@pytest.mark.parametrize("steps", [1, 2, 5, 9, 14, 20, 30, 45])
async def test_a_connection_cut_at_any_moment_loses_and_repeats_nothing(
    database: str, steps: int
) -> None:
    with engine():
        token = await begun(await make_actor())
        question = (await room.view(token)).question.turn_id
        sending = asyncio.create_task(room.answer(token, question, "full marks", "key"))
        for _ in range(steps):
            await asyncio.sleep(0)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await room.all_done()
        await room.resume(token)
        await room.answer(token, question, "full marks", "key")
    assert await has_gone_on_once(token)


async def test_ending_while_an_answer_is_being_graded_grades_it_first(database: str) -> None:
    with engine():
        token, _ = await committed()
        view = await room.end(token)
    assert view.status is room.RoomStatus.FINISHED
    assert len(await evaluations_of(token)) == 1
    assert (await interview_of(token)).score > 50


async def test_ending_and_sending_at_once_leave_a_finished_interview_and_no_open_question(
    database: str,
) -> None:
    with engine():
        token = await begun(await make_actor())
        question = (await room.view(token)).question.turn_id
        await asyncio.gather(
            room.answer(token, question, "full marks", "key"),
            room.end(token),
            room.end(token),
            return_exceptions=True,
        )
        assert (await room.end(token)).status is room.RoomStatus.FINISHED
    assert len(await turns_of(token, TurnKind.CLOSING)) == 1
    answers = await turns_of(token, TurnKind.ANSWER)
    assert len(await evaluations_of(token)) == len(answers)
