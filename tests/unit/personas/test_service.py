"""Personas: kept, one by default, and taken along by interviews as they were."""

from __future__ import annotations

import asyncio

import pytest

from app.assessment.manner import Style
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.core.paging import Wish
from app.identity.permissions import Role
from app.interviews.hiring import invite_application
from app.interviews.models import Interview
from app.personas import service as personas
from app.requisitions import service as requisitions
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FRIENDLY = "You are a friendly, encouraging interviewer of {{ company_name }}."


async def made(actor, **fields):
    values = {"name": "Friendly", "system_prompt_template": FRIENDLY} | fields
    async with unit_of_work() as session:
        return await personas.create(session, actor, values)


async def changed(actor, number, expected=None, **changes):
    async with unit_of_work() as session:
        return await personas.update(session, actor, number, changes, expected)


async def deleted(actor, number):
    async with unit_of_work() as session:
        await personas.delete(session, actor, number)


async def taken(actor, persona_id=None, **fields):
    async with reading() as session:
        return await personas.snapshot(session, actor.organization_id, persona_id, **fields)


@on_sqlite
async def test_a_persona_is_edited_by_one_at_a_time_and_its_words_say_its_style(
    database: str,
) -> None:
    actor = await make_actor()
    friendly = await made(actor)
    terse = await made(actor, system_prompt_template="Be brief and direct.", description="x")
    plain = await made(actor, system_prompt_template="You interview.", style="brisk")
    assert [one.style for one in (friendly, terse, plain)] == [
        Style.WARM,
        Style.BRISK,
        Style.BRISK,
    ]
    edited = await changed(actor, friendly.number, 1, style="neutral", description="Calm")
    assert (edited.version, edited.style, edited.description) == (2, Style.NEUTRAL, "Calm")
    with pytest.raises(ConflictError):
        await changed(actor, friendly.number, 1, name="Stale")
    for field, value in (
        ("name", ""),
        ("style", "rude"),
        ("system_prompt_template", "{{ candidate_first_name }}"),
        ("system_prompt_template", "{{ company_name.upper() }}"),
        ("is_default", "yes"),
        ("voice", "loud"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            await changed(actor, friendly.number, **{field: value})
        assert caught.value.field == field
    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    with pytest.raises(NotPermittedError):
        await deleted(recruiter, friendly.number)
    with pytest.raises(NotFoundError):
        await changed(await make_actor(), friendly.number, name="Mine")
    async with reading() as session:
        assert (await personas.listing(session, recruiter, Wish(search="friend"))).total == 3


async def test_of_many_defaults_at_once_one_is_left(database: str) -> None:
    actor = await make_actor()
    there = [await made(actor) for _ in range(3)]
    await asyncio.gather(
        *(changed(actor, one.number, is_default=True) for one in there),
        *(made(actor, is_default=True) for _ in range(3)),
    )
    async with reading() as session:
        page = await personas.listing(session, actor, Wish(per_page=100))
    assert len([one for one in page.rows if one.is_default]) == 1


@on_sqlite
async def test_an_interview_takes_the_persona_along_as_it_was(database: str) -> None:
    actor = await make_actor()
    assert await taken(actor) is None
    usual = await made(actor, name="Usual", is_default=True)
    own = await made(actor, name="Own")
    requisition = await made_requisition(
        actor,
        persona=own.number,
        interview_instructions="Dwell on macros.",
        position_id=(await make_position(actor)).id,
    )
    application = await made_application(actor, requisition)
    async with unit_of_work() as session:
        invitation = await invite_application(session, actor, application.id, notify=False)
    await changed(actor, own.number, name="Other", system_prompt_template="Shout.")
    async with reading() as session:
        interview = await session.get_one(Interview, invitation.interview_id)
        stored = await requisitions.by_id(session, actor.organization_id, requisition.id)
    assert interview.persona == {
        "number": own.number,
        "name": "Own",
        "version": 1,
        "prompt": FRIENDLY,
        "style": "warm",
        "company_name": actor.organization_name,
        "instructions": "Dwell on macros.",
    }
    assert (await taken(actor, stored.persona_id))["name"] == "Other"
    await deleted(actor, own.number)
    assert (await taken(actor, stored.persona_id))["number"] == usual.number
    assert (await taken(await make_actor(), stored.persona_id, instructions="x"))["prompt"] == ""
