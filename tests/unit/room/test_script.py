"""When must-ask questions come, and what they are graded against."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interviews.models import Interview
from app.positions.plan import InterviewPlan, PlannedConcept, PlannedQuestion
from app.room import must_ask
from app.room.script import expected_concept_questions
from app.room.snapshot import Snapshot


def question(ideal_answer: str = "", **fields) -> PlannedQuestion:
    return PlannedQuestion(id=uuid4(), question="Why?", ideal_answer=ideal_answer, **fields)


@pytest.mark.parametrize(
    ("ideal_answer", "points"),
    [
        ("One thing. Another!  A third?", ["One thing.", "Another!", "A third?"]),
        ("- first\n- second\n\n* third", ["first", "second", "third"]),
        ("1. first\n2) second", ["first", "second"]),
        ("Version 2.0 of e.g.this", ["Version 2.0 of e.g.this"]),
        ("---\n…\nOnly this", ["Only this"]),
    ],
)
def test_each_sentence_of_the_ideal_answer_is_a_point(ideal_answer: str, points: list[str]) -> None:
    item = must_ask.item_of(question(ideal_answer))
    assert [point.text for point in item.points] == points


@pytest.mark.parametrize("nothing", ["", "   \n", "...", "- \n- "])
def test_without_an_ideal_answer_nothing_is_graded(nothing: str) -> None:
    assert must_ask.item_of(question(nothing)) is None


@given(st.text(max_size=4000))
def test_any_ideal_answer_makes_a_valid_item_or_none(ideal_answer: str) -> None:
    item = must_ask.item_of(question(ideal_answer))
    assert item is None or 1 <= len(item.points) <= must_ask.MAX_POINTS


def test_time_is_kept_for_what_has_a_limit_and_what_has_none() -> None:
    questions = [question(time_limit_min=1), question()]
    assert must_ask.time_for(questions) == timedelta(minutes=1 + must_ask.USUAL_MINUTES)


@given(planned=st.integers(1, 10), expected=st.integers(0, 40))
def test_must_asks_are_spread_after_the_first_question(planned: int, expected: int) -> None:
    asked, came_after = 0, []
    for concept_questions in range(expected + planned + 1):
        while must_ask.is_due(
            planned=planned, asked=asked, concept_questions=concept_questions, expected=expected
        ):
            asked += 1
            came_after.append(concept_questions)
    assert asked == planned
    assert came_after[0] == 1
    assert len(set(came_after)) == planned


def test_an_interview_too_short_for_anything_is_expected_to_ask_nothing() -> None:
    concept = PlannedConcept(slug="tea", name="Tea", in_bank=False, weight=2, target_depth=3)
    waiting = tuple(question(time_limit_min=30) for _ in range(3))
    snapshot = Snapshot(
        interview=Interview(duration_min=5),
        plan=InterviewPlan(targets=(concept,), must_ask=waiting),
        turns=(),
        evaluations=(),
        ours={},
    )
    assert expected_concept_questions(snapshot) == 0
