"""People's grades: what they change in a report, what stays on record, and who may give them."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from app.assessment.models import Regrade
from app.assessment.regrades import HUMAN_CONFIDENCE
from app.core.database import reading, unit_of_work
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from app.core.ids import new_id
from app.identity.permissions import Role
from app.interviews.models import Interview
from app.reports import human_grades
from app.reports.published import published
from tests.support.audit import entries_on
from tests.support.interviews import begun, engine, interview_of, make_position
from tests.support.people import make_actor
from tests.support.reports import reported, view_of

WHY = "Says it in other words."


async def do(function, *args: object, **kwargs: object):
    async with unit_of_work() as session:
        return await function(session, *args, **kwargs)


def said(question, credit: str) -> dict[str, str]:
    return {point.point_id: credit for point in question.points}


async def regrade(actor, interview, question, credit: str, *, seen: str | None = None) -> None:
    newest = str(question.human.regrade_id) if question.human else ""
    await do(
        human_grades.regrade,
        actor,
        interview.id,
        question.evaluation_id,
        points=said(question, credit),
        reason=WHY,
        seen=newest if seen is None else seen,
    )


async def stored(interview) -> tuple[Interview, list[Regrade]]:
    async with reading() as session:
        rows = await session.execute(
            select(Regrade)
            .where(col(Regrade.interview_id) == interview.id)
            .order_by(col(Regrade.id))
        )
        return await session.get_one(Interview, interview.id), list(rows.scalars())


async def test_a_persons_grade_counts_and_the_machines_stays_beside_it(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["no idea"])
    before = await view_of(actor, interview)
    await regrade(actor, interview, before.questions[0], "fully")
    view = await view_of(actor, interview)
    question = view.questions[0]
    assert (question.score, question.machine_score) == (1.0, 0.0)
    assert question.confidence == HUMAN_CONFIDENCE
    assert {(point.credit, point.machine) for point in question.points} == {(1.0, 0.0)}
    assert question.human is not None
    assert (question.human.reason, question.human.by) == (WHY, actor.name)
    assert view.verdict is not None
    assert before.verdict is not None
    assert view.verdict.score > before.verdict.score
    assert view.concepts[0].depth > before.concepts[0].depth
    assert view.verdict.machine is not None
    assert (view.verdict.machine.score, view.verdict.machine.recommendation) == (
        before.verdict.score,
        before.verdict.recommendation,
    )
    assert any(f"confidence of {HUMAN_CONFIDENCE}" in remark for remark in view.remarks)


async def test_tables_and_programs_get_the_report_as_it_counts(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["no idea"])
    await regrade(actor, interview, (await view_of(actor, interview)).questions[0], "fully")
    view = await view_of(actor, interview)
    row, _ = await stored(interview)
    assert view.verdict is not None
    assert (row.score, row.score_low, row.score_high, row.recommendation) == (
        view.verdict.score,
        view.verdict.low,
        view.verdict.high,
        view.verdict.recommendation,
    )
    assert row.depths == [-1.0 if one.depth is None else one.depth for one in view.concepts]
    async with reading() as session:
        report = await published(session, actor, interview.id)
    assert report.overall_score == view.verdict.score
    actions = [entry.action for entry in await entries_on(interview.id)]
    assert actions.count("report.regraded") == 1


async def test_grades_are_added_and_the_newest_holds(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    for credit in ("fully", "none", "partly"):
        await regrade(actor, interview, (await view_of(actor, interview)).questions[0], credit)
    view = await view_of(actor, interview)
    assert view.questions[0].score == 0.5
    assert [one.score for one in view.questions[0].regrades] == [0.5, 0.0, 1.0]
    _, rows = await stored(interview)
    assert [row.machine_score for row in rows] == [0.5, 0.5, 0.5]
    assert view.verdict is not None
    assert view.verdict.machine is not None


async def test_agreeing_keeps_the_grade_and_makes_it_surer(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    before = await view_of(actor, interview)
    await do(human_grades.agree, actor, interview.id, before.questions[0].evaluation_id, seen="")
    view = await view_of(actor, interview)
    assert view.questions[0].score == before.questions[0].score
    assert view.questions[0].human is not None
    concept, sooner = view.concepts[0], before.concepts[0]
    assert concept.high - concept.low <= sooner.high - sooner.low


async def test_of_two_at_once_the_second_is_told_to_look(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    question = (await view_of(actor, interview)).questions[0]
    await regrade(actor, interview, question, "fully", seen="")
    with pytest.raises(ConflictError):
        await regrade(actor, interview, question, "none", seen="")
    assert (await view_of(actor, interview)).questions[0].score == 1.0


async def test_a_blind_grade_changes_the_report_only_when_told_to(database: str) -> None:
    actor = await make_actor()
    other = await make_actor(Role.RECRUITER, actor.organization_id)
    interview = await reported(actor, ["half marks"])
    before = await view_of(actor, interview)
    question = before.questions[0]
    blind = await do(
        human_grades.regrade_blind,
        actor,
        interview.id,
        question.evaluation_id,
        points=said(question, "fully"),
    )
    view = await view_of(actor, interview)
    assert view.verdict == before.verdict
    assert view.questions[0].human is None
    with pytest.raises(NotFoundError):
        await do(human_grades.count_blind, other, blind.id)
    await do(human_grades.count_blind, actor, blind.id)
    assert (await view_of(actor, interview)).questions[0].score == 1.0
    _, rows = await stored(interview)
    assert [(row.blind, row.counts) for row in rows] == [(True, False), (True, True)]


@pytest.mark.parametrize(
    ("points", "reason", "field"),
    [
        ("fully", "", "reason"),
        ("fully", "x" * 2001, "reason"),
        ("fully", None, "reason"),
        ("mostly", WHY, "points"),
        (1, WHY, "points"),
        (["fully"], WHY, "points"),
    ],
)
async def test_a_grade_needs_every_point_and_a_reason(
    database: str, points: object, reason: object, field: str
) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    question = (await view_of(actor, interview)).questions[0]
    with pytest.raises(InvalidInputError) as problem:
        await do(
            human_grades.regrade,
            actor,
            interview.id,
            question.evaluation_id,
            points={point.point_id: points for point in question.points},
            reason=reason,
            seen="",
        )
    assert problem.value.field == field
    assert (await stored(interview))[1] == []


async def test_a_stranger_finds_nothing_and_a_reader_may_not(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    interview, theirs = await reported(actor, ["half marks"]), await reported(stranger, ["half"])
    question = (await view_of(actor, interview)).questions[0]
    reader = await make_actor(Role.READONLY, actor.organization_id)
    with pytest.raises(NotFoundError):
        await regrade(stranger, interview, question, "fully")
    with pytest.raises(NotFoundError):
        await regrade(stranger, theirs, question, "fully")
    with pytest.raises(NotPermittedError):
        await regrade(reader, interview, question, "fully")
    for unknown in (new_id(), "", None, "\x00", 7):
        with pytest.raises(NotFoundError):
            await do(human_grades.agree, actor, interview.id, unknown, seen="")
        with pytest.raises(NotFoundError):
            await do(human_grades.count_blind, actor, unknown)
    assert (await stored(interview))[1] == []


async def test_a_running_interview_is_not_re_graded(database: str) -> None:
    actor = await make_actor()
    with engine():
        interview = await interview_of(await begun(actor))
    with pytest.raises(ConflictError):
        await do(human_grades.agree, actor, interview.id, new_id(), seen="")


async def test_a_must_ask_answer_can_be_re_graded_and_moves_no_depth(database: str) -> None:
    actor = await make_actor()
    must = [{"question": "Why tea?", "ideal_answer": "It calms. It wakes."}]
    interview = await reported(
        actor, ["no idea"] * 12, position=await make_position(actor, must_ask=must)
    )
    before = await view_of(actor, interview)
    (asked,) = [one for one in before.questions if one.must_ask]
    await regrade(actor, interview, asked, "fully")
    view = await view_of(actor, interview)
    (asked,) = [one for one in view.questions if one.must_ask]
    assert (asked.score, asked.machine_score) == (1.0, 0.0)
    assert view.concepts == before.concepts
