"""Storing grades: checked once more against the answer's own words, and only once."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func
from sqlmodel import select

from app.assessment import service
from app.assessment.items import (
    AnswerKind,
    AnswerPart,
    EvidenceSpan,
    Grade,
    Item,
    PointGrade,
    ReferencePoint,
)
from app.assessment.models import Evaluation, Evidence
from app.core.database import get_engine, reading, unit_of_work
from app.core.ids import new_id
from app.interviews.models import TurnKind
from app.room import service as room
from tests.support.interviews import begun, engine, interview_of, span_of, take_whole, turns_of
from tests.support.people import make_actor

ITEM = Item(
    id="trees-1a",
    depth=1,
    question="What is an elm?",
    rephrase="Say what an elm is.",
    points=(
        ReferencePoint(id="tree", text="An elm is a tree.", weight=3),
        ReferencePoint(id="leaf", text="It has leaves."),
    ),
)


def grade(*points: PointGrade, score: float, item: Item = ITEM) -> Grade:
    return Grade(
        item_id=item.id,
        kind=AnswerKind.SUBSTANTIVE,
        points=points,
        score=score,
        confidence=0.8,
        engine="scripted",
        engine_version="1",
    )


def credited(point_id: str, *evidence: EvidenceSpan, credit: float = 1.0) -> PointGrade:
    return PointGrade(point_id=point_id, credit=credit, confidence=0.9, evidence=evidence)


def part(text: str) -> AnswerPart:
    return AnswerPart(turn_id=new_id(), text=text)


def shifted(span: EvidenceSpan, by: int) -> EvidenceSpan:
    return span.model_copy(update={"start": span.start + by, "end": span.end + by})


def test_a_grade_that_the_answer_bears_out_is_kept_as_it_is() -> None:
    said = part("🌳 a tree with leaves")
    given_grade = grade(
        credited("tree", span_of(said, "a tree")),
        credited("leaf", span_of(said, "leaves"), credit=0.5),
        score=0.875,
    )
    assert service.checked(ITEM, given_grade, [said]) is given_grade


def test_a_point_without_true_evidence_loses_its_credit_and_the_score_follows() -> None:
    said = part("🌳 a tree with leaves")
    result = service.checked(
        ITEM,
        grade(
            credited("tree", shifted(span_of(said, "a tree"), 1)),
            credited("leaf", span_of(said, "leaves")),
            score=1.0,
        ),
        [said],
    )
    assert [point.credit for point in result.points] == [0.0, 1.0]
    assert result.points[0].note == "insufficient evidence"
    assert result.score == pytest.approx(0.25)


def test_one_true_span_is_enough_and_the_false_ones_go() -> None:
    said = part("a tree, a tree")
    true = span_of(said, "a tree")
    result = service.checked(
        ITEM,
        grade(credited("tree", shifted(true, 2), true), credited("leaf", credit=0), score=0.75),
        [said],
    )
    assert result.points[0].evidence == (true,)
    assert result.score == 0.75


def test_words_of_another_turn_are_no_evidence() -> None:
    said, elsewhere = part("no idea"), part("a tree")
    result = service.checked(
        ITEM, grade(credited("tree", span_of(elsewhere, "a tree")), score=0.75), [said]
    )
    assert result.score == 0
    assert all(point.evidence == () for point in result.points)


def test_points_the_item_does_not_have_earn_nothing_and_missing_ones_are_named() -> None:
    said = part("a tree")
    span = span_of(said, "a tree")
    result = service.checked(ITEM, grade(credited("bark", span), score=1.0), [said])
    assert [(point.point_id, point.credit, point.note) for point in result.points] == [
        ("tree", 0.0, "not judged"),
        ("leaf", 0.0, "not judged"),
    ]
    assert result.score == 0


@given(
    st.text(min_size=1, max_size=60),
    st.integers(0, 70),
    st.integers(1, 70),
    st.text(max_size=20),
    st.floats(0, 1),
)
def test_no_grade_keeps_a_span_that_is_not_there_or_gains_by_the_check(
    text: str, start: int, length: int, quote: str, score: float
) -> None:
    said = part(text)
    span = EvidenceSpan(turn_id=said.turn_id, start=start, end=start + length, quote=quote)
    result = service.checked(
        ITEM, grade(credited("tree", span), credited("leaf", credit=0), score=score), [said]
    )
    for point in result.points:
        assert point.evidence or point.credit == 0
        for kept in point.evidence:
            assert said.text[kept.start : kept.end] == kept.quote
    assert result.score <= score


async def answered() -> tuple:
    """A running interview whose first answer is not graded yet: interview, answer, parts."""
    token = await begun(await make_actor())
    question = (await room.view(token)).question
    await room.receive(token, question.turn_id, "🌳 a tree", "key")
    (answer,) = await turns_of(token, TurnKind.ANSWER)
    return await interview_of(token), answer, [AnswerPart(turn_id=answer.id, text=answer.text)]


async def store(interview, answer, parts, given_grade):
    async with unit_of_work() as session:
        return await service.store_evaluation(
            session,
            organization_id=interview.organization_id,
            interview_id=interview.id,
            answer_turn_id=answer.id,
            item=ITEM,
            concept="trees",
            depth=1,
            grade=given_grade,
            parts=parts,
        )


async def test_an_evaluation_is_read_as_it_was_stored(database: str) -> None:
    with engine():
        interview, answer, parts = await answered()
    span = span_of(parts[0], "a tree")
    given_grade = grade(
        PointGrade(
            point_id="tree",
            credit=0.5,
            confidence=0.9,
            evidence=(span,),
            contradicted=True,
            note="n" * 500,
        ),
        credited("leaf", credit=0),
        score=0.375,
    ).model_copy(update={"misconceptions": ("An elm is a fish.",)})
    view = await store(interview, answer, parts, given_grade)
    assert (view.turn_id, view.item_id, view.concept, view.depth) == (
        answer.id,
        ITEM.id,
        "trees",
        1,
    )
    assert [(one.point_id, one.text, one.weight) for one in view.points] == [
        ("tree", "An elm is a tree.", 3.0),
        ("leaf", "It has leaves.", 1.0),
    ]
    assert view.points[0].evidence == (span,)
    assert (len(view.points[0].note), view.points[0].contradicted) == (200, True)
    assert view.misconceptions == ("An elm is a fish.",)
    again = service.grade_of(view)
    assert (again.score, again.points[0].evidence) == (0.375, (span,))
    async with reading() as session:
        stored = await service.evaluations_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )
        foreign = await service.evaluations_of(
            session, organization_id=new_id(), interview_id=interview.id
        )
    assert (stored, foreign) == ((view,), ())


async def test_an_answer_is_graded_once_and_the_first_grade_stands(database: str) -> None:
    with engine():
        interview, answer, parts = await answered()
    span = span_of(parts[0], "a tree")
    first = grade(credited("tree", span), credited("leaf", credit=0), score=0.75)
    second = grade(credited("tree", credit=0), credited("leaf", credit=0), score=0.0)
    views = [await store(interview, answer, parts, one) for one in (first, second)]
    views += await asyncio.gather(*(store(interview, answer, parts, second) for _ in range(3)))
    assert {view.id for view in views} == {views[0].id}
    assert {view.score for view in views} == {0.75}
    async with reading() as session:
        for table in (Evaluation, Evidence):
            count = select(func.count()).select_from(table)
            assert (await session.execute(count)).scalar_one() == 1


async def test_two_processes_that_grade_at_once_store_one_evaluation(database: str) -> None:
    with engine():
        interview, answer, parts = await answered()
    given_grade = grade(credited("tree", span_of(parts[0], "a tree")), score=0.75)
    views = await asyncio.gather(*(store(interview, answer, parts, given_grade) for _ in range(5)))
    assert len({view.id for view in views}) == 1


async def test_reading_takes_three_queries_however_many_evaluations(database: str) -> None:
    with engine():
        token = await begun(await make_actor())
        await take_whole(token)
    interview = await interview_of(token)
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    sync = get_engine().sync_engine
    event.listen(sync, "before_cursor_execute", note)
    async with reading() as session:
        views = await service.evaluations_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )
    event.remove(sync, "before_cursor_execute", note)
    assert len(views) > 3
    assert sum(statement.lstrip().startswith("SELECT") for statement in statements) == 3
