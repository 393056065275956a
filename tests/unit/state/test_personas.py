"""Personas on the screen: how each sounds, how one is written, and two tabs at once."""

from __future__ import annotations

import pytest

from app.assessment.manner import Style
from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.personas import service as personas
from app.room import trying
from state.persona_edit import PersonaEditState
from state.persona_rows import PERSONAS, STYLES, PersonaFields, built_in_says
from state.personas import PersonasState
from state.template_edit import MISSING
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TEMPLATE = "You speak for {{ company_name }}."


async def editor(actor, number):
    screen = Screen(PersonaEditState, f"{PERSONAS}/{number}", await cookie_of(actor))
    await screen.show_persona("Europe/Berlin")
    return screen


def test_every_style_asks_the_same_questions():
    assert set(STYLES) == set(Style)
    asked = {style: {one.asked for one in built_in_says(style)} for style in Style}
    assert asked[Style.WARM] == asked[Style.BRISK] == asked[Style.NEUTRAL]
    assert [one.words for one in built_in_says(Style.NEUTRAL)][:2] == ["", ""]
    assert all(one.words for one in built_in_says(Style.WARM))


def test_a_form_takes_text_and_nothing_else():
    given = {"name": "Host", "style": "shouting", "is_default": "on", "template": ["no"]}
    assert PersonaFields().submitted(given) == PersonaFields(name="Host")
    assert PersonaFields().submitted("nonsense") == PersonaFields()


@on_sqlite
async def test_a_persona_is_written_heard_and_kept_from_two_tabs_at_once(database):
    actor = await make_actor()
    screen = await editor(actor, "new")
    await screen.edit("style", "warm")
    assert screen.says == built_in_says(Style.WARM)
    await screen.edit("template", TEMPLATE)
    assert screen.told == f"You speak for {actor.organization_name}."
    await screen.edit("template", "{{ candidate }}")
    assert "candidate" in screen.told_problem
    await screen.save({"name": "Host", "template": "One.\n{% include 'x' %}"})
    assert screen.error_line == 2
    led = str(await screen.save({"name": "Host", "template": TEMPLATE}))
    assert f"{PERSONAS}/1" in led

    mine, theirs = await editor(actor, 1), await editor(actor, 1)
    assert (mine.fields.style, mine.dirty) == ("warm", False)
    await theirs.save({"template": "Theirs."})
    await mine.save({"template": "Mine."})
    assert ("version 2" in mine.conflict, mine.fields.template) == (True, "Mine.")
    await mine.save_over()
    await mine.save({"template": "Mine."})
    assert (mine.conflict, mine.dirty, mine.title) == ("", False, "Host")

    listed = Screen(PersonasState, PERSONAS, await cookie_of(actor))
    await listed.show("UTC")
    assert "speaks where" in str(await listed.use(1))
    assert [(row.where, row.is_default, row.version) for row in listed.rows] == [
        ("Warm", True, "v4")
    ]
    await mine.delete()
    assert "version 4" in mine.conflict
    await mine.reload()
    await mine.delete()
    assert (await editor(actor, 1)).phase == MISSING


@on_sqlite
async def test_only_an_engine_that_reads_can_be_tried(database, monkeypatch):
    actor = await make_actor()
    screen = await editor(actor, "new")
    assert not screen.can_try
    await screen.edit("template", TEMPLATE)
    await screen.try_it()
    assert (screen.heard_problem, screen.trying) == (trying.NO_MODEL, False)

    async def hear(actor, *, style, template):
        return trying.Heard(f"{style.value}: {template}", "Next.", "Simply.", is_own=True)

    monkeypatch.setattr(trying, "hear", hear)
    await screen.try_it()
    assert [one.words for one in screen.heard] == [f"neutral: {TEMPLATE}", "Next.", "Simply."]
    assert screen.heard_problem == ""


@on_sqlite
async def test_a_reader_reads_and_another_organisation_finds_nothing(database):
    actor = await make_actor()
    async with unit_of_work() as session:
        await personas.create(session, actor, {"name": "Host", "system_prompt_template": TEMPLATE})
    reader = await make_actor(Role.READONLY, actor.organization_id)
    screen = await editor(reader, 1)
    assert (screen.editable, screen.can_try, screen.title) == (False, False, "Host")
    for told in (await screen.save({}), await screen.try_it()):
        assert "role does not allow" in str(told)
    assert (await editor(reader, "new")).phase == MISSING
    assert (await editor(await make_actor(), 1)).phase == MISSING
