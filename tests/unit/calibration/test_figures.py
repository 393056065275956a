"""Agreement and drift of an organisation: what enters, from whom, and how it is grouped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.assessment.models import Regrade
from app.assessment.regrade_figures import Slice
from app.calibration import blind
from app.calibration.figures import _drifts, figures
from app.core.database import get_engine, reading, unit_of_work
from app.core.errors import NotPermittedError
from app.identity.permissions import Role
from app.interviews.models import Interview, InterviewKind
from app.reports import human_grades
from app.reports.service import decide
from tests.support.people import make_actor
from tests.support.reports import reported, view_of


async def do(function, *args: object, **kwargs: object):
    async with unit_of_work() as session:
        return await function(session, *args, **kwargs)


async def figures_of(actor):
    async with reading() as session:
        return await figures(session, actor)


async def grade(actor, interview, credit: str, *, blind: bool = False) -> None:
    question = (await view_of(actor, interview)).questions[0]
    points = {point.point_id: credit for point in question.points}
    where = (actor, interview.id, question.evaluation_id)
    if blind:
        await do(human_grades.regrade_blind, *where, points=points)
    else:
        seen = str(question.human.regrade_id) if question.human else ""
        await do(human_grades.regrade, *where, points=points, reason="Looked again", seen=seen)


async def test_each_answer_enters_once_with_its_newest_grade(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    for credit in ("none", "fully"):
        await grade(actor, interview, credit)
    found = await figures_of(actor)
    assert (found.opened.answers, found.blind.answers) == (1, 0)
    assert found.opened.difference == pytest.approx(-0.5)
    await grade(actor, interview, "none", blind=True)
    found = await figures_of(actor)
    assert (found.opened.difference, found.blind.difference) == (-0.5, 0.5)
    # Where an answer can enter only once, its blind grade does.
    (drift,) = found.by_band
    assert (drift.name, drift.answers, drift.difference) == ("Graded middle", 1, 0.5)
    assert [one.name for one in found.by_version] == ["scripted 1"]
    ((name, furthest),) = found.furthest
    assert (name, furthest.person, furthest.blind) == ("Tea ceremony", 0.0, True)
    assert furthest.interview_id == interview.id


async def test_months_are_those_of_utc(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    await grade(actor, interview, "fully")
    async with unit_of_work() as session:
        from sqlmodel import col, update

        await session.execute(
            update(Regrade)
            .where(col(Regrade.interview_id) == interview.id)
            .values(created_at=datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
        )
    (month,) = (await figures_of(actor)).by_month
    assert month.name == "2026-03"


async def test_trials_and_other_organisations_have_no_part(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    trial = await reported(actor, ["half marks"])
    await grade(actor, trial, "fully")
    async with unit_of_work() as session:
        (await session.get_one(Interview, trial.id)).kind = InterviewKind.TRIAL
    await grade(stranger, await reported(stranger, ["half marks"]), "fully")
    found = await figures_of(actor)
    assert found.answers == 0
    assert found.furthest == ()
    async with reading() as session:
        assert await blind.draw(session, actor) is None


async def test_decisions_are_compared_with_what_the_machine_alone_said(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["no idea"] * 8)
    machine = (await view_of(actor, interview)).verdict.recommendation
    for question in (await view_of(actor, interview)).questions:
        if question.score is not None:
            points = {point.point_id: "fully" for point in question.points}
            await do(
                human_grades.regrade,
                actor,
                interview.id,
                question.evaluation_id,
                points=points,
                reason="All there",
                seen="",
            )
    assert (await view_of(actor, interview)).verdict.recommendation != machine
    for said in ("strong_hire", machine):
        await do(decide, actor, interview.id, recommendation=said, reason="On the whole")
    decisions = (await figures_of(actor)).decisions
    assert (decisions.answers, decisions.exact, decisions.kappa) == (1, 1.0, None)


async def test_a_blind_answer_tells_neither_grade_nor_name(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"], full_name="Zenobia Unmistakable")
    async with reading() as session:
        drawn = await blind.draw(session, actor)
    assert drawn is not None
    assert drawn.interview_id == interview.id
    assert drawn.concept == "Tea ceremony"
    assert [one.text for one in drawn.said if one.by_candidate] == ["half marks"]
    assert drawn.points
    assert "Zenobia" not in repr(drawn)
    assert "0.5" not in repr(drawn).replace("weight=0.5", "")
    await grade(actor, interview, "fully", blind=True)
    left = {one.evaluation_id for one in (await view_of(actor, interview)).questions}
    async with reading() as session:
        again = await blind.draw(session, actor)
    assert again is None or again.evaluation_id in left - {drawn.evaluation_id}
    reader = await make_actor(Role.READONLY, actor.organization_id)
    async with reading() as session:
        with pytest.raises(NotPermittedError):
            await blind.draw(session, reader)
        assert (await figures(session, reader)).blind.answers == 1


async def test_the_figures_take_a_fixed_number_of_queries(database: str) -> None:
    actor = await make_actor()
    statements: list[str] = []

    def count(_conn, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    event.listen(get_engine().sync_engine, "before_cursor_execute", count)
    try:
        await figures_of(actor)
        empty, statements[:] = len(statements), []
        for _ in range(2):
            await grade(actor, await reported(actor, ["half marks"]), "fully")
        statements.clear()
        await figures_of(actor)
    finally:
        event.remove(get_engine().sync_engine, "before_cursor_execute", count)
    assert len(statements) == empty


slices = st.lists(
    st.builds(
        Slice,
        band=st.integers(0, 2),
        engine=st.just("built-in"),
        engine_version=st.sampled_from(["1", "2"]),
        year=st.just(2026),
        month=st.integers(1, 12),
        answers=st.integers(1, 50),
        difference=st.floats(-50, 50),
    ),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(slices)
def test_however_drift_is_grouped_it_adds_up_to_the_same(known) -> None:
    ways = (
        _drifts(known, lambda one: one.band, str),
        _drifts(known, lambda one: (one.engine, one.engine_version), " ".join),
        _drifts(known, lambda one: (one.year, one.month), str),
    )
    for way in ways:
        assert sum(one.answers for one in way) == sum(one.answers for one in known)
        assert sum(one.answers * one.difference for one in way) == pytest.approx(
            sum(one.difference for one in known), abs=1e-6
        )
        assert [one.name for one in way] == list(dict.fromkeys(one.name for one in way))
