"""Settings → Assessment: the figures, the choice of engine, and blind review."""

from __future__ import annotations

import json

import pytest

from app.identity.permissions import Role
from app.settings import get_settings
from state.assessment import READY, AssessmentState
from state.assessment_blind import GRADED, GRADING, NOTHING, REFUSED, BlindState
from state.assessment_engine import HIDDEN, EngineState
from state.assessment_engine import READY as HAS_ENGINE
from state.assessment_rows import signed
from tests.support.interviews import engine
from tests.support.people import make_actor
from tests.support.reports import reported, view_of
from tests.support.screens import Screen, cookie_of

PATH = "/settings/assessment"
MEASURED = {
    "set": "a set",
    "size": 1200,
    "pearson": 0.612,
    "spearman": -0.2,
    "rmse": 0.2,
    "qwk": None,
    "macro_f1_2way": 0.7,
    "macro_f1_3way": None,
    "confusion": [[1, 0, 0], [2, 3, 4], [0, 0, 5]],
    "seconds_per_answer": 0.021,
}

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def opened(kind: type, actor) -> Screen:
    screen = Screen(kind, PATH, await cookie_of(actor))
    with engine():
        await (screen.show() if kind is EngineState else screen.load())
    return screen


async def test_without_measurements_or_grades_the_page_says_so(database: str, tmp_path) -> None:
    screen = await opened(AssessmentState, await make_actor(Role.READONLY))
    assert screen.phase == READY
    assert (screen.engine, screen.version) == ("scripted", "1")
    assert (screen.accuracy, screen.agreement, screen.drift, screen.apart) == ([], [], [], [])
    assert screen.decisions == "No decisions are recorded yet."
    assert not screen.may_review


async def test_the_accuracy_table_is_what_the_command_wrote(
    database: str, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(get_settings(), "var_dir", tmp_path)
    content = {
        "sets": [MEASURED | {"grader": "TF-IDF"}, MEASURED | {"grader": "scripted"}],
        "answers": [],
        "engine": "scripted",
        "engine_version": "0",
        "measured_at": "2026-11-20T10:00:00Z",
    }
    (tmp_path / "accuracy.json").write_text(json.dumps(content))
    screen = await opened(AssessmentState, await make_actor())
    ((row),) = screen.accuracy
    assert (row.grader, row.pearson, row.spearman, row.qwk) == ("scripted", "0.61", "−0.20", "–")
    assert (row.middle, row.size, row.seconds) == ("2 / 3 / 4", "1,200", "0.02")
    assert [row.own for row in screen.compared] == [True, False]
    assert screen.measured == "Measured 20 Nov with scripted 0; in use is scripted 1."


async def test_a_blind_grade_is_kept_and_then_shown_beside_the_machines(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["half marks"], full_name="Zenobia Unmistakable")
    screen = await opened(BlindState, actor)
    assert screen.phase == GRADING
    shown = json.dumps(screen.shown())
    assert "Zenobia" not in shown
    assert str(interview.id) not in shown
    assert (screen.machine, screen.person) == ("", "")
    await screen.save({"point-0": "mostly"})
    assert screen.errors["points"]
    await screen.save({row.name: "fully" for row in screen.judged})
    assert screen.phase == GRADED
    assert (screen.machine, screen.person) == ("50 %", "100 %")
    assert screen.report_href == f"/interviews/{interview.id}"
    # Sent twice, it is kept once.
    assert await screen.save({row.name: "none" for row in screen.judged}) == []
    assert (await view_of(actor, interview)).questions[0].human is None
    await screen.count()
    assert (await view_of(actor, interview)).questions[0].score == 1.0
    page = await opened(AssessmentState, actor)
    assert page.agreement[0].name == "All concepts"
    assert page.agreement[0].blind_kappa.startswith("too few")
    assert page.agreement[0].difference == "−50"
    assert page.apart[0].href == screen.report_href
    assert page.drift[0].rows[0].label.startswith("Graded middle: 50 points below people, 1 answer")


async def test_readers_do_not_grade_and_nothing_left_is_said(database: str) -> None:
    actor = await make_actor()
    assert (await opened(BlindState, actor)).phase == NOTHING
    reader = await opened(BlindState, await make_actor(Role.READONLY, actor.organization_id))
    assert reader.phase == REFUSED
    for refused in (reader.another(), reader.save({}), reader.count()):
        (event,) = await refused
        assert "toast" in str(event)


async def test_an_administrator_chooses_and_the_key_never_comes_back(database: str) -> None:
    actor = await make_actor()
    screen = await opened(EngineState, actor)
    assert (screen.phase, screen.chosen) == (HAS_ENGINE, "built-in")
    await screen.pick("openai")
    given = {"model": "some-model", "budget_cents": "1.50", "judgements": "12"}
    await screen.save(given)
    assert screen.errors["judgements"]
    key = "sk-example-not-a-real-one-9876"
    await screen.save(given | {"judgements": "5", "api_key": key})
    assert not any(screen.errors.values())
    choice = screen.choice
    assert (choice.model, choice.judgements, choice.budget) == ("some-model", "5", "1.50")
    assert "9876" in choice.key_words
    assert key not in json.dumps(screen.shown())
    await screen.save({"budget_cents": "a lot"})
    assert screen.errors["budget_cents"]
    for value in (None, 7, [], "x", {"budget_cents": {}}):
        await screen.save(value)
        await screen.pick(value)


async def test_others_see_no_choice_and_change_none(database: str) -> None:
    for role in (Role.RECRUITER, Role.READONLY):
        screen = await opened(EngineState, await make_actor(role))
        assert screen.phase == HIDDEN
        for refused in (screen.save({}), screen.pick("openai"), screen.try_out()):
            (event,) = await refused
            assert "toast" in str(event)


def test_a_difference_has_its_sign(database: str) -> None:
    assert [signed(value) for value in (0.123, -0.5, 0.001, None)] == ["+12", "−50", "0", "–"]
