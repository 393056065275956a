"""Issuing, listing, revoking and recognising API keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.api_keys import service
from app.api_keys.models import ApiKey
from app.core import clock
from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.core.ids import new_id
from app.identity.permissions import Role, Scope
from tests.support.people import make_actor


async def issue(actor, **fields) -> service.IssuedKey:
    values = {"name": "Careers site", "scopes": ["interviews:read"]} | fields
    async with unit_of_work() as session:
        return await service.issue(session, actor, **values)


async def who(plain: str | None):
    async with reading() as session:
        return await service.authenticate(session, plain)


async def listed(actor) -> list[service.KeyView]:
    async with reading() as session:
        return await service.listing(session, actor)


async def test_a_key_opens_what_its_scopes_say(database: str) -> None:
    actor = await make_actor()
    key = await issue(actor, scopes=["reports:read", "interviews:read"])
    found = await who(key.plain)
    assert found is not None
    assert (found.organization_id, found.api_key_id) == (actor.organization_id, key.id)
    assert found.scopes == {Scope.INTERVIEWS_READ, Scope.REPORTS_READ}
    assert (found.user_id, found.role) == (None, None)


async def test_keys_look_like_keys_and_never_alike(database: str) -> None:
    actor = await make_actor()
    keys = {(await issue(actor)).plain for _ in range(20)}
    assert len(keys) == 20
    assert all(key.startswith("hia_") and len(key) == 50 and key.isascii() for key in keys)


async def test_only_a_keyed_hash_of_it_is_kept(database: str) -> None:
    key = await issue(await make_actor())
    async with reading() as session:
        (row,) = (await session.execute(select(ApiKey))).scalars()
        log = (await session.execute(select(AuditEntry))).scalars().all()
    stored = str(row.model_dump()) + str([entry.model_dump() for entry in log])
    assert key.plain not in stored
    assert key.plain[4:-6] not in stored
    assert row.hint == key.plain[-4:]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key + "0",
        lambda key: f" {key}",
        lambda key: key.swapcase(),
        lambda key: "abc_" + key[4:],
        lambda key: key[:10] + ("a" if key[10] != "a" else "b") + key[11:],
        lambda key: key[:-1] + ("a" if key[-1] != "a" else "b"),
        lambda key: key * 100,
        lambda _: "",
        lambda _: None,
        lambda _: "\ud800\x00",
    ],
)
async def test_anything_but_the_key_itself_opens_nothing(database: str, spoil) -> None:
    key = await issue(await make_actor())
    assert await who(spoil(key.plain)) is None


async def test_revoked_and_expired_keys_open_nothing(database: str) -> None:
    actor = await make_actor()
    key, brief = await issue(actor), await issue(actor, expires_at=clock.now() + timedelta(days=1))
    async with unit_of_work() as session:
        await service.revoke(session, actor, key.id)
        await service.revoke(session, actor, str(key.id))
    assert await who(key.plain) is None
    assert await who(brief.plain) is not None
    with clock.at(clock.now() + timedelta(days=1)):
        assert await who(brief.plain) is None


async def test_only_admins_manage_keys_and_only_their_own_organisations(database: str) -> None:
    admin = await make_actor()
    key = await issue(admin)
    stranger = await make_actor()
    recruiter = await make_actor(Role.RECRUITER, admin.organization_id)
    async with unit_of_work() as session:
        for wanted in (key.id, new_id(), "nonsense", None):
            with pytest.raises(NotFoundError):
                await service.revoke(session, stranger, wanted)
    for act in (issue(recruiter), listed(recruiter)):
        with pytest.raises(NotPermittedError):
            await act
    assert await listed(stranger) == []
    program = await who(key.plain)
    with pytest.raises(NotPermittedError):
        await issue(program)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"name": ""}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"name": None}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["interviews:read", "everything"]}, "scopes"),
        ({"scopes": "interviews:read"}, "scopes"),
        ({"scopes": [None]}, "scopes"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": clock.now() - timedelta(days=1)}, "expires_at"),
        ({"expires_at": (clock.now() + timedelta(days=1)).replace(tzinfo=None)}, "expires_at"),
    ],
)
async def test_what_cannot_be_a_key_is_refused(database: str, fields, at_fault) -> None:
    actor = await make_actor()
    with pytest.raises(InvalidInputError) as refused:
        await issue(actor, **fields)
    assert refused.value.field == at_fault


async def test_keys_that_work_are_listed_first_then_the_newest(database: str) -> None:
    actor = await make_actor()
    old, gone, new = [(await issue(actor, name=name)).id for name in ("old", "gone", "new")]
    async with unit_of_work() as session:
        await service.revoke(session, actor, gone)
    assert [view.id for view in await listed(actor)] == [new, old, gone]


async def test_there_is_an_end_to_how_many_work_at_once(database: str, monkeypatch) -> None:
    monkeypatch.setattr(service, "MOST_KEYS", 2)
    actor = await make_actor()
    first = await issue(actor)
    await issue(actor)
    with pytest.raises(ConflictError):
        await issue(actor)
    async with unit_of_work() as session:
        await service.revoke(session, actor, first.id)
    await issue(actor)


async def test_its_use_is_written_down_once_a_minute(database: str) -> None:
    actor = await make_actor()
    key = await issue(actor)
    begun = clock.now()
    due = []
    for seconds in (0, 30, 59, 60):
        with clock.at(begun + timedelta(seconds=seconds)):
            async with unit_of_work() as session:
                due.append(await service.is_use_unrecorded(session, key.id))
                if due[-1]:
                    await service.record_use(session, key.id)
    assert due == [True, False, False, True]
    (view,) = await listed(actor)
    assert view.last_used_at == begun + timedelta(seconds=60)


@given(st.text(max_size=60))
def test_chance_does_not_make_a_key(text: str) -> None:
    assert not service._is_well_formed(text)
