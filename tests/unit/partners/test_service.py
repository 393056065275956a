"""Connecting an applicant tracking system."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotPermittedError
from app.identity.permissions import Role
from app.partners import service
from app.partners.models import Partner, PartnerConnection
from tests.support.audit import actions_on
from tests.support.people import make_actor
from tests.unit.partners.support import issue_key

KEY = "ashby_example_key_1234"


async def connect(actor, partner: object = "ashby", key: object = KEY) -> None:
    async with unit_of_work() as session:
        await service.connect(session, actor, partner, key)


async def disconnect(actor, partner: object = "ashby") -> None:
    async with unit_of_work() as session:
        await service.disconnect(session, actor, partner)


async def views(actor) -> dict[Partner, service.ConnectionView]:
    async with reading() as session:
        return {view.partner: view for view in await service.connections(session, actor)}


async def stored() -> list[PartnerConnection]:
    async with reading() as session:
        return list((await session.execute(select(PartnerConnection))).scalars())


async def test_nothing_is_connected_at_first(database: str) -> None:
    seen = await views(await make_actor())
    assert set(seen) == set(Partner)
    assert not any(view.is_connected or view.orders or view.hint for view in seen.values())


async def test_a_key_is_kept_sealed_and_shown_by_its_end(database: str) -> None:
    actor = await make_actor()
    await connect(actor, key=f"  {KEY} ")
    view = (await views(actor))[Partner.ASHBY]
    assert (view.is_connected, view.hint) == (True, KEY[-4:])
    (row,) = await stored()
    assert KEY not in row.model_dump_json()
    async with reading() as session:
        assert await service.key_of(session, actor.organization_id, Partner.ASHBY) == KEY


async def test_another_key_replaces_the_first(database: str) -> None:
    actor = await make_actor()
    await connect(actor)
    await connect(actor, key="ashby_example_key_5678")
    assert (await views(actor))[Partner.ASHBY].hint == "5678"
    (row,) = await stored()
    assert await actions_on(row.id) == ["partner.connected", "partner.connected"]


async def test_disconnecting_forgets_the_key_and_may_be_repeated(database: str) -> None:
    actor = await make_actor()
    await connect(actor)
    (row,) = await stored()
    await disconnect(actor)
    await disconnect(actor)
    assert await stored() == []
    assert not (await views(actor))[Partner.ASHBY].is_connected
    assert await actions_on(row.id) == ["partner.connected", "partner.disconnected"]


async def test_organisations_do_not_see_each_others_keys(database: str) -> None:
    mine, theirs = await make_actor(), await make_actor()
    await connect(theirs)
    assert not (await views(mine))[Partner.ASHBY].is_connected
    await disconnect(mine)
    assert (await views(theirs))[Partner.ASHBY].is_connected


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_only_admins_connect(database: str, role: Role) -> None:
    actor = await make_actor(role)
    for attempt in (connect, disconnect, views):
        with pytest.raises(NotPermittedError):
            await attempt(actor)


@pytest.mark.parametrize(
    ("partner", "key", "field"),
    [
        ("greenhouse", KEY, "api_key"),
        ("elsewhere", KEY, "partner"),
        (None, KEY, "partner"),
        ("ashby", "", "api_key"),
        ("ashby", None, "api_key"),
        ("ashby", "short", "api_key"),
        ("ashby", "with:a colon in it", "api_key"),
        ("ashby", "key-with-ümlaut", "api_key"),
        ("ashby", "k" * 201, "api_key"),
    ],
)
async def test_what_cannot_be_a_key_is_refused(
    database: str, partner: object, key: object, field: str
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        await connect(await make_actor(), partner, key)
    assert refusal.value.field == field


async def test_a_key_sealed_under_another_secret_counts_as_none(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.settings import get_settings

    actor = await make_actor()
    await connect(actor)
    monkeypatch.setenv("VIVAVOCE_SECRET_KEY", "another-secret-key-that-is-long-enough")
    get_settings.cache_clear()
    assert not (await views(actor))[Partner.ASHBY].is_connected


async def test_greenhouse_is_known_by_a_key_of_the_organisations_own(database: str) -> None:
    mine, theirs = await make_actor(), await make_actor()
    plain = await issue_key(mine)
    with pytest.raises(InvalidInputError):
        await connect(theirs, "greenhouse", plain)
    await connect(mine, "greenhouse", plain)
    view = (await views(mine))[Partner.GREENHOUSE]
    assert view.hint == plain[-4:]
    assert not view.is_connected
