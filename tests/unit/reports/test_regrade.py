"""Grading again to see whether the same comes out."""

from __future__ import annotations

import pytest

from app.core.database import reading
from app.core.errors import NotFoundError
from app.reports.regrade import RegradeCheck, regrade_check
from tests.support.interviews import ScriptedEvaluator, engine
from tests.support.people import make_actor
from tests.support.reports import reported


async def check(actor, interview, evaluator=None) -> RegradeCheck:
    with engine(evaluator):
        async with reading() as session:
            return await regrade_check(session, actor, interview.id)


async def test_the_same_engine_gives_the_same_grades(database: str) -> None:
    actor = await make_actor()
    found = await check(actor, await reported(actor, ["half of it", "full marks", "no idea"]))
    assert (found.identical, found.different, found.skipped) == ((1, 2), (), ())
    assert found.words == "identical on re-run"


async def test_a_grade_that_differs_is_named(database: str) -> None:
    class Stricter(ScriptedEvaluator):
        async def prepare(self, item):
            pass

        async def grade(self, item, answer):
            grade = await super().grade(item, answer)
            points = tuple(
                one.model_copy(update={"credit": one.credit / 2}) for one in grade.points
            )
            return grade.model_copy(update={"points": points, "score": grade.score / 2})

    actor = await make_actor()
    interview = await reported(actor, ["full marks", "no idea"])
    found = await check(actor, interview, Stricter())
    assert (found.identical, found.different) == ((2,), (1,))
    assert found.words == "different on re-run: question 1"


async def test_grades_of_another_version_are_not_compared(database: str) -> None:
    class Newer(ScriptedEvaluator):
        version = "2"

    actor = await make_actor()
    found = await check(actor, await reported(actor, ["full marks"]), Newer())
    assert (found.identical, found.different, found.skipped) == ((), (), (1,))
    assert "could be graded again" in found.words


async def test_another_organisation_finds_nothing(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    interview = await reported(actor, ["full marks"])
    with pytest.raises(NotFoundError):
        await check(stranger, interview)
