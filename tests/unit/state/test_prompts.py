"""Prompts on the screen: the list, the editor, its versions, and two tabs at once."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL

from app.applications import adding
from app.core.database import reading, unit_of_work
from app.identity.permissions import Role
from app.prompts import service as prompts
from app.prompts.service import PromptType
from app.requisitions import service as requisitions
from state.developers import READY
from state.prompt_edit import PromptEditState
from state.prompt_rows import PROMPTS, TYPES, difference
from state.prompt_trial import NO_MATCH
from state.prompts import PER_SECTION, PromptsState, Query
from state.template_edit import MISSING
from state.template_form import line_of
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TEMPLATE = "Read for {{ position_title }}.\nBe brief."
lines = st.lists(st.text("ab {}", max_size=4), max_size=12)


@given(
    search=st.text(max_size=20).map(lambda text: " ".join(text.split())),
    type_=st.sampled_from(["", *PromptType]),
    page=st.integers(1, Query.LAST_PAGE),
)
def test_an_address_leads_back_to_itself(search, type_, page):
    query = Query(search=search, type=type_, page=page)
    again = Query.of(dict(parse_qsl(urlsplit(query.address(page=page)).query)))
    assert again == query


def test_an_address_of_nonsense_is_the_whole_list():
    for page in ("0", "-1", "x", "٣", "9" * 30):
        assert Query.of({"type": "letter", "page": page}) == Query()
    assert set(TYPES) == set(PromptType)


@given(old=lines, new=lines)
def test_a_difference_has_each_line_that_went_or_came(old, new):
    before, after = ("\n".join(one).strip().splitlines() for one in (old, new))
    rows = difference(("\n".join(old), ""), ("\n".join(new), ""))
    assert bool(rows) == (before != after)
    for kind, whole in (("removed", before), ("added", after)):
        found = [row.words for row in rows if row.kind == kind]
        assert all(words in whole for words in found)
    gone = sum(row.kind == "removed" for row in rows)
    come = sum(row.kind == "added" for row in rows)
    assert len(before) - gone == len(after) - come


def test_a_schema_that_changed_is_set_apart():
    rows = difference(("same", ""), ("same", '{"type": "object"}'))
    assert [(row.kind, row.words) for row in rows if row.kind != "place"] == [
        ("added", '{"type": "object"}')
    ]
    assert "JSON Schema" in [row.words for row in rows]


@pytest.mark.parametrize(
    ("message", "typed", "line"),
    [
        ("The template cannot be used. Line 2: no.", "a\nb", 2),
        ("Line 2: no.", "\n\n a\nb", 4),
        ("The template is needed.", "", 0),
    ],
)
def test_an_error_is_found_at_the_line_that_was_typed(message, typed, line):
    assert line_of(message, typed) == line


async def stored(actor, **values):
    async with unit_of_work() as session:
        return await prompts.create(
            session,
            actor,
            {
                "name": "Ours",
                "prompt_type": "resume_analysis",
                "template_content": TEMPLATE,
                **values,
            },
        )


async def editor(actor, number):
    screen = Screen(PromptEditState, f"{PROMPTS}/{number}", await cookie_of(actor))
    await screen.show_prompt("Europe/Berlin")
    return screen


@on_sqlite
async def test_the_list_says_by_type_what_there_is_and_what_is_in_use(database):
    actor = await make_actor()
    for number in range(PER_SECTION + 1):
        await stored(actor, name=f"Ours {number}")
    await stored(
        actor,
        name="A letter",
        prompt_type="interview_email",
        template_content="Begin: {{ interview_url }}",
    )
    screen = Screen(PromptsState, PROMPTS, await cookie_of(actor))
    await screen.show("UTC")
    by_type = {one.type: one for one in screen.rows}
    assert [one.type for one in screen.rows] == [one.value for one in TYPES]
    assert len(by_type["resume_analysis"].rows) == PER_SECTION
    assert by_type["resume_analysis"].more == f"All {PER_SECTION + 1}"
    letter = by_type["interview_email"]
    assert (letter.in_use, [row.is_default for row in letter.rows]) == ("", [False])
    assert "in use for all requisitions" in str(await screen.use(letter.rows[0].number))
    letter = next(one for one in screen.rows if one.type == "interview_email")
    assert (letter.in_use, letter.rows[0].version) == ("A letter", "v2")
    screen.router.url = ReflexURL(ORIGIN + Query(search="letter").address())
    await screen.refresh()
    assert screen.found_words == "1 prompt"


@on_sqlite
async def test_a_prompt_is_written_put_right_where_it_is_wrong_and_restored(database):
    actor = await make_actor()
    screen = await editor(actor, "new")
    form = {"name": "Ours", "template": "Good.\n{{ position_title | shout }}", "schema": ""}
    told = str(await screen.save(form))
    assert (screen.error_line, "setSelectionRange" in told) == (2, True)
    assert "shout" in screen.errors["template"]
    assert screen.fields.template == form["template"]
    led = str(await screen.save({**form, "template": TEMPLATE}))
    assert f"{PROMPTS}/1" in led

    screen = await editor(actor, 1)
    assert (screen.title, screen.dirty) == ("Ours", False)
    await screen.edit("template", "Another.")
    assert screen.dirty
    assert "discard your changes first" in str(await screen.restore(1))
    await screen.save({"template": "Another."})
    assert [row.version for row in screen.versions] == [2, 1]
    assert screen.versions[0].who == actor.name
    await screen.compare(1)
    assert {row.kind for row in screen.changes} >= {"added", "removed"}
    assert "restored as version 3" in str(await screen.restore(1))
    assert screen.fields.template == TEMPLATE
    async with reading() as session:
        assert (await prompts.get(session, actor, 1)).template_content == TEMPLATE


@on_sqlite
async def test_a_connection_that_is_there_again_leaves_what_was_typed(database):
    actor = await make_actor()
    await stored(actor)
    screen = await editor(actor, 1)
    await screen.edit("template", "Typed.")
    await screen.show_prompt(["Europe/Berlin", True])
    assert (screen.fields.template, screen.dirty) == ("Typed.", True)
    for visit in (["Europe/Berlin", False], "Europe/Berlin", {"no": "visit"}):
        await screen.edit("template", "Typed.")
        await screen.show_prompt(visit)
        assert (screen.fields.template, screen.dirty) == (TEMPLATE, False)
    screen.router.url = ReflexURL(f"{ORIGIN}{PROMPTS}/new")
    await screen.show_prompt(["Europe/Berlin", True])
    assert (screen.is_new, screen.fields.template) == (True, "")
    form = {"name": "Ours", "template": TEMPLATE}
    await screen.save(form)
    assert "nothing to save" in str(await screen.save(form))
    screen.router.url = ReflexURL(f"{ORIGIN}{PROMPTS}/2")
    await screen.edit("template", "Typed on.")
    await screen.show_prompt(["Europe/Berlin", False])
    assert (screen.title, screen.fields.template) == ("Ours", "Typed on.")


@on_sqlite
async def test_two_tabs_at_once_lose_nothing(database):
    actor = await make_actor()
    await stored(actor)
    mine, theirs = await editor(actor, 1), await editor(actor, 1)
    await theirs.save({"template": "Theirs."})
    await mine.save({"template": "Mine."})
    assert "saved version 2" in mine.conflict
    assert (mine.fields.template, mine.dirty, mine.theirs) == ("Mine.", True, 2)
    await mine.compare(mine.theirs)
    assert [row.words for row in mine.changes if row.kind == "removed"] == ["Theirs."]
    await mine.save_over()
    await mine.save({"template": "Mine."})
    assert (mine.conflict, mine.dirty, mine.versions[0].version) == ("", False, 3)
    assert "requestSubmit" not in str(await mine.save_over())
    await theirs.delete()
    assert "saved version 3" in theirs.conflict
    await theirs.reload()
    await theirs.delete()
    assert (await editor(actor, 1)).phase == MISSING


@on_sqlite
async def test_a_prompt_is_tried_with_an_application_as_it_stands_in_the_form(database):
    actor = await make_actor()
    async with unit_of_work() as session:
        requisition = await requisitions.create(
            session, actor, {"name": "Night engineer", "description": "Nights."}
        )
        number = requisition.number
    async with unit_of_work() as session:
        made = await adding.create(
            session, actor, requisition=number, full_name="Ada Example", email="ada@example.com"
        )
    await stored(actor)
    reader = await make_actor(Role.READONLY, actor.organization_id)
    screen = await editor(reader, 1)
    await screen.find_trial("grace")
    assert (screen.found, screen.found_words) == ([], NO_MATCH)
    await screen.find_trial("ada")
    await screen.try_with(made.number)
    assert screen.tried.text == "Read for Night engineer.\nBe brief."
    assert "Ada" not in json.dumps(screen.shown()["tried"])
    await screen.try_with({"no": "number"})
    assert screen.chosen.number == 0
    writer = await editor(actor, 1)
    await writer.try_with(made.number)
    await writer.edit("template", "For {{ nobody }}")
    assert "nobody" in writer.trial_problem


@on_sqlite
async def test_a_reader_reads_and_another_organisation_finds_nothing(database):
    actor = await make_actor()
    await stored(actor)
    reader = await make_actor(Role.RECRUITER, actor.organization_id)
    screen = await editor(reader, 1)
    assert (screen.phase, screen.editable, screen.fields.template) == (READY, False, TEMPLATE)
    for told in (
        await screen.save({}),
        await screen.delete(),
        await screen.restore(1),
    ):
        assert "role does not allow" in str(told)
    assert (await editor(reader, "new")).phase == MISSING
    other = await make_actor()
    for number in (1, 0, "9" * 30, "x"):
        screen = await editor(other, number)
        assert (screen.phase, screen.fields.template) == (MISSING, "")
