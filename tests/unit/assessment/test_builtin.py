import asyncio
import threading

from app.assessment import builtin
from app.assessment.builtin import BuiltInEvaluator
from app.assessment.grading import VERSION
from app.assessment.items import AnswerPart
from tests.unit.assessment.answers import EXPERT, ITEM, TURN, graded

PART = AnswerPart(turn_id=TURN, text=EXPERT)


def test_the_engine_says_who_it_is():
    evaluator = BuiltInEvaluator()
    grade = graded(EXPERT)
    assert (grade.engine, grade.engine_version, grade.prompt_hash) == ("built-in", VERSION, "")
    assert (evaluator.name, evaluator.version) == ("built-in", VERSION)


async def test_grading_happens_off_the_event_loop(monkeypatch):
    seen = []
    evaluator = BuiltInEvaluator()
    grade_now = evaluator.grade_now

    def noting(item, answer):
        seen.append(threading.current_thread())
        return grade_now(item, answer)

    monkeypatch.setattr(evaluator, "grade_now", noting)
    grade = await evaluator.grade(ITEM, [PART])
    assert grade == graded(EXPERT)
    assert seen[0] is not threading.current_thread()


async def test_grades_made_side_by_side_are_the_same_as_one_by_one():
    evaluator = BuiltInEvaluator()
    grades = await asyncio.gather(*(evaluator.grade(ITEM, [PART]) for _ in range(6)))
    assert set(map(repr, grades)) == {repr(graded(EXPERT))}


def test_an_item_is_encoded_once_and_again_when_its_words_change(monkeypatch):
    prepared = []
    prepare = builtin.prepare
    monkeypatch.setattr(
        builtin, "prepare", lambda item, model: prepared.append(item.id) or prepare(item, model)
    )
    evaluator = BuiltInEvaluator()
    for _ in range(3):
        evaluator.grade_now(ITEM, [PART])
    assert len(prepared) == 1
    evaluator.grade_now(ITEM.model_copy(update={"question": "Why use a queue?"}), [PART])
    assert len(prepared) == 2


def test_the_cache_of_items_is_bounded(monkeypatch):
    monkeypatch.setattr(builtin, "CACHED_ITEMS", 2)
    evaluator = BuiltInEvaluator()
    for number in range(4):
        item = ITEM.model_copy(update={"id": f"queueing-1{'abcd'[number]}"})
        evaluator.grade_now(item, [AnswerPart(turn_id=TURN, text="short")])
    assert len(evaluator._prepared) == 2
