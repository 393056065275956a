"""The screens of the question bank: what they show, keep and refuse."""

from __future__ import annotations

import pytest

from app.assessment.bank import load_bank
from app.core.database import reading, unit_of_work
from app.identity.permissions import Role
from app.question_bank import editing
from app.question_bank import reading as bank
from app.question_bank.inputs import values_of
from state.catalogue import CatalogueState
from state.position import PositionState
from state.question_bank import Imported, QuestionBankState, imported_of
from state.question_bank_concept import ConceptState
from state.question_bank_item import ItemState
from tests.support.browser_tab import Browser
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

JSON_VALUES = [None, True, 7, "words", [], [1], {}, {"counts": 3}, {"counts": {}, "lines": 7}]
CACHING = load_bank()["caching"]
FIRST, SECOND, *_ = CACHING.items

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def opened(kind: type, path: str, actor) -> Screen:
    screen = Screen(kind, path, await cookie_of(actor))
    await screen.load()
    return screen


class Form:
    """The form of one item, in a tab of its own; handlers are called as attributes."""

    def __init__(self, tab: Browser) -> None:
        self._tab = tab

    def __getattr__(self, name: str):
        if name in ItemState.event_handlers:
            return lambda *arguments: self._tab.call(ItemState, name, *arguments)
        return self._tab.state(ItemState).get_value(name)


async def form_at(monkeypatch, actor, path: str) -> Form:
    tab = Browser(monkeypatch, actor).at(path)
    await tab.call(ItemState, "load")
    return Form(tab)


async def stored(actor, item_id: str):
    async with reading() as session:
        page = await bank.concept_page(session, actor, "caching")
    return next(view for view in page.items if view.item.id == item_id)


def problem_of(events: list) -> str:
    return " ".join(str(event) for event in events)


async def test_concepts_are_found_by_words(database: str) -> None:
    actor = await make_actor(Role.READONLY)
    screen = await opened(QuestionBankState, "/questions?q=redis", actor)
    names = [entry.name for group in screen.rows for entry in group.concepts]
    assert "Caching" in names
    assert len(names) < len(load_bank())
    assert not screen.editable
    nothing = await opened(QuestionBankState, "/questions?q=nobody-has-this", actor)
    assert (nothing.rows, nothing.found_words) == ([], "0 concepts")


@pytest.mark.parametrize("answer", JSON_VALUES)
def test_whatever_a_browser_says_of_a_file_is_shown_or_refused(database: str, answer) -> None:
    assert isinstance(imported_of(answer, dry=True), Imported)


def test_a_file_with_anything_wrong_cannot_be_taken_over(database: str) -> None:
    line = {"line": 3, "outcome": "wrong", "field": "depth", "problem": "Too deep."}
    found = imported_of({"counts": {"new": 2, "wrong": 1}, "lines": [line]}, dry=True)
    assert (found.ready, found.lines[0].says) == ("", "depth: Too deep.")
    fine = imported_of({"counts": {"new": 1, "changed": 1, "same": 3}}, dry=True)
    assert fine.ready == "2 questions"
    assert not imported_of({"counts": {"same": 3}}, dry=True).ready


async def test_an_item_is_retired_taken_back_and_restored(database: str) -> None:
    actor = await make_actor()
    screen = await opened(ConceptState, "/questions/caching", actor)
    await screen.retire(FIRST.id)
    assert not (await stored(actor, FIRST.id)).is_active
    await screen.reactivate(FIRST.id)
    assert (await stored(actor, FIRST.id)).version == 0
    async with unit_of_work() as session:
        await editing.edit(session, actor, "caching", FIRST.id, values_of(SECOND), version=0)
    assert "Somebody else" in problem_of(await screen.retire(FIRST.id))
    await screen.load()
    (row,) = [row for group in screen.groups for row in group.questions if row.id == FIRST.id]
    assert (row.origin, row.has_original, row.record) == (
        "Your version",
        True,
        "Not asked of a candidate yet",
    )
    await screen.restore(FIRST.id)
    assert (await stored(actor, FIRST.id)).item == FIRST
    missing = await opened(ConceptState, "/questions/nothing", actor)
    assert missing.missing


async def test_a_reader_changes_nothing(database: str, monkeypatch) -> None:
    admin = await make_actor()
    reader = await make_actor(Role.READONLY, admin.organization_id)
    screen = await opened(ConceptState, "/questions/caching", reader)
    assert "role does not allow" in problem_of(await screen.retire(FIRST.id))
    form = await form_at(monkeypatch, reader, f"/questions/caching/{FIRST.id}")
    assert "role does not allow" in await form.save()
    assert (await stored(admin, FIRST.id)).version == 0


