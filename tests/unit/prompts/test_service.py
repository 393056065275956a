"""Prompts: kept in versions, one of them in use, tried before they are."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import col, select

from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from app.core.paging import Wish
from app.identity.permissions import Role
from app.interviews.prompt_preview import preview
from app.prompts import service as prompts
from app.prompts.service import PromptType
from app.resumes import service as resumes
from app.resumes.reading import read
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
EMAIL = "Dear {{ candidate_first_name }}, begin at {{ interview_url }}"


async def made(actor, **fields):
    values = {
        "name": "Ours",
        "prompt_type": "interview",
        "template_content": "Be brief. {{ interview_instructions }}",
    } | fields
    async with unit_of_work() as session:
        return await prompts.create(session, actor, values)


async def changed(actor, number, expected=None, **changes):
    async with unit_of_work() as session:
        return await prompts.update(session, actor, number, changes, expected)


async def holding(actor, type_=PromptType.INTERVIEW, requisition=None):
    async with reading() as session:
        return await prompts.resolve(
            session, actor.organization_id, type_, requisition and requisition.id
        )


async def in_use(actor):
    async with reading() as session:
        page = await prompts.listing(session, actor, Wish(per_page=100, sort="id"))
    return [one.number for one in page.rows if one.is_default]


@on_sqlite
async def test_every_edit_is_a_version_and_the_hash_tells_them_apart(database: str) -> None:
    actor = await make_actor()
    prompt = await made(actor)
    same = await changed(actor, prompt.number, name="Ours")
    assert same.version == 1
    new = await changed(actor, prompt.number, 1, template_content="Be kind.")
    assert (new.version, new.template_content) == (2, "Be kind.")
    with pytest.raises(ConflictError):
        await changed(actor, prompt.number, 1, name="Stale")
    async with reading() as session:
        old = await prompts.history(session, actor, prompt.number)
    assert [(one.version, one.template_content) for one in old] == [
        (2, "Be kind."),
        (1, "Be brief. {{ interview_instructions }}"),
    ]
    assert len({one.sha256 for one in old}) == 2
    async with reading() as session:
        query = select(AuditEntry.action).where(col(AuditEntry.subject_id) == prompt.id)
        assert set((await session.execute(query)).scalars()) == {"prompt.created", "prompt.updated"}


@on_sqlite
async def test_the_requisitions_prompt_goes_before_the_organisations_and_both_before_ours(
    database: str,
) -> None:
    actor = await make_actor()
    requisition, other = await made_requisition(actor), await made_requisition(actor)
    assert await holding(actor, requisition=requisition) is None
    await made(actor)
    assert await holding(actor, requisition=requisition) is None
    of_all = await made(actor, is_default=True)
    of_one = await made(actor, is_default=True, requisition_number=requisition.number)
    assert of_one.requisition_name == requisition.name
    assert (await holding(actor, requisition=requisition)).number == of_one.number
    assert (await holding(actor, requisition=other)).number == of_all.number
    assert (await holding(actor)).number == of_all.number
    assert await holding(actor, PromptType.EVALUATION) is None
    assert await holding(await make_actor()) is None

    second = await made(actor, is_default=True)
    assert await in_use(actor) == [of_one.number, second.number]
    async with reading() as session:
        assert (await prompts.get(session, actor, of_all.number)).version == 2
    async with unit_of_work() as session:
        await prompts.delete(session, actor, second.number)
        await prompts.delete(session, actor, of_one.number)
    assert await in_use(actor) == []
    assert await holding(actor, requisition=requisition) is None
    with pytest.raises(NotFoundError):
        await changed(actor, second.number, name="Gone")


async def test_of_many_defaults_at_once_one_is_left(database: str) -> None:
    actor = await make_actor()
    first = [await made(actor) for _ in range(3)]
    await asyncio.gather(
        *(changed(actor, one.number, is_default=True) for one in first),
        *(made(actor, is_default=True) for _ in range(3)),
    )
    (left,) = await in_use(actor)
    assert (await holding(actor)).number == left


@on_sqlite
async def test_what_cannot_be_a_prompt_is_refused_with_its_field(database: str) -> None:
    actor = await make_actor()
    theirs = await made_requisition(await make_actor())
    for field, values in (
        ("name", {"name": " "}),
        ("prompt_type", {"prompt_type": "poem"}),
        ("template_content", {"template_content": "{{ candidate_name }}"}),
        ("template_content", {"prompt_type": "interview_email", "template_content": "Welcome!"}),
        (
            "template_content",  # the link hangs on what may be empty
            {
                "prompt_type": "interview_email",
                "template_content": "{% if recruiter_name %}{{ interview_url }}{% endif %}",
            },
        ),
        ("schema_content", {"schema_content": "{}"}),
        ("requisition_id", {"requisition_number": theirs.number}),
        ("requisition_id", {"requisition_number": 2**40}),
    ):
        with pytest.raises(InvalidInputError) as caught:
            await made(actor, **values)
        assert caught.value.field == field
    email = await made(actor, prompt_type="interview_email", template_content=EMAIL)
    with pytest.raises(InvalidInputError, match="link must be in the text"):
        await changed(actor, email.number, template_content="No link")
    with pytest.raises(InvalidInputError, match="keeps its type"):
        await changed(actor, email.number, prompt_type="interview")


@on_sqlite
async def test_who_may_read_may_not_write_and_nobody_sees_anothers(database: str) -> None:
    admin, stranger = await make_actor(), await make_actor()
    recruiter = await make_actor(Role.RECRUITER, admin.organization_id)
    prompt = await made(admin)
    with pytest.raises(NotPermittedError):
        await made(recruiter)
    async with reading() as session:
        assert (await prompts.get(session, recruiter, prompt.number)).id == prompt.id
        with pytest.raises(NotFoundError):
            await prompts.get(session, stranger, prompt.number)
        assert (await prompts.listing(session, stranger)).total == 0


@on_sqlite
async def test_a_preview_shows_a_real_application_and_hides_who_it_is_of(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    requisition = await made_requisition(actor, detailed_description="You keep {{ score }} up.")
    application = await made_application(
        actor, requisition, full_name="Zebulon Quillfeather", email="zebulon@example.com"
    )
    content = b"Zebulon Quillfeather\nzebulon@example.com\n\nI built a booking service in Lisp.\n"
    readable = await read(content, "cv.txt")
    async with unit_of_work() as session:
        await resumes.add(
            session,
            actor.organization_id,
            application.id,
            file_name="cv.txt",
            content=content,
            read=readable,
        )

    async def shown(who=actor, **wanted):
        async with reading() as session:
            return await preview(session, who, application=application.number, **wanted)

    stored = await made(
        actor,
        prompt_type="resume_analysis",
        template_content="{{ position_title }}: {{ job_description }}\n{{ resume_text }}",
    )
    found = await shown(number=stored.number)
    assert found.text.startswith(f"{requisition.name}: You keep {{{{ score }}}} up.")
    assert "Lisp" not in found.text.splitlines()[-1]
    assert "booking service in Lisp" in found.data["resume_text"]
    assert "uillfeather" not in repr(found)
    assert "zebulon" not in repr(found).lower()

    letter = await shown(prompt_type="interview_email", template=EMAIL)
    assert letter.text.startswith("Dear Zebulon, begin at http")
    assert letter.data == {}
    with pytest.raises(NotFoundError) as caught:
        await shown(stranger, prompt_type="interview", template="x")
    assert caught.value.field == "application_id"
    with pytest.raises(InvalidInputError, match="nam"):
        await shown(prompt_type="interview", template="{{ nam }}")
