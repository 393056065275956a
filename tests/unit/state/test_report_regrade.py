"""Re-grading in the report: the dialog, one click to agree, and two reviewers at once."""

from __future__ import annotations

import pytest

from app.core.ids import new_id
from app.identity.permissions import Role
from state.report_regrade import REGRADE_DIALOG, RegradeState
from tests.support.people import make_actor
from tests.support.reports import reported, view_of
from tests.support.screens import Screen, cookie_of

JSON_VALUES = [None, True, 7, "words", "\ud800", [], {}, {"reason": ["many"]}]

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def opened(actor, interview) -> Screen:
    screen = Screen(RegradeState, f"/interviews/{interview.id}", await cookie_of(actor))
    await screen.load()
    return screen


async def asked(actor, interview) -> tuple[Screen, str]:
    """A screen with the dialog open for the first answer, and the answer's evaluation."""
    screen = await opened(actor, interview)
    evaluation = screen.questions[0].evaluation_id
    assert await screen.ask_regrade(evaluation)
    return screen, evaluation


def form(screen: Screen, choice: str, reason: str = "Says so in other words") -> dict[str, str]:
    return {row.name: choice for row in screen.judged} | {"reason": reason}


async def test_a_grade_moves_the_score_and_shows_the_machines_beside(database: str) -> None:
    actor = await make_actor()
    screen, _ = await asked(actor, await reported(actor, ["half marks"]))
    before = screen.verdict
    assert {row.choice for row in screen.judged} == {"partly"}
    events = await screen.save_regrade(form(screen, "fully"))
    assert REGRADE_DIALOG in str(events[0])
    question = screen.questions[0]
    assert float(screen.verdict.score) > float(before.score)
    assert screen.verdict.machine.startswith(f"Machine alone: {before.score}, ")
    assert question.machine == "The machine alone: 50 % of a full answer."
    assert {point.machine for point in question.points} == {"machine 0.5"}
    assert question.grade == f"a full answer, by {actor.name}"
    ((regrade),) = question.regrades
    assert (regrade.words, regrade.text) == ("a full answer, counts", "Says so in other words")


async def test_a_grade_without_reason_or_points_says_so(database: str) -> None:
    actor = await make_actor()
    screen, _ = await asked(actor, await reported(actor, ["half marks"]))
    await screen.save_regrade(form(screen, "fully", reason=" "))
    assert screen.regrade_errors["reason"]
    await screen.save_regrade({"reason": "Says so"})
    assert screen.regrade_errors["points"]
    for value in JSON_VALUES:
        await screen.save_regrade(value)
        await screen.ask_regrade(value)
        await screen.agree(value)
    assert screen.questions[0].regrades == []


async def test_of_two_reviewers_the_second_sees_the_first(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    one, evaluation = await asked(actor, interview)
    other, _ = await asked(await make_actor(Role.RECRUITER, actor.organization_id), interview)
    await one.save_regrade(form(one, "fully"))
    await other.save_regrade(form(other, "none"))
    assert "Somebody else" in other.regrade_errors["points"]
    assert len(other.questions[0].regrades) == 1
    await other.agree(evaluation)
    view = await view_of(actor, interview)
    assert [one.score for one in view.questions[0].regrades] == [0.5, 1.0]


async def test_readers_see_and_may_not(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"])
    reader = await opened(await make_actor(Role.READONLY, actor.organization_id), interview)
    evaluation = reader.questions[0].evaluation_id
    assert evaluation
    for refused in (
        reader.ask_regrade(evaluation),
        reader.agree(evaluation),
        reader.save_regrade({}),
    ):
        (event,) = await refused
        assert "toast" in str(event)
    assert reader.judged == []
    assert (await view_of(actor, interview)).questions[0].regrades == ()


async def test_an_answer_of_another_interview_is_not_re_graded_here(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    screen = await opened(actor, await reported(actor, ["half marks"]))
    theirs = (await view_of(stranger, await reported(stranger, ["half"]))).questions[0]
    for unknown in (str(theirs.evaluation_id), str(new_id())):
        assert await screen.ask_regrade(unknown) == []
        assert await screen.agree(unknown) == []
    assert screen.judged == []