async def test_saving_an_untouched_form_keeps_every_word(database: str, monkeypatch) -> None:
    actor = await make_actor()
    for item in CACHING.items:
        form = await form_at(monkeypatch, actor, f"/questions/caching/{item.id}")
        await form.save()
        view = await stored(actor, item.id)
        assert (view.item, view.version) == (item, 1)


async def test_what_is_wrong_shows_beside_its_row_and_two_edits_do_not_mix(
    database: str, monkeypatch
) -> None:
    actor = await make_actor()
    form = await form_at(monkeypatch, actor, f"/questions/caching/{FIRST.id}")
    other = await form_at(monkeypatch, actor, f"/questions/caching/{FIRST.id}")
    key = form.points[1].key
    await form.edit_point(key, "text", " ")
    await form.save()
    assert form.points[1].error == "Reference point is needed."
    await form.edit_point(key, "text", "It is faster.")
    assert not form.points[1].error
    await form.edit("depth", "9")
    await form.save()
    assert form.errors["depth"]
    await form.edit("depth", "2")
    await other.edit("question", "What is it?")
    await other.save()
    await form.save()
    assert "Somebody else" in form.conflict
    assert form.points[1].text == "It is faster."
    assert (await stored(actor, FIRST.id)).item.question == "What is it?"


async def test_a_new_question_is_written_and_tried(database: str, monkeypatch) -> None:
    actor = await make_actor()
    form = await form_at(monkeypatch, actor, "/questions/new?concept=caching")
    assert form.fields.concept_name == "Caching"
    await form.edit("question", "Why do we cache prices?")
    first, second = form.points
    await form.edit_point(first.key, "text", "Prices are read far more often than they change.")
    await form.edit_point(second.key, "text", "The database has fewer queries to answer.")
    await form.add_follow_up()
    await form.edit_follow_up(form.follow_ups[0].key, "And the database?")
    await form.toggle_follow_up(form.follow_ups[0].key, second.id)
    await form.add_point()
    await form.remove_point(first.key)
    assert [choice.chosen for choice in form.follow_ups[0].choices] == [True, False]
    await form.remove_point(form.points[1].key)
    await form.try_it()
    assert form.try_problem == "Write an answer to try."
    await form.type_answer("The database has fewer queries to answer.")
    await form.try_it()
    assert form.tried.points[0].credit == "100%"
    assert "fewer queries" in form.tried.points[0].quote
    await form.save()
    async with reading() as session:
        page = await bank.concept_page(session, actor, "caching")
    (own,) = [view for view in page.items if view.origin == "written"]
    assert own.item.question == "Why do we cache prices?"
    assert own.item.follow_ups[0].points == (own.item.points[0].id,)


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        ("edit", ("points", "x")),
        ("edit", ("question", {"a": 1})),
        ("edit_point", ("no-key", "id", "x")),
        ("edit_point", ("no-key", "text", ["x"])),
        ("edit_follow_up", ("no-key", None)),
        ("type_answer", (None,)),
        ("toggle_follow_up", (None, ["x"])),
        ("remove_point", ({"a": 1},)),
    ],
)
async def test_forged_payloads_change_nothing(
    database: str, monkeypatch, handler: str, arguments
) -> None:
    actor = await make_actor()
    form = await form_at(monkeypatch, actor, f"/questions/caching/{FIRST.id}")
    before = [form.fields, form.points, form.answer]
    await getattr(form, handler)(*arguments)
    assert [form.fields, form.points, form.answer] == before


async def test_the_builder_offers_concepts_of_ones_own(database: str, monkeypatch) -> None:
    actor = await make_actor()
    tea = {"depth": 2, "question": "Why tea?", "points": ["It calms."]}
    async with unit_of_work() as session:
        await editing.add(session, actor, concept="", concept_name="Tea", values=tea)
    tab = Browser(monkeypatch, actor).at("/positions/new")
    await tab.call(PositionState, "load")
    await tab.call(CatalogueState, "begin")
    await tab.call(CatalogueState, "add", "tea")
    (row,) = tab.state(PositionState).concepts
    assert (row.slug, row.in_bank) == ("tea", False)
    await tab.call(CatalogueState, "find", "tea")
    (group,) = [one for one in tab.state(CatalogueState).groups if one.area == "Your own"]
    assert group.concepts[0].taken
    await tab.call(PositionState, "edit_concept", row.key, "target_depth", 2)
    await tab.call(PositionState, "refresh_plan")
    examples = tab.state(PositionState).plan.examples
    assert [example.question for example in examples] == ["Why tea?"]
