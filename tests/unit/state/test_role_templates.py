"""Starting a position from a role, and taking that back."""

from __future__ import annotations

import pytest

from app.core.database import reading
from app.positions import service as positions
from app.positions.templates import load_templates
from state.position import PositionState
from state.question import QuestionState
from state.role_templates import TemplatesState
from tests.support.browser_tab import Browser
from tests.support.interviews import make_position
from tests.support.people import make_actor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def opened(monkeypatch, actor, path: str = "/positions/new") -> Browser:
    tab = Browser(monkeypatch, actor).at(path)
    await tab.call(PositionState, "load")
    await tab.call(TemplatesState, "begin")
    return tab


async def test_a_role_fills_the_whole_builder_and_can_be_saved(database, monkeypatch) -> None:
    actor = await make_actor()
    tab = await opened(monkeypatch, actor)
    assert len(tab.state(TemplatesState).roles) == len(load_templates())
    await tab.call(TemplatesState, "pick_level", "senior")
    await tab.call(TemplatesState, "use", "backend")
    await tab.call(PositionState, "save")
    async with reading() as session:
        detail = await positions.get(session, actor, tab.state(PositionState).position)
    assert (detail.title, detail.seniority) == ("Senior back-end engineer", "senior")
    assert "api-design" in {concept.slug for concept in detail.concepts}
    assert all(question.ideal_answer for question in detail.must_ask)


async def test_what_was_entered_is_replaced_only_on_request_and_comes_back(
    database, monkeypatch
) -> None:
    actor = await make_actor()
    tab = await opened(monkeypatch, actor)
    position, templates = tab.state(PositionState), tab.state(TemplatesState)
    await tab.call(PositionState, "edit", "title", "Tea master")
    await tab.call(TemplatesState, "use", "backend")
    assert (position.fields.title, templates.asking) == ("Tea master", "backend")
    await tab.call(TemplatesState, "keep")
    assert (position.fields.title, templates.asking) == ("Tea master", "")
    await tab.call(TemplatesState, "use", "backend")
    await tab.call(TemplatesState, "replace_all")
    assert position.fields.title == "Back-end engineer"
    await tab.call(TemplatesState, "undo")
    assert (position.fields.title, list(position.concepts)) == ("Tea master", [])
    assert not templates.filled_from
    await tab.call(TemplatesState, "undo")
    assert position.fields.title == "Tea master"


async def test_a_discarded_form_has_nothing_to_undo(database, monkeypatch) -> None:
    tab = await opened(monkeypatch, await make_actor())
    await tab.call(TemplatesState, "use", "sre")
    await tab.call(PositionState, "discard")
    assert tab.state(TemplatesState).filled_key != tab.state(PositionState).form_key
    await tab.call(TemplatesState, "undo")
    assert list(tab.state(PositionState).concepts) == []


async def test_an_open_position_and_a_forged_role_are_left_alone(database, monkeypatch) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    tab = await opened(monkeypatch, actor, f"/positions/{position.id}")
    await tab.call(TemplatesState, "use", "backend")
    assert "Only a draft" in await tab.call(TemplatesState, "replace_all")
    for role in ("nothing", None, ["backend"]):
        assert "no such role" in await tab.call(TemplatesState, "use", role)
    assert "no such seniority" in await tab.call(TemplatesState, "pick_level", {"a": 1})
    assert [row.slug for row in tab.state(PositionState).concepts] == ["tea-ceremony"]


async def test_a_dealbreaker_needs_an_ideal_answer(database, monkeypatch) -> None:
    tab = await opened(monkeypatch, await make_actor())
    await tab.call(QuestionState, "begin", "")
    form = {"question": "Can you work nights?", "ideal_answer": "", "dealbreaker": "on"}
    await tab.call(QuestionState, "keep", form)
    assert "ideal answer" in tab.state(QuestionState).errors["ideal_answer"]
    await tab.call(QuestionState, "keep", form | {"ideal_answer": "Yes."})
    (row,) = tab.state(PositionState).questions
    assert row.dealbreaker
    await tab.call(QuestionState, "begin", row.key)
    await tab.call(QuestionState, "keep", {"question": "Can you?", "ideal_answer": "Yes."})
    (row,) = tab.state(PositionState).questions
    assert not row.dealbreaker
