"""Signing in, sessions and passwords."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotAuthenticatedError,
    NotPermittedError,
    TooManyRequestsError,
)
from app.identity import service
from app.identity.models import AuthSession
from app.identity.permissions import Permission, Role
from app.settings import get_settings
from tests.support.people import PASSWORD, make_actor

ADDRESS = "192.0.2.1"


async def sign_in(email: object, password: object = PASSWORD, address: str = ADDRESS) -> str | None:
    async with unit_of_work() as session:
        return await service.sign_in(session, email=email, password=password, address=address)


async def who_holds(token: str | None):
    async with reading() as session:
        return await service.authenticate(session, token)


async def test_a_member_signs_in_and_is_known_by_the_token(database: str) -> None:
    actor = await make_actor(role=Role.RECRUITER)
    token = await sign_in(f"  {actor.email.upper()} ")
    assert token
    found = await who_holds(token)
    assert (found.user_id, found.organization_id, found.role) == (
        actor.user_id,
        actor.organization_id,
        Role.RECRUITER,
    )


async def test_only_a_hash_of_the_token_is_stored(database: str) -> None:
    actor = await make_actor()
    token = await sign_in(actor.email)
    async with reading() as session:
        from sqlmodel import select

        stored = (await session.execute(select(AuthSession))).scalars().one()
    assert token
    assert token not in stored.model_dump_json()


@pytest.mark.parametrize("password", ["wrong", "", None, {"$ne": 1}, "x" * 10_000, "\ud800"])
async def test_a_wrong_password_gives_no_session(database: str, password: object) -> None:
    actor = await make_actor()
    assert await sign_in(actor.email, password) is None


@pytest.mark.parametrize("email", ["nobody@example.com", "", None, 7, "\x00", "\ud800"])
async def test_an_unknown_account_gives_no_session(database: str, email: object) -> None:
    assert await sign_in(email) is None


async def test_an_account_is_locked_after_too_many_failures_and_frees_itself(database: str) -> None:
    actor = await make_actor()
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with clock.at(start):
        for number in range(8):
            assert await sign_in(actor.email, "wrong", address=f"192.0.2.{number}") is None
        with pytest.raises(TooManyRequestsError):
            await sign_in(actor.email)
    with clock.at(start + timedelta(minutes=16)):
        assert await sign_in(actor.email)


async def test_an_address_that_tries_many_accounts_is_locked(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each password takes half a second to check, so not the usual eight attempts an account.
    monkeypatch.setattr(get_settings(), "sign_in_attempts", 2)
    actor = await make_actor()
    for number in range(10):
        await sign_in(f"guess{number}@example.com", "wrong")
    with pytest.raises(TooManyRequestsError):
        await sign_in(actor.email)
    assert await sign_in(actor.email, address="192.0.2.99")


async def test_signing_out_ends_the_session(database: str) -> None:
    actor = await make_actor()
    token = await sign_in(actor.email)
    async with unit_of_work() as session:
        await service.sign_out(session, token)
    with pytest.raises(NotAuthenticatedError):
        await who_holds(token)


async def test_a_session_expires(database: str) -> None:
    actor = await make_actor()
    token = await sign_in(actor.email)
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(NotAuthenticatedError):
        await who_holds(token)


@pytest.mark.parametrize("token", [None, "", "forged", "x" * 5000, "\ud800"])
async def test_a_forged_token_is_nobody(database: str, token: str | None) -> None:
    with pytest.raises(NotAuthenticatedError):
        await who_holds(token)


async def test_changing_the_password_ends_every_session_but_a_fresh_one(database: str) -> None:
    actor = await make_actor()
    old = [await sign_in(actor.email) for _ in range(2)]
    async with unit_of_work() as session:
        fresh = await service.change_password(
            session, actor, current=PASSWORD, new="a longer phrase"
        )
    for token in old:
        with pytest.raises(NotAuthenticatedError):
            await who_holds(token)
    assert (await who_holds(fresh)).user_id == actor.user_id
    assert await sign_in(actor.email) is None
    assert await sign_in(actor.email, "a longer phrase")


async def test_a_new_password_must_be_long_enough_and_the_old_one_right(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        with pytest.raises(InvalidInputError) as wrong:
            await service.change_password(session, actor, current="no", new="a longer phrase")
        with pytest.raises(InvalidInputError) as short:
            await service.change_password(session, actor, current=PASSWORD, new="short")
    assert (wrong.value.field, short.value.field) == ("current", "new")


async def test_an_address_belongs_to_one_user(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        with pytest.raises(ConflictError):
            await service.add_member(
                session,
                organization_id=actor.organization_id,
                email=actor.email.upper(),
                name="Another",
                password=PASSWORD,
                role=Role.READONLY,
            )


async def test_roles_may_do_what_the_table_says(database: str) -> None:
    readonly = await make_actor(role=Role.READONLY)
    recruiter = await make_actor(role=Role.RECRUITER)
    admin = await make_actor(role=Role.ADMIN)
    readonly.require(Permission.VIEW)
    with pytest.raises(NotPermittedError):
        readonly.require(Permission.INVITE)
    recruiter.require(Permission.EDIT_POSITIONS)
    with pytest.raises(NotPermittedError):
        recruiter.require(Permission.DELETE_CANDIDATES)
    for permission in Permission:
        admin.require(permission)


async def test_expired_sessions_and_old_attempts_are_purged(database: str) -> None:
    actor = await make_actor()
    await sign_in(actor.email)
    await sign_in(actor.email, "wrong")
    with clock.at(clock.now() + timedelta(days=20)):
        async with unit_of_work() as session:
            await service.purge_expired(session)
        async with reading() as session:
            from sqlmodel import select

            from app.identity.models import SignInAttempt

            assert (await session.execute(select(AuthSession))).first() is None
            assert (await session.execute(select(SignInAttempt))).first() is None
