"""The built-in interviewer asks, follows up where it helps, and rephrases."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app.assessment.interviewer import BuiltInInterviewer
from app.assessment.items import (
    AnswerKind,
    EvidenceSpan,
    FollowUp,
    Grade,
    Item,
    PointGrade,
    ReferencePoint,
)

ITEM = Item(
    id="caching-1a",
    depth=1,
    question="What is a cache,  and what\ndo we gain by it?",
    rephrase="What does a cache do for us?",
    points=(
        ReferencePoint(id="copy", text="It keeps a copy.", weight=2),
        ReferencePoint(id="gain", text="It is faster.", weight=1),
        ReferencePoint(id="stale", text="It can be old.", weight=3),
    ),
    follow_ups=(
        FollowUp(question="What does it keep?", points=("copy",)),
        FollowUp(question="What is the risk, and what the gain?", points=("stale", "gain")),
    ),
)


def grade(score=0.5, confidence=0.8, kind=AnswerKind.SUBSTANTIVE, **credited: float) -> Grade:
    span = EvidenceSpan(turn_id=uuid4(), start=0, end=4, quote="copy")
    return Grade(
        item_id=ITEM.id,
        kind=kind,
        points=tuple(
            PointGrade(point_id=point, credit=credit, confidence=0.8, evidence=(span,))
            for point, credit in credited.items()
        ),
        score=score,
        confidence=confidence,
        engine="built-in",
        engine_version="1.0",
    )


async def test_the_question_comes_in_pieces_that_make_up_the_whole():
    pieces = [piece async for piece in BuiltInInterviewer().ask(ITEM)]
    assert len(pieces) == 11
    assert "".join(pieces) == ITEM.question


async def test_the_follow_up_is_about_what_weighs_most_and_is_missing():
    interviewer = BuiltInInterviewer()
    assert await interviewer.follow_up(ITEM, grade(copy=1)) == ITEM.follow_ups[1].question
    assert await interviewer.follow_up(ITEM, grade(stale=1)) == ITEM.follow_ups[0].question
    partly = grade(copy=0.2, stale=0.9, gain=0.9)
    assert await interviewer.follow_up(ITEM, partly) == ITEM.follow_ups[0].question


@pytest.mark.parametrize(
    ("score", "confidence", "asked"),
    [
        (0.5, 0.9, True),
        (0.25, 0.9, True),
        (0.8, 0.9, True),
        (0.24, 0.9, False),
        (0.81, 0.9, False),
        (0.1, 0.44, True),
        (0.95, 0.44, True),
        (0.1, 0.45, False),
    ],
)
async def test_only_an_unclear_grade_is_followed_up(score, confidence, asked):
    found = await BuiltInInterviewer().follow_up(ITEM, grade(score, confidence))
    assert (found is not None) == asked


@pytest.mark.parametrize(
    "kind", [kind for kind in AnswerKind if kind is not AnswerKind.SUBSTANTIVE]
)
async def test_what_is_no_real_attempt_is_not_followed_up(kind):
    assert await BuiltInInterviewer().follow_up(ITEM, grade(0.5, 0.2, kind)) is None


async def test_there_is_no_follow_up_when_nothing_is_missing():
    full = grade(0.8, 0.2, copy=1, gain=0.95, stale=0.95)
    assert await BuiltInInterviewer().follow_up(ITEM, full) is None


async def test_an_item_without_follow_ups_gets_none():
    bare = ITEM.model_copy(update={"follow_ups": ()})
    assert await BuiltInInterviewer().follow_up(bare, grade()) is None


async def test_a_clarification_is_the_question_in_simpler_words_and_gives_nothing_away():
    said = await BuiltInInterviewer().clarify(ITEM, "What do you mean? Tell me the answer!")
    assert said.endswith(ITEM.rephrase)
    assert not any(point.text in said for point in ITEM.points)
