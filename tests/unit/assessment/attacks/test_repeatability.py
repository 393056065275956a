"""The same answer gets the same grade, bit for bit, whenever and wherever it is given."""

from __future__ import annotations

import subprocess
import sys

from app.assessment.builtin import BuiltInEvaluator
from tests.unit.assessment.attacks.cases import bases, part

ANSWERS = [base for base in bases() if base.text]
PRINT_GRADES = """
from app.assessment.builtin import BuiltInEvaluator
from tests.unit.assessment.attacks.test_repeatability import ANSWERS, grades
print("\\n".join(reversed(grades(BuiltInEvaluator(), list(reversed(ANSWERS))))))
"""


def grades(evaluator, answers):
    """Every grade as text, in which all its digits stand."""
    return [evaluator.grade_now(one.item, [part(one.text)]).model_dump_json() for one in answers]


def test_the_same_answer_five_times_gets_the_same_grade():
    evaluator = BuiltInEvaluator()
    [first] = {tuple(grades(evaluator, ANSWERS[:3])) for _ in range(5)}
    assert len(set(first)) == 3


def test_another_process_that_meets_the_answers_the_other_way_round_grades_the_same():
    done = subprocess.run(
        [sys.executable, "-c", PRINT_GRADES], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:-1] == grades(BuiltInEvaluator(), ANSWERS)


async def test_an_item_prepared_ahead_or_only_when_it_is_graded_makes_no_difference():
    ahead = BuiltInEvaluator()
    for base in reversed(ANSWERS):
        await ahead.prepare(base.item)
    assert grades(ahead, ANSWERS[:4]) == grades(BuiltInEvaluator(), ANSWERS[:4])
