"""Recruiters: one address each, linked to members, and never lost with their requisitions."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.core.paging import Wish
from app.hiring_settings import service as hiring_settings
from app.identity.permissions import Role
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions
from tests.support.people import make_actor
from tests.support.recruiting import made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def made(actor, **fields):
    values = {"name": "Sam Example", "email": "sam@example.com"} | fields
    async with unit_of_work() as session:
        return await recruiters.create(session, actor, values)


async def changed(actor, number, expected=None, **changes):
    async with unit_of_work() as session:
        return await recruiters.update(session, actor, number, changes, expected)


async def deleted(actor, number, expected=None):
    async with unit_of_work() as session:
        await recruiters.delete(session, actor, number, expected)


@on_sqlite
async def test_a_recruiter_is_the_member_with_their_address(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    known = await made(actor, email=actor.email.upper(), phone=" 555-0100 ", title="")
    assert (known.user_id, known.email, known.phone, known.title) == (
        actor.user_id,
        actor.email,
        "555-0100",
        None,
    )
    elsewhere = await made(actor, email=stranger.email)
    assert elsewhere.user_id is None
    async with reading() as session:
        found = await recruiters.of_member(session, actor)
        nobody = await recruiters.of_member(session, replace(stranger, user_id=None))
    assert (found and found.number, nobody) == (known.number, None)
    moved = await changed(actor, known.number, email="else@example.com")
    assert (moved.user_id, moved.version) == (None, 2)


@on_sqlite
async def test_an_address_is_taken_once_in_an_organisation_and_edits_do_not_overwrite(
    database: str,
) -> None:
    actor = await make_actor()
    first, second = await made(actor), await made(actor, email="kim@example.com")
    await made(await make_actor())
    for attempt in (made(actor), changed(actor, second.number, email="SAM@example.com")):
        with pytest.raises(ConflictError) as caught:
            await attempt
        assert caught.value.field == "email"
    await changed(actor, first.number, 1, title="Lead")
    with pytest.raises(ConflictError, match="changed by somebody else"):
        await changed(actor, first.number, 1, title="Head")
    with pytest.raises(ConflictError):
        await deleted(actor, first.number, 1)
    for fields in ({"email": "nobody"}, {"name": " "}, {"phone": "5" * 31}, {"title": 5}):
        with pytest.raises(InvalidInputError) as refused:
            await changed(actor, first.number, **fields)
        assert refused.value.field in fields


@on_sqlite
async def test_who_stands_for_requisitions_stays_until_they_are_given_on(database: str) -> None:
    actor = await make_actor()
    old, new = await made(actor), await made(actor, email="kim@example.com")
    held = [await made_requisition(actor, recruiter=old.number) for _ in range(2)]
    async with unit_of_work() as session:
        await hiring_settings.update(session, actor, {"default_recruiter_number": old.number})
    with pytest.raises(ConflictError, match=r"Sam Example still stands for 2 requisitions"):
        await deleted(actor, old.number)
    for requisition in held:
        async with unit_of_work() as session:
            await requisitions.update(session, actor, requisition.number, {"recruiter": new.number})
    await deleted(actor, old.number)
    async with reading() as session:
        assert (await hiring_settings.get(session, actor)).default_recruiter_number is None
        with pytest.raises(NotFoundError):
            await recruiters.get(session, actor, old.number)


async def test_a_requisition_given_while_its_recruiter_goes_is_not_left_with_nobody(
    database: str,
) -> None:
    actor = await make_actor()
    sam = await made(actor)
    outcomes = await asyncio.gather(
        made_requisition(actor, recruiter=sam.number),
        deleted(actor, sam.number),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1


@on_sqlite
async def test_the_list_is_searched_sorted_and_paged_within_the_organisation(
    database: str,
) -> None:
    actor = await make_actor()
    viewer = await make_actor(Role.READONLY, actor.organization_id)
    for name, email in (("b_Two", "1@example.com"), ("A one", "2@example.com"), ("c", "x@a.com")):
        await made(actor, name=name, email=email)
    await made(await make_actor(), email="3@example.com")

    async def listed(**wish):
        async with reading() as session:
            page = await recruiters.listing(session, viewer, Wish(**wish))
        return [one.name for one in page.rows], page.total

    assert await listed() == (["A one", "b_Two", "c"], 3)
    assert await listed(sort="email", descending=True) == (["c", "A one", "b_Two"], 3)
    assert await listed(per_page=2, page=2) == (["c"], 3)
    assert await listed(search="EXAMPLE.com") == (["A one", "b_Two"], 2)
    assert await listed(search="_") == (["b_Two"], 1)
    for wish in ({"sort": "shoe size"}, {"per_page": 101}, {"page": 0}):
        with pytest.raises(InvalidInputError):
            await listed(**wish)
    with pytest.raises(NotPermittedError):
        await made(viewer)
