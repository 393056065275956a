from __future__ import annotations

import json

import pytest

from app.identity.permissions import Role
from app.practice import attempts
from app.practice.attempts import MAX_ANSWER
from state.practice import PracticeState
from state.practice_history import PracticeHistoryState
from tests.support.interviews import engine
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WANTED = {"job_role": "Tea master", "skill": "Caching"}


@pytest.fixture(autouse=True)
def evaluator():
    with engine() as scripted:
        yield scripted


async def opened(actor, kind=PracticeState, path: str = "/practice") -> Screen:
    screen = Screen(kind, path, await cookie_of(actor))
    await screen.load()
    return screen


async def test_a_double_click_grades_once_and_another_try_compares(database, evaluator):
    actor = await make_actor(Role.READONLY)
    screen = await opened(actor)
    await screen.ask(WANTED)
    for _ in range(2):
        await screen.submit({"answer": "full marks"})
    assert len(evaluator.graded) == 1
    assert (screen.result.score, screen.result.compared, screen.kept) == ("10", "", "")
    await screen.try_again()
    assert (screen.result.id, screen.draft) == ("", "full marks")
    await screen.submit({"answer": "no idea"})
    assert screen.result.compared == "10 points less than your last attempt, 10 of 10."
    assert (await attempts.history(actor)).total == 2


async def test_a_long_answer_is_refused_and_the_draft_survives_a_new_tab(database):
    actor = await make_actor()
    screen = await opened(actor)
    await screen.ask(WANTED)
    long = "x" * (MAX_ANSWER + 1)
    await screen.submit({"answer": long})
    assert "Nothing is lost" in screen.problem
    assert not screen.grading
    again = Screen(PracticeState, "/practice", await cookie_of(actor))
    again.kept = screen.kept
    await again.load()
    assert (again.question, again.draft) == (screen.question, long)


@pytest.mark.parametrize("kept", ["nonsense", "[]", "{}", None])
async def test_what_somebody_else_left_in_the_browser_is_not_shown(database, kept):
    other = await opened(await make_actor())
    await other.ask(WANTED)
    await other.save_draft("my own words")
    screen = Screen(PracticeState, "/practice", await cookie_of(await make_actor()))
    screen.kept = other.kept if kept is None else kept
    await screen.load()
    assert (screen.question.id, screen.draft, screen.kept) == ("", "", "")


async def test_what_is_wrong_with_a_wish_stands_at_its_field(database):
    screen = await opened(await make_actor())
    await screen.ask({"job_role": "Tea master", "skill": "  "})
    assert screen.errors["skill"]
    assert screen.question.id == ""
    history = await opened(await make_actor(), PracticeHistoryState)
    await history.start({"job_role": "Tea master", "duration": "four"})
    assert any(history.errors.values())
    assert not history.starting


async def test_nobody_opens_or_deletes_the_attempt_of_a_colleague(database):
    actor = await make_actor()
    colleague = await make_actor(Role.ADMIN, actor.organization_id)
    screen = await opened(actor)
    await screen.ask(WANTED)
    await screen.submit({"answer": "full marks"})
    attempt_id = screen.result.id
    theirs = await opened(colleague, path=f"/practice?attempt={attempt_id}")
    assert theirs.result.id == ""
    history = await opened(colleague, PracticeHistoryState)
    await history.ask_delete(attempt_id)
    history.doomed = attempt_id
    await history.delete()
    assert history.rows == []
    mine = await opened(actor, PracticeHistoryState)
    assert json.loads(json.dumps(mine.shown()["progress"]))[0]["skill"] == "Caching"
    await mine.ask_delete(attempt_id)
    await mine.delete()
    assert (await attempts.history(actor)).total == 0
