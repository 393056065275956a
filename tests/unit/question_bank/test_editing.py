"""Editing the organisation's items: whose they are, and what two people at once do to them."""

from __future__ import annotations

import pytest

from app.assessment.bank import load_bank
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.identity.permissions import Role
from app.interviews.models import TurnKind
from app.question_bank import editing
from app.question_bank import reading as contents
from app.question_bank.inputs import values_of
from app.question_bank.service import items_of
from app.room import service as room
from tests.support.interviews import engine, invite, make_position, send, turns_of
from tests.support.people import make_actor

CACHING = load_bank()["caching"]
FIRST = CACHING.items[0]
NEW = {"depth": 3, "question": "How do we brew?", "points": ["Water first.", "Then leaves."]}


async def do(function, *args: object, **kwargs: object):
    async with unit_of_work() as session:
        return await function(session, *args, **kwargs)


async def page(actor, concept: str = "caching"):
    async with reading() as session:
        return await contents.concept_page(session, actor, concept)


async def found(actor, item_id: str, concept: str = "caching"):
    return next(view for view in (await page(actor, concept)).items if view.item.id == item_id)


async def test_an_own_version_of_a_built_in_item_can_be_dropped_again(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    values = values_of(FIRST) | {"question": "What is a cache to us?"}
    edited = await do(editing.edit, actor, "caching", FIRST.id, values, version=0)
    assert (edited.origin, edited.version) == ("edited", 1)
    assert (await found(actor, FIRST.id)).item.question == "What is a cache to us?"
    assert (await found(other, FIRST.id)).item == FIRST
    again = await do(editing.edit, actor, "caching", FIRST.id, values_of(FIRST), version=1)
    restored = await do(editing.restore, actor, "caching", FIRST.id, version=again.version)
    assert (restored.item, restored.origin, restored.version) == (FIRST, "built-in", 0)
    assert (await page(actor)).row.own == 0


async def test_of_two_edits_the_later_is_refused(database: str) -> None:
    actor = await make_actor()
    await do(editing.edit, actor, "caching", FIRST.id, values_of(FIRST), version=0)
    for version in (0, 2, "1", None):
        with pytest.raises(ConflictError, match="Somebody else"):
            await do(editing.edit, actor, "caching", FIRST.id, values_of(FIRST), version=version)
    view = await do(editing.set_retired, actor, "caching", FIRST.id, retired=True, version=1)
    assert not view.is_active
    with pytest.raises(ConflictError):
        await do(editing.restore, actor, "caching", FIRST.id, version=1)


async def test_a_retired_item_is_kept_not_asked_and_can_be_taken_back(database: str) -> None:
    actor = await make_actor()
    retired = await do(editing.set_retired, actor, "caching", FIRST.id, retired=True, version=0)
    async with reading() as session:
        ours = await items_of(session, actor.organization_id, ["caching"])
    assert FIRST.id not in {item.id for item in ours["caching"].merged(CACHING.items)}
    row = (await page(actor)).row
    assert (row.items, row.retired) == (len(CACHING.items) - 1, 1)
    back = await do(
        editing.set_retired, actor, "caching", FIRST.id, retired=False, version=retired.version
    )
    assert (back.origin, back.is_active) == ("built-in", True)


async def test_a_concept_of_ones_own_is_listed_and_asked_about(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    added = await do(editing.add, actor, concept="", concept_name="Tea Ceremony", values=NEW)
    assert added.item.id.startswith("tea-ceremony-3")
    assert [point.id for point in added.item.points] == ["p1", "p2"]
    async with reading() as session:
        mine = await contents.concepts(session, actor)
        theirs = await contents.concepts(session, other)
    assert [row.concept for row in mine if row.area is None] == ["tea-ceremony"]
    assert not [row for row in theirs if row.area is None]
    with pytest.raises(NotFoundError):
        await page(other, "tea-ceremony")
    position = await make_position(
        actor, concepts=[{"name": "Tea ceremony", "target_depth": 3}], difficulty="hard"
    )
    with engine():
        token = (await invite(actor, position)).token
        await room.start(token, room.CONSENT_VERSION)
        while True:
            asked = await turns_of(token, TurnKind.QUESTION)
            if any(turn.item["id"] == added.item.id for turn in asked):
                break
            await send(token, "full marks")
    edited = NEW | {"question": "And how do we pour?"}
    await do(editing.edit, actor, "tea-ceremony", added.item.id, edited, version=1)
    (turn,) = [
        turn
        for turn in await turns_of(token, TurnKind.QUESTION)
        if turn.item["id"] == added.item.id
    ]
    assert turn.item["question"] == turn.text == "How do we brew?"


async def test_only_those_who_may_change_anything(database: str) -> None:
    admin = await make_actor()
    reader = await make_actor(Role.READONLY, admin.organization_id)
    assert len((await page(reader)).items) == len(CACHING.items)
    with pytest.raises(NotPermittedError):
        await do(editing.add, reader, concept="caching", concept_name="", values=NEW)
    with pytest.raises(NotPermittedError):
        await do(editing.edit, reader, "caching", FIRST.id, values_of(FIRST), version=0)


async def test_foreign_and_unknown_items_are_not_there(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    added = await do(editing.add, actor, concept="caching", concept_name="", values=NEW)
    for concept, item_id in (
        ("caching", added.item.id),
        ("caching", None),
        ("nothing-such", FIRST.id),
        (7, FIRST.id),
    ):
        with pytest.raises(NotFoundError):
            await do(editing.edit, other, concept, item_id, NEW, version=1)
    with pytest.raises(ConflictError, match="your own"):
        await do(editing.restore, actor, "caching", added.item.id, version=1)


async def test_there_is_an_end_to_the_room(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "MAX_PER_CONCEPT", 1)
    actor = await make_actor()
    await do(editing.add, actor, concept="caching", concept_name="", values=NEW)
    with pytest.raises(InvalidInputError, match="at most"):
        await do(editing.add, actor, concept="caching", concept_name="", values=NEW)
