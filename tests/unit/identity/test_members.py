"""What administrators may do about the people of their organisation and its single sign-on."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import select

from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotAuthenticatedError,
    NotFoundError,
    NotPermittedError,
)
from app.core.ids import new_id
from app.identity import connections, members, service, sso
from app.identity.models import FirstSignIn, OidcConnection
from app.identity.permissions import Role
from tests.support.people import make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SECRET = "a-secret-of-the-provider"


def wanted(**changes) -> connections.Wanted:
    return connections.Wanted(
        **{
            "slug": "example-works",
            "name": "Example ID",
            "discovery_url": "https://id.example.com/realm",
            "client_id": "vivavoce",
            "client_secret": SECRET,
            "email_domains": ["example.com"],
            "first_sign_in": FirstSignIn.APPROVAL,
            **changes,
        }
    )


async def save(actor, expected_version=None, **changes):
    async with unit_of_work() as session:
        return await connections.save(
            session, actor, wanted(**changes), expected_version=expected_version
        )


async def change_role(actor, user_id, role):
    async with unit_of_work() as session:
        await members.change_role(session, actor, user_id, role)


async def test_the_last_administrator_stays_one_even_when_two_step_down_at_once(database) -> None:
    one = await make_actor()
    two = await make_actor(Role.ADMIN, one.organization_id)
    both = await asyncio.gather(
        change_role(one, one.user_id, Role.READONLY),
        change_role(two, two.user_id, Role.READONLY),
        return_exceptions=True,
    )
    assert [type(one) for one in both].count(ConflictError) == 1
    async with reading() as session:
        found = await members.members(session, one)
    assert sorted(member.role for member in found) == [Role.ADMIN, Role.READONLY]
    last = next(member for member in found if member.role is Role.ADMIN)
    async with unit_of_work() as session:
        with pytest.raises(ConflictError):
            await members.deactivate(session, one, last.user_id)


@on_sqlite
async def test_who_is_shut_out_is_so_at_once_and_can_be_let_in_again(database) -> None:
    admin = await make_actor()
    actor = await make_actor(Role.RECRUITER, admin.organization_id)
    async with unit_of_work() as session:
        token = await service.open_session(
            session, user_id=actor.user_id, organization_id=actor.organization_id
        )
        await members.deactivate(session, admin, actor.user_id)
    async with unit_of_work() as session:
        with pytest.raises(NotAuthenticatedError):
            await service.authenticate(session, token)
        await members.reactivate(session, admin, actor.user_id)
        with pytest.raises(NotAuthenticatedError):
            await service.authenticate(session, token)
    async with reading() as session:
        found = {one.user_id: one.is_active for one in await members.members(session, admin)}
        actions = [one.action for one in (await session.execute(select(AuditEntry))).scalars()]
    assert found == {admin.user_id: True, actor.user_id: True}
    assert {"member.deactivated", "member.reactivated"} <= set(actions)


@on_sqlite
async def test_only_administrators_and_only_in_their_own_organisation(database) -> None:
    admin, foreign = await make_actor(), await make_actor()
    recruiter = await make_actor(Role.RECRUITER, admin.organization_id)
    async with unit_of_work() as session:
        operations = {
            "members": lambda who: members.members(session, who),
            "role": lambda who: members.change_role(session, who, recruiter.user_id, Role.ADMIN),
            "deactivate": lambda who: members.deactivate(session, who, recruiter.user_id),
            "reactivate": lambda who: members.reactivate(session, who, recruiter.user_id),
            "requests": lambda who: members.access_requests(session, who),
            "grant": lambda who: members.grant(session, who, new_id()),
            "decline": lambda who: members.decline(session, who, new_id()),
            "connection": lambda who: connections.connection_of(session, who),
            "save": lambda who: connections.save(session, who, wanted()),
            "remove": lambda who: connections.remove(session, who),
            "attempt": lambda who: connections.attempt(who, "https://id.example.com"),
        }
        for name, operation in operations.items():
            with pytest.raises(NotPermittedError):
                await operation(recruiter)
            if name in {"role", "deactivate", "reactivate", "grant", "decline", "remove"}:
                with pytest.raises(NotFoundError):
                    await operation(foreign)


@on_sqlite
async def test_a_single_sign_on_is_set_up_changed_offered_and_removed(database) -> None:
    admin = await make_actor()
    first = await save(admin, email_domains=["Example.com ", "@example.net"])
    assert first.discovery_url == "https://id.example.com/realm/.well-known/openid-configuration"
    assert (first.email_domains, first.has_secret, first.version) == (
        ("example.com", "example.net"),
        True,
        1,
    )
    second = await save(admin, 1, client_secret=None, name="Another name")
    assert (second.has_secret, second.version) == (True, 2)
    with pytest.raises(ConflictError):
        await save(admin, 1, name="Too late")
    async with reading() as session:
        kept = (await session.execute(select(OidcConnection))).scalar_one()
        assert SECRET not in kept.model_dump_json()
        # Whether anybody has the address is not told.
        for email, slug in {
            admin.email: "example-works",
            "nobody@EXAMPLE.com": "example-works",
            "ada@example.org": None,
            "ada@ample.com": None,
            'ada@"example.com': None,
            "": None,
        }.items():
            offer = await sso.offer_for(session, email)
            assert (offer and offer.slug) == slug, email
    assert not (await save(admin, client_secret="", is_enabled=False)).has_secret
    async with unit_of_work() as session:
        assert await sso.offer_for(session, admin.email) is None
        await connections.remove(session, admin)
        assert await connections.connection_of(session, admin) is None


async def test_a_domain_and_an_address_belong_to_one_organisation(database) -> None:
    one, two = await make_actor(), await make_actor()
    both = await asyncio.gather(
        save(one, slug="one"), save(two, slug="two"), return_exceptions=True
    )
    assert [type(each) for each in both].count(ConflictError) == 1
    winner, loser = (one, two) if isinstance(both[1], ConflictError) else (two, one)
    await save(winner, slug="taken")
    with pytest.raises(ConflictError) as taken:
        await save(loser, slug="taken", email_domains=["example.org"])
    assert taken.value.field == "slug"


@on_sqlite
async def test_what_cannot_be_a_single_sign_on_is_refused_by_field(database) -> None:
    admin = await make_actor()
    for field, value in [
        ("slug", "callback"),
        ("slug", "with space"),
        ("slug", "-"),
        ("slug", "x" * 61),
        ("discovery_url", "http://169.254.169.254/latest"),
        ("discovery_url", "https://user:pass@id.example.com"),
        ("discovery_url", "https://id.example.com/" + "x" * 500),
        ("client_id", ""),
        ("client_secret", "naïve"),
        ("email_domains", []),
        ("email_domains", ["localhost"]),
        ("email_domains", ["*.example.com"]),
        ("email_domains", ['a"b.com']),
        ("name", " "),
    ]:
        with pytest.raises(InvalidInputError) as refused:
            await save(admin, **{field: value})
        assert refused.value.field == field, value
