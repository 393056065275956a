"""The position builder's handlers, called as a browser calls them."""

from __future__ import annotations

import pytest

from app.core.database import reading, unit_of_work
from app.identity.permissions import Role
from app.positions import service as positions
from state import position as module
from state.catalogue import CatalogueState, ProposalsState
from state.invite import InviteState
from state.position import PositionState
from state.question import QuestionState
from tests.support.browser_tab import Browser
from tests.support.interviews import make_position
from tests.support.people import make_actor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def stored(actor, position_id):
    async with reading() as session:
        return await positions.get(session, actor, position_id)


async def opened_at(monkeypatch, actor, path: str) -> Browser:
    browser = Browser(monkeypatch, actor).at(path)
    await browser.call(PositionState, "load")
    return browser


async def test_nothing_is_stored_before_the_first_save(database, monkeypatch) -> None:
    actor = await make_actor()
    browser = await opened_at(monkeypatch, actor, "/positions/new")
    await browser.call(PositionState, "edit", "title", "Tea master")
    await browser.call(CatalogueState, "add", "caching")

    assert browser.state(PositionState).dirty
    async with reading() as session:
        assert (await positions.listing(session, actor)).total == 0

    outcome = await browser.call(PositionState, "save")
    state = browser.state(PositionState)
    # The address changes under the page; a redirect would drop what is being typed.
    assert "replaceState" in outcome
    assert f"/positions/{state.position}" in outcome
    assert (state.dirty, state.saved, state.stored) == (False, True, True)
    detail = await stored(actor, state.position)
    assert (detail.title, [one.slug for one in detail.concepts]) == ("Tea master", ["caching"])


async def test_a_connection_that_is_there_again_leaves_what_was_typed(
    database, monkeypatch
) -> None:
    actor = await make_actor()
    browser = await opened_at(monkeypatch, actor, "/positions/new")
    await browser.call(PositionState, "edit", "title", "Tea master")
    await browser.call(PositionState, "load", ["Europe/Berlin", True])
    state = browser.state(PositionState)
    assert (state.fields.title, state.dirty) == ("Tea master", True)

    await browser.call(PositionState, "load", ["Europe/Berlin", False])
    assert (state.fields.title, state.dirty) == ("", False)


async def test_a_problem_shows_beside_its_field_and_nothing_is_stored(
    database, monkeypatch
) -> None:
    actor = await make_actor()
    browser = await opened_at(monkeypatch, actor, "/positions/new")
    await browser.call(PositionState, "edit", "title", "Tea master")
    await browser.call(PositionState, "edit", "duration_min", "999")
    await browser.call(PositionState, "save")

    state = browser.state(PositionState)
    assert "from 5 to 180" in state.errors["duration_min"]
    assert state.dirty
    async with reading() as session:
        assert (await positions.listing(session, actor)).total == 0

    await browser.call(PositionState, "edit", "duration_min", "30")
    assert state.errors["duration_min"] == ""


async def test_opening_without_concepts_says_what_is_missing(database, monkeypatch) -> None:
    actor = await make_actor()
    browser = await opened_at(monkeypatch, actor, "/positions/new")
    await browser.call(PositionState, "edit", "title", "Tea master")
    await browser.call(PositionState, "open_position")

    state = browser.state(PositionState)
    assert "at least one concept" in state.errors["concepts"]
    assert (state.status, state.stored) == ("draft", False)


async def test_opening_saves_what_was_entered(database, monkeypatch) -> None:
    actor = await make_actor()
    position = await make_position(actor, opened=False)
    browser = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    await browser.call(PositionState, "edit", "title", "Tea master, Kyoto style")
    outcome = await browser.call(PositionState, "open_position")

    assert "is open" in outcome
    detail = await stored(actor, position.id)
    assert (detail.title, detail.status.value) == ("Tea master, Kyoto style", "open")


async def test_of_two_edits_the_later_is_refused_and_kept_on_the_screen(
    database, monkeypatch
) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    other = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    await other.call(PositionState, "edit", "title", "Theirs")
    await other.call(PositionState, "save")
    await browser.call(PositionState, "edit", "title", "Mine")
    await browser.call(PositionState, "save")

    state = browser.state(PositionState)
    assert "changed by somebody else" in state.conflict
    assert (state.fields.title, state.dirty) == ("Mine", True)
    assert (await stored(actor, position.id)).title == "Theirs"

    await browser.call(PositionState, "discard")
    assert (state.fields.title, state.dirty, state.conflict) == ("Theirs", False, "")


