"""Grading again to see whether the same comes out."""

from __future__ import annotations

import pytest

from app.core.errors import NotFoundError
from app.reports.regrade import RegradeCheck, regrade_check
from app.room import service as room
from tests.support.interviews import ScriptedEvaluator, begun, engine, interview_of, send
from tests.support.people import make_actor
from tests.support.reports import reported


async def check(actor, interview, evaluator=None) -> RegradeCheck:
    with engine(evaluator):
        return await regrade_check(actor, interview.id)


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


@pytest.mark.parametrize(("again", "outcome"), [(0.5, "within"), (0.2, "different")])
async def test_several_judgements_are_compared_within_their_stated_spread(
    database: str, again: float, outcome: str
) -> None:
    class Unsteady(ScriptedEvaluator):
        """Judges several times, and this time a little otherwise than before."""

        def __init__(self, score: float) -> None:
            super().__init__()
            self.score = score

        async def grade(self, item, answer):
            grade = await super().grade(item, answer)
            points = tuple(one.model_copy(update={"credit": self.score}) for one in grade.points)
            spread = {"score_low": self.score - 0.1, "score_high": self.score + 0.1}
            return grade.model_copy(update={"points": points, "score": self.score, **spread})

    actor = await make_actor()
    with engine(Unsteady(0.6)):
        token = await begun(actor)
        await send(token, "full marks")
        await room.end(token)
    found = await check(actor, await interview_of(token), Unsteady(again))
    assert getattr(found, outcome) == (1,)
    assert ("within the stated spread" in found.words) is (outcome == "within")
