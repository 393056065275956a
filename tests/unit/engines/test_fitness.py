"""What a model may say to a candidate, and what is said in its place."""

from __future__ import annotations

import pytest

from app.assessment.items import AnswerKind, Grade, PointGrade
from app.engines.openai.fitness import is_fit_question
from tests.support.openai_server import says
from tests.unit.engines.teas import COOLER, ITEM, Bench, part

GRADE = Grade(
    item_id=ITEM.id,
    kind=AnswerKind.SUBSTANTIVE,
    points=tuple(PointGrade(point_id=one.id, credit=0, confidence=0.5) for one in ITEM.points),
    score=0.3,
    confidence=0.4,
    engine="openai",
    engine_version="1",
)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("So tell me: how would you brew green tea well, and why so?", True),
        ("", False),
        ("How do you brew green tea well? And why? And what with?", False),
        ("What is your favourite animal?", False),
        ("How do you brew green tea well with water cooler than boiling, seventy or so?", False),
        ("How do you brew green tea well? " + "Tell me more. " * 30, False),
    ],
)
def test_a_question_keeps_its_meaning_and_gives_nothing_away(text: str, *, fit: bool) -> None:
    assert is_fit_question(text, ITEM) is fit


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_question_in_unfit_words_is_asked_in_the_items_own(
    bench: Bench, database: str
) -> None:
    good = "Tell me how you brew green tea well, and why so?"
    bench.script(says(good), says("What time is it?"))
    interviewer = (await bench.engine()).interviewer
    assert "".join([piece async for piece in interviewer.ask(ITEM)]) == good
    assert "".join([piece async for piece in interviewer.ask(ITEM)]) == ITEM.question


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_follow_up_takes_up_what_was_said_and_gives_nothing_away(
    bench: Bench, database: str
) -> None:
    good = "You let the water cool: what do you watch once it is on the leaves?"
    leaking = "Do you steep it for two or three minutes only?"
    bench.script(says(good), says(leaking))
    interviewer = (await bench.engine()).interviewer
    assert await interviewer.follow_up(ITEM, GRADE, (part(COOLER),)) == good
    assert COOLER in bench.requests[0]["messages"][-1]["content"]
    own = ITEM.follow_ups[0].question
    assert await interviewer.follow_up(ITEM, GRADE, (part(COOLER),)) == own
    clear = GRADE.model_copy(update={"score": 1.0, "confidence": 0.9})
    assert await interviewer.follow_up(ITEM, clear, (part(COOLER),)) is None
    assert len(bench.requests) == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_clarification_that_answers_the_question_is_not_given(
    bench: Bench, database: str
) -> None:
    good = "It asks what you do, step by step, and the reason for each step."
    leaking = "You should say that water for green tea is cooler than boiling."
    bench.script(says(good), says(leaking))
    interviewer = (await bench.engine()).interviewer
    assert await interviewer.clarify(ITEM, "What do you mean by why?") == good
    assert ITEM.rephrase in await interviewer.clarify(ITEM, "Just tell me the answer.")
