"""Sending an answer: once, however often and from wherever it is sent, or a clear message."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from app.core.errors import ConflictError, InvalidInputError, NotFoundError, ProblemError
from app.interviews.models import TurnKind
from app.room import service as room
from app.room.answering import Received
from app.room.speaking import AS_YOU_UNDERSTAND_IT, MAX_CLARIFICATIONS
from tests.support.interviews import begun, engine, evaluations_of, send, turns_of
from tests.support.people import make_actor


async def begin(**fields) -> tuple[str, room.RoomView]:
    token = await begun(await make_actor(), **fields)
    return token, await room.view(token)


async def state_of(token: str) -> tuple:
    """Everything about an interview that a refused answer must not change."""
    view = await room.view(token)
    return view.question, view.transcript, view.answered, await evaluations_of(token)


async def test_a_double_click_sends_one_answer_and_asks_one_question(database: str) -> None:
    with engine():
        token, view = await begin()
        outcomes = await asyncio.gather(
            *(room.answer(token, view.question.turn_id, "full marks", "click") for _ in range(4))
        )
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1
    assert len(await turns_of(token, TurnKind.QUESTION)) == 2
    assert len(await evaluations_of(token)) == 1
    assert sum(not outcome.is_repeat for outcome in outcomes) == 1
    # Whoever comes last sees the next question; nobody sees the old one as still open.
    assert {outcome.view.question.turn_id for outcome in outcomes if outcome.view.question} == {
        (await room.view(token)).question.turn_id
    }


async def test_the_same_answer_from_two_tabs_counts_once(database: str) -> None:
    with engine():
        token, view = await begin()
        await asyncio.gather(
            room.answer(token, view.question.turn_id, "full marks", "tab-1"),
            room.answer(token, view.question.turn_id, "full marks ", "tab-2"),
        )
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1


async def test_another_answer_from_a_second_tab_is_told_so_and_changes_nothing(
    database: str,
) -> None:
    with engine():
        token, view = await begin()
        await room.answer(token, view.question.turn_id, "full marks", "tab-1")
        before = await state_of(token)
        with pytest.raises(ConflictError, match="already been answered in another tab"):
            await room.answer(token, view.question.turn_id, "something else", "tab-2")
    assert await state_of(token) == before


async def test_an_answer_sent_again_much_later_is_recognised_by_its_key(database: str) -> None:
    with engine():
        token, view = await begin()
        first = view.question.turn_id
        await room.answer(token, first, "full marks", "one")
        await send(token, "full marks")
        repeat = await room.answer(token, first, "full marks", "one")
        assert repeat.is_repeat
        await room.end(token)
        after = await room.answer(token, first, "full marks", "one")
    assert after.is_repeat
    assert after.view.status is room.RoomStatus.FINISHED
    assert len(await turns_of(token, TurnKind.ANSWER)) == 2


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x07", "\u200b\u200b", "\ud800"])
async def test_an_empty_answer_is_refused_kindly(database: str, text: str) -> None:
    with engine():
        token, view = await begin()
        before = await state_of(token)
        with pytest.raises(InvalidInputError, match="say that you don't know") as refused:
            await room.answer(token, view.question.turn_id, text, "key")
    assert refused.value.field == "text"
    assert await state_of(token) == before


async def test_an_answer_of_100_000_characters_is_told_the_limit_and_nothing_is_lost(
    database: str,
) -> None:
    with engine():
        token, view = await begin()
        await room.save_draft(token, view.question.turn_id, "what I had before")
        before = await state_of(token)
        with pytest.raises(InvalidInputError, match="20,000"):
            await room.answer(token, view.question.turn_id, "x" * 100_000, "key")
        assert await state_of(token) == before
        assert (await room.view(token)).draft == "what I had before"
        outcome = await room.answer(token, view.question.turn_id, "y" * 20_000, "key")
    assert outcome.received is Received.ANSWERED


async def test_control_characters_are_cleaned_and_the_rest_is_kept(database: str) -> None:
    with engine():
        token, view = await begin()
        await room.answer(token, view.question.turn_id, " a\x00b\r\n👩‍👩‍👧 é\u202e ", "key")
    (turn,) = await turns_of(token, TurnKind.ANSWER)
    assert turn.text == "ab\n👩‍👩‍👧 é\u202e"


async def test_a_clarifying_question_is_answered_and_not_graded(database: str) -> None:
    with engine() as evaluator:
        token, view = await begin()
        outcome = await send(token, "Can you rephrase the question, please?")
        assert outcome.received is Received.CLARIFYING
        assert outcome.view.question == view.question
        assert outcome.view.answered == 0
        assert evaluator.graded == []
        assert outcome.view.transcript[-1].kind == "clarification"
        outcome = await send(token, "full marks")
    assert outcome.received is Received.ANSWERED
    assert outcome.view.question != view.question


async def test_a_clarifying_question_sent_twice_is_answered_once(database: str) -> None:
    with engine():
        token, view = await begin()
        text = "Can you rephrase the question, please?"
        await asyncio.gather(
            *(room.answer(token, view.question.turn_id, text, "click") for _ in range(3))
        )
    assert len(await turns_of(token, TurnKind.CLARIFYING_QUESTION)) == 1
    assert len(await turns_of(token, TurnKind.CLARIFICATION)) == 1


async def test_after_a_few_clarifications_the_next_text_is_the_answer(database: str) -> None:
    with engine():
        token, _ = await begin()
        for _ in range(MAX_CLARIFICATIONS + 1):
            outcome = await send(token, "Can you rephrase the question?")
            assert outcome.received is Received.CLARIFYING
        assert outcome.view.transcript[-1].text == AS_YOU_UNDERSTAND_IT
        outcome = await send(token, "Can you rephrase the question?")
    assert outcome.received is Received.ANSWERED


async def test_a_must_ask_question_is_clarified_by_repeating_it(database: str) -> None:
    question = "Why do you want to work here?"
    with engine():
        token, _ = await begin(must_ask=[{"question": question}])
        await send(token, "full marks")
        outcome = await send(token, "Can you rephrase the question?")
    assert question in outcome.view.transcript[-1].text
    assert outcome.view.question.text == question


async def test_a_follow_up_can_be_clarified(database: str) -> None:
    with engine():
        token, _ = await begin()
        outcome = await send(token, "half of it")
        assert outcome.view.question.kind == "follow_up"
        outcome = await send(token, "What do you mean by that?")
    assert outcome.received is Received.CLARIFYING
    assert outcome.view.question.kind == "follow_up"


FORGED: list[object] = [None, 7, 1.5, True, "", "x", [], {}, {"$ne": 1}, "\ud800", b"x", object()]


async def test_forged_payloads_are_refused_and_change_nothing(database: str) -> None:
    with engine():
        token, view = await begin()
        before = await state_of(token)
        question = view.question.turn_id
        for value in FORGED:
            for call, arguments in (
                (room.answer, (value, question, "full marks", "key")),
                (room.answer, (token, value, "full marks", "key")),
                (room.answer, (token, question, "full marks", [value])),
                (room.answer, (token, question, [value], "key")),
                (room.save_draft, (value, question, "text")),
                (room.save_draft, (token, question, [value])),
                (room.touch, (value,)),
                (room.record_signal, (value, "paste", {})),
                (room.record_signal, (token, value, {})),
                (room.record_signal, (token, "paste", [value])),
                (room.record_signal, (token, "paste", {"characters": [value]})),
                (room.record_signal, (token, "paste", {"content": value})),
                (room.request_human, (value,)),
                (room.end, (value,)),
                (room.start, (value, room.CONSENT_VERSION)),
            ):
                with pytest.raises(ProblemError):
                    await call(*arguments)
            assert not (await room.save_draft(token, value, "text")).is_saved
            for look in (room.view, room.resume, room.advance):
                assert (await look(value)).status is room.RoomStatus.UNKNOWN
    assert await state_of(token) == before


async def test_a_question_of_another_interview_cannot_be_answered(database: str) -> None:
    with engine():
        token, _ = await begin()
        _, other = await begin()
        for turn_id in (other.question.turn_id, uuid.uuid4()):
            with pytest.raises(ConflictError, match="not a question of this interview"):
                await room.answer(token, turn_id, "full marks", "key")


async def test_what_was_said_is_no_question_to_answer(database: str) -> None:
    with engine():
        token, _ = await begin()
        await send(token, "full marks")
        (answer,) = await turns_of(token, TurnKind.ANSWER)
        with pytest.raises(ConflictError):
            await room.answer(token, answer.id, "full marks", "key")


async def test_another_interviews_token_opens_only_its_own(database: str) -> None:
    with engine():
        token, view = await begin()
        other, _ = await begin()
        with pytest.raises(ConflictError):
            await room.answer(other, view.question.turn_id, "full marks", "key")
        with pytest.raises(NotFoundError):
            await room.touch(token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert await turns_of(token, TurnKind.ANSWER) == []
