"""Comparing graders with people."""

from __future__ import annotations

from app.accuracy.graders import Judged, points_of
from app.accuracy.harness import KEPT_THRESHOLDS, run
from app.accuracy.sets import GradedAnswer, GradedQuestion, GradedSet, Label


class ByLength:
    """Grades by the number of words, up to ten."""

    name = "length"

    async def grade(self, questions):
        return [
            [Judged(min(1, len(one.text.split()) / 10), "not" in one.text) for one in q.answers]
            for q in questions
        ]


def question(number: int, *answers: tuple[str, Label]) -> GradedQuestion:
    return GradedQuestion(
        f"q{number}",
        "Why?",
        ("Because.",),
        tuple(
            GradedAnswer(f"{number}.{n}", text, float(label is Label.CORRECT), label)
            for n, (text, label) in enumerate(answers)
        ),
    )


LONG, SHORT, NOT = "word " * 8, "word", "it is not so"
CLEAR = ((LONG, Label.CORRECT), (SHORT, Label.INCORRECT), (NOT, Label.CONTRADICTORY))


def labelled(name: str, *questions: GradedQuestion, training: bool) -> GradedSet:
    return GradedSet(name, "corpus", training, 1, questions)


async def test_a_grader_that_tells_right_from_wrong_beats_the_constant() -> None:
    graded = labelled("t", *[question(n, *CLEAR) for n in range(6)], training=True)
    constant, found = await run([graded], [ByLength()], lambda _: None)
    assert constant.grader == "mean / majority"
    assert found.macro_f1_2way == found.macro_f1_3way == 1
    assert constant.macro_f1_2way < 0.5
    assert {answer["correct"] for answer in found.answers} == {True, False}


async def test_a_test_set_is_judged_by_the_threshold_of_its_training_set() -> None:
    short_is_right = ((LONG, Label.CORRECT), ("two words", Label.CORRECT), ("", Label.INCORRECT))
    training = labelled("train", *[question(n, *short_is_right) for n in range(6)], training=True)
    test = labelled("test", question(9, ("two words", Label.CORRECT)), training=False)
    alone = await run([test], [ByLength()], lambda _: None)
    beside = await run([training, test], [ByLength()], lambda _: None)
    assert [one["correct"] for one in alone[-1].answers] == [False]
    assert [one["correct"] for one in beside[-1].answers] == [True]


async def test_without_a_training_set_the_kept_threshold_serves(monkeypatch) -> None:
    monkeypatch.setitem(KEPT_THRESHOLDS, ByLength.name, {"corpus": 0.15})
    test = labelled("test", question(9, ("two words", Label.CORRECT)), training=False)
    found = (await run([test], [ByLength()], lambda _: None))[-1]
    assert [one["correct"] for one in found.answers] == [True]


async def test_no_question_has_a_part_in_its_own_threshold() -> None:
    # Only in the first question is a short answer right, and the others' threshold refuses it.
    odd = question(0, (SHORT, Label.CORRECT), ("", Label.INCORRECT))
    graded = labelled("t", odd, *[question(n, *CLEAR) for n in range(1, 6)], training=True)
    found = (await run([graded], [ByLength()], lambda _: None))[-1]
    assert found.answers[0]["correct"] is False


def test_a_reference_answer_is_split_into_its_sentences() -> None:
    assert points_of("It rained. The roof leaks!") == ["It rained.", "The roof leaks!"]
    assert points_of("???") == ["???"]
    assert len(points_of(" ".join(f"Sentence number {n} says so." for n in range(20)))) == 8