async def test_an_edit_to_a_closed_position_changes_nothing(database, monkeypatch) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    async with unit_of_work() as session:
        await positions.close_position(session, actor, position.id)
    await browser.call(PositionState, "edit", "title", "Too late")
    await browser.call(PositionState, "save")

    assert "is closed" in browser.state(PositionState).conflict
    assert (await stored(actor, position.id)).title == "Tea master"

    await browser.call(PositionState, "discard")
    assert not browser.state(PositionState).editable


async def test_a_foreign_position_is_not_there(database, monkeypatch) -> None:
    position = await make_position(await make_actor())
    browser = await opened_at(monkeypatch, await make_actor(), f"/positions/{position.id}")

    state = browser.state(PositionState)
    assert (state.missing, state.fields.title, state.concepts) == (True, "", [])


async def test_a_reader_may_look_and_not_touch(database, monkeypatch) -> None:
    admin = await make_actor()
    position = await make_position(admin)
    reader = await make_actor(Role.READONLY, admin.organization_id)
    browser = await opened_at(monkeypatch, reader, f"/positions/{position.id}")

    state = browser.state(PositionState)
    assert (state.fields.title, state.editable) == ("Tea master", False)
    assert "role does not allow" in await browser.call(PositionState, "edit", "title", "Mine")
    assert state.fields.title == "Tea master"


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        ("edit", ("title", {"a": 1})),
        ("edit", ("status", "open")),
        ("edit", (["title"], "x")),
        ("edit_concept", ("KEY", "weight", 99)),
        ("edit_concept", ("KEY", "slug", "caching")),
        ("edit_concept", ("KEY", {"a": 1}, 3)),
        ("edit_concept", ("KEY", "target_depth", None)),
        ("add_focus", ("KEY", {"a": 1})),
        ("add_focus", ("KEY", "x" * 500)),
        ("move_concept", ({"a": 1}, "far")),
        ("remove_concept", (None,)),
        ("type_focus", (7,)),
        ("toggle_type", ({"a": 1}, "yes")),
    ],
)
async def test_forged_payloads_change_nothing(database, monkeypatch, handler, arguments) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    state = browser.state(PositionState)
    before = (state.fields, list(state.get_value("concepts")), list(state.interview_types))
    key = before[1][0].key
    await browser.call(PositionState, handler, *(key if one == "KEY" else one for one in arguments))

    assert (state.fields, list(state.get_value("concepts")), list(state.interview_types)) == before
    assert state.status == "open"


async def test_the_plan_follows_what_is_entered(database, monkeypatch) -> None:
    monkeypatch.setattr(module, "PAUSE_S", 0)
    browser = await opened_at(monkeypatch, await make_actor(), "/positions/new")
    state = browser.state(PositionState)
    await browser.call(PositionState, "refresh_plan")
    assert state.plan.problem == "Add a concept to see the plan."

    await browser.call(CatalogueState, "add", "caching")
    await browser.call(PositionState, "refresh_plan")
    assert [share.name for share in state.plan.shares] == ["Caching"]
    assert "in 45 min" in state.plan.summary

    await browser.call(PositionState, "edit", "duration_min", "soon")
    await browser.call(PositionState, "refresh_plan")
    assert "Duration" in state.plan.problem


async def test_the_bank_is_searched_by_name_and_keyword(database, monkeypatch) -> None:
    browser = await opened_at(monkeypatch, await make_actor(), "/positions/new")
    catalogue = browser.state(CatalogueState)
    await browser.call(CatalogueState, "find", "REDIS")
    assert "Caching" in [one.name for group in catalogue.groups for one in group.concepts]

    await browser.call(CatalogueState, "add", "caching")
    taken = {one.slug for group in catalogue.groups for one in group.concepts if one.taken}
    assert taken == {"caching"}
    await browser.call(CatalogueState, "add", "caching")
    assert "twice" in catalogue.problem
    assert len(browser.state(PositionState).concepts) == 1


