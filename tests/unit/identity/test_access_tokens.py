"""Access tokens, the keys they are signed with, and refresh tokens."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import update
from sqlmodel import col, select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError
from app.core.ids import new_id
from app.identity import access_tokens, refresh, service, signing_keys
from app.identity.models import Membership, RefreshToken, SigningKey, User
from app.identity.permissions import Role
from app.settings import get_settings
from tests.support.people import PASSWORD, make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def begin(actor):
    async with unit_of_work() as session:
        return await refresh.begin(
            session, user_id=actor.user_id, organization_id=actor.organization_id
        )


async def who_holds(token):
    async with reading() as session:
        return await access_tokens.authenticate(session, token)


async def exchange(token):
    async with unit_of_work() as session:
        return await refresh.exchange(session, token)


async def count(table) -> int:
    async with reading() as session:
        return len((await session.execute(select(table))).all())


async def is_nobody(token) -> bool:
    try:
        await who_holds(token)
    except NotAuthenticatedError:
        return True
    return False


@on_sqlite
async def test_the_holder_of_a_token_is_known_with_the_role_of_this_moment(database) -> None:
    actor = await make_actor(role=Role.RECRUITER)
    token = (await begin(actor)).access.token
    assert (await who_holds(token)).role is Role.RECRUITER
    async with unit_of_work() as session:
        await session.execute(
            update(Membership)
            .where(col(Membership.user_id) == actor.user_id)
            .values(role=Role.READONLY)
        )
    found = await who_holds(token)
    assert (found.user_id, found.organization_id, found.role, found.email) == (
        actor.user_id,
        actor.organization_id,
        Role.READONLY,
        actor.email,
    )
    async with unit_of_work() as session:
        await session.execute(update(User).values(is_active=False))
    assert await is_nobody(token)


@on_sqlite
async def test_a_token_expires_after_its_minutes_and_not_before(database) -> None:
    pair = await begin(await make_actor())
    assert pair.access.expires_in == get_settings().access_token_minutes * 60
    start = clock.now()
    with clock.at(start + timedelta(seconds=pair.access.expires_in - 2)):
        await who_holds(pair.access.token)
    with clock.at(start + timedelta(seconds=pair.access.expires_in + 1)):
        assert await is_nobody(pair.access.token)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@on_sqlite
async def test_only_what_we_signed_for_this_api_is_a_token(database) -> None:
    actor = await make_actor()
    good = (await begin(actor)).access.token
    header, body, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    kid = json.loads(base64.urlsafe_b64decode(header + "=="))["kid"]
    foreign = ECKey.generate_key("P-256", {"kid": kid})
    async with reading() as session:
        own = await signing_keys.signing(session)

    def signed(key, alg="ES256", **changes) -> str:
        content = {k: v for k, v in {**claims, **changes}.items() if v is not None}
        return jwt.encode({"alg": alg, "kid": kid}, content, key, algorithms=[alg])

    public = OctKey.import_key(own.as_dict(private=False)["x"])
    assert (await who_holds(signed(own))).user_id == actor.user_id
    forged = {
        "nothing": None,
        "empty": "",
        "words": "forged",
        "long": "x" * 5000,
        "no text": "\ud800",
        "unsigned": f"{part({'alg': 'none', 'kid': kid})}.{body}.",
        "signed with what is public": signed(public, alg="HS256"),
        "another's key": signed(foreign),
        "another's claims": f"{header}.{part({**claims, 'sub': str(new_id())})}.{signature}",
        "another issuer": signed(own, iss="https://issuer.example.com"),
        "another audience": signed(own, aud="https://api.example.com"),
        "no audience": signed(own, aud=None),
        "no expiry": signed(own, exp=None),
        "an expiry in words": signed(own, exp="tomorrow"),
        "another organisation": signed(own, org=str((await make_actor()).organization_id)),
        "another family": signed(own, sid=str(new_id())),
        "no family": signed(own, sid=None),
        "a number for a user": signed(own, sub=7),
    }
    assert [name for name, token in forged.items() if not await is_nobody(token)] == []


async def test_the_first_key_is_made_once_however_many_ask_for_it(database) -> None:
    actors = [await make_actor() for _ in range(3)]
    pairs = await asyncio.gather(*(begin(actor) for actor in actors))
    assert await count(SigningKey) == 1
    for actor, pair in zip(actors, pairs, strict=True):
        assert (await who_holds(pair.access.token)).user_id == actor.user_id


@on_sqlite
async def test_a_new_key_signs_by_age_and_the_old_one_verifies_while_its_tokens_live(
    database,
) -> None:
    actor = await make_actor()
    start = clock.now()
    days = timedelta(days=get_settings().signing_key_days)
    with clock.at(start):
        await begin(actor)
    with clock.at(start + days - timedelta(seconds=1)):
        old = (await begin(actor)).access.token
        assert await count(SigningKey) == 1
    with clock.at(start + days + timedelta(minutes=1)):
        async with unit_of_work() as session:
            await signing_keys.rotate(session)
        assert await count(SigningKey) == 2
        new = (await begin(actor)).access.token
        assert jwt_kid(new) != jwt_kid(old)
        assert {(await who_holds(token)).user_id for token in (old, new)} == {actor.user_id}
    with clock.at(start + days + timedelta(hours=2)):
        async with unit_of_work() as session:
            await signing_keys.rotate(session)
        assert await count(SigningKey) == 1


def jwt_kid(token: str) -> str:
    return json.loads(base64.urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "=="))["kid"]


@on_sqlite
async def test_keys_sealed_under_another_secret_are_replaced(database) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        session.add(
            SigningKey(private_sealed="unreadable", retires_at=clock.now() + timedelta(days=31))
        )
    assert (await who_holds((await begin(actor)).access.token)).user_id == actor.user_id


@on_sqlite
async def test_neither_keys_nor_refresh_tokens_are_stored_readably(database) -> None:
    pair = await begin(await make_actor())
    async with reading() as session:
        key = (await session.execute(select(SigningKey))).scalar_one()
        kept = (await session.execute(select(RefreshToken))).scalar_one()
    assert '"d"' not in key.private_sealed
    assert pair.refresh_token not in kept.model_dump_json()


@on_sqlite
async def test_a_refresh_token_is_good_once_and_reuse_ends_the_family(database) -> None:
    actor = await make_actor()
    other, first = await begin(actor), await begin(actor)
    second = await exchange(first.refresh_token)
    third = await exchange(second.refresh_token)
    assert (await who_holds(third.access.token)).user_id == actor.user_id
    assert await exchange(first.refresh_token) is None
    for pair in (first, second, third):
        assert await is_nobody(pair.access.token)
        assert await exchange(pair.refresh_token) is None
    assert await exchange(other.refresh_token)
    async with reading() as session:
        actions = [one.action for one in (await session.execute(select(AuditEntry))).scalars()]
    assert actions.count("refresh_token.reused") == 1


async def test_of_two_exchanges_at_once_one_succeeds_and_the_family_ends(database) -> None:
    first = await begin(await make_actor())
    pairs = await asyncio.gather(*(exchange(first.refresh_token) for _ in range(2)))
    won = [pair for pair in pairs if pair]
    assert len(won) == 1
    assert await is_nobody(won[0].access.token)
    assert await exchange(won[0].refresh_token) is None


async def test_a_copy_used_while_the_owner_refreshes_leaves_nobody_a_live_token(database) -> None:
    first = await begin(await make_actor())
    second = await exchange(first.refresh_token)
    pairs = await asyncio.gather(exchange(second.refresh_token), exchange(first.refresh_token))
    for pair in (second, *filter(None, pairs)):
        assert await is_nobody(pair.access.token)
        assert await exchange(pair.refresh_token) is None


@on_sqlite
async def test_a_refresh_token_ends_by_age_logout_password_and_deactivation(database) -> None:
    actor = await make_actor()
    later = clock.now() + timedelta(days=get_settings().refresh_token_days, hours=1)
    aged, left, changed, shut = [await begin(actor) for _ in range(4)]
    with clock.at(later):
        assert await exchange(aged.refresh_token) is None
    for _ in range(2):
        async with unit_of_work() as session:
            await refresh.logout(session, left.refresh_token)
            await refresh.logout(session, "unknown")
    assert await is_nobody(left.access.token)
    assert await exchange(left.refresh_token) is None
    assert not await is_nobody(changed.access.token)
    async with unit_of_work() as session:
        await service.change_password(session, actor, current=PASSWORD, new="a longer phrase")
    assert await is_nobody(changed.access.token)
    assert await exchange(shut.refresh_token) is None
    fresh = await begin(actor)
    async with unit_of_work() as session:
        await session.execute(update(User).values(is_active=False))
    assert await exchange(fresh.refresh_token) is None
    with clock.at(later):
        async with unit_of_work() as session:
            await service.purge_expired(session)
        assert await count(RefreshToken) == 0