async def test_a_concept_outside_the_bank_is_added_by_name(database, monkeypatch) -> None:
    browser = await opened_at(monkeypatch, await make_actor(), "/positions/new")
    await browser.call(CatalogueState, "find", "  Tea   ceremony ")
    assert browser.state(CatalogueState).by_name == "Tea ceremony"
    await browser.call(CatalogueState, "add_by_name")

    row = browser.state(PositionState).concepts[0]
    assert (row.name, row.in_bank) == ("Tea ceremony", False)
    assert browser.state(CatalogueState).by_name == ""


async def test_proposals_are_taken_over_one_by_one(database, monkeypatch) -> None:
    browser = await opened_at(monkeypatch, await make_actor(), "/positions/new")
    text = "You must know caching with Redis deeply.\nYou write SQL indexes and tune queries."
    await browser.call(ProposalsState, "propose", {"job_description": text})

    state = browser.state(ProposalsState)
    assert not state.busy
    assert "caching" in [row.slug for row in state.proposals]
    assert all(row.because in text for row in state.proposals)
    assert browser.state(PositionState).concepts == []
    assert browser.state(PositionState).fields.job_description == text

    await browser.call(ProposalsState, "accept", "caching")
    await browser.call(ProposalsState, "accept", "caching")
    assert [row.slug for row in browser.state(PositionState).concepts] == ["caching"]
    await browser.call(ProposalsState, "dismiss", "sql-indexing")
    assert "sql-indexing" not in [row.slug for row in state.proposals]


@pytest.mark.parametrize("form", [{"job_description": "  "}, {}, "text", {"job_description": 3}])
async def test_no_description_gives_no_proposals(database, monkeypatch, form) -> None:
    browser = await opened_at(monkeypatch, await make_actor(), "/positions/new")
    await browser.call(ProposalsState, "propose", form)

    state = browser.state(ProposalsState)
    assert state.problem
    assert (state.busy, state.proposals) == (False, [])


async def test_a_must_ask_question_is_written_and_rewritten(database, monkeypatch) -> None:
    browser = await opened_at(monkeypatch, await make_actor(), "/positions/new")
    await browser.call(QuestionState, "begin", "")
    await browser.call(QuestionState, "keep", {"question": "Why tea?", "time_limit_min": "no"})
    assert "Time limit" in browser.state(QuestionState).errors["time_limit_min"]
    assert browser.state(PositionState).questions == []

    await browser.call(QuestionState, "keep", {"question": "Why tea?", "time_limit_min": ""})
    key = browser.state(PositionState).questions[0].key
    await browser.call(QuestionState, "begin", key)
    assert browser.state(QuestionState).row.question == "Why tea?"
    await browser.call(QuestionState, "keep", {"question": "Why green tea?", "ideal_answer": "It."})

    rows = browser.state(PositionState).questions
    assert [(row.key, row.question, row.ideal_answer) for row in rows] == [
        (key, "Why green tea?", "It.")
    ]


async def test_a_trial_of_an_open_position_runs_what_is_saved(database, monkeypatch) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    await browser.call(PositionState, "edit", "title", "Not yet saved")
    assert "Save your changes first" in await browser.call(PositionState, "try_it")
    assert "Save your changes first" in await browser.call(PositionState, "invite")

    await browser.call(PositionState, "save")
    assert "window.open" in await browser.call(PositionState, "try_it")
    await browser.call(PositionState, "trial_opened", False)
    assert "/interview/" in browser.state(PositionState).trial_url
    assert InviteState.begin.fn.__name__ in await browser.call(PositionState, "invite")


async def test_a_copy_and_its_removal(database, monkeypatch) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = await opened_at(monkeypatch, actor, f"/positions/{position.id}")
    await browser.call(PositionState, "close_position")
    assert browser.state(PositionState).status == "closed"
    await browser.call(PositionState, "duplicate")
    async with reading() as session:
        page = await positions.listing(session, actor, status="draft")
    assert [row.title for row in page.rows] == ["Tea master (copy)"]

    copy = await opened_at(monkeypatch, actor, f"/positions/{page.rows[0].id}")
    await copy.call(PositionState, "delete_draft")
    async with reading() as session:
        assert (await positions.listing(session, actor, status="draft")).total == 0
