"""Managing endpoints."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.core.ids import new_id
from app.identity.permissions import Role
from app.webhooks import endpoints
from app.webhooks.models import EndpointFormat, WebhookEndpoint
from tests.support.audit import actions_on
from tests.support.people import make_actor

URL = "https://hooks.example.com/in"
TYPES = ["interview.completed", "interview.scheduled"]


async def add(actor, **fields):
    async with unit_of_work() as session:
        return await endpoints.create(
            session, actor, **({"url": URL, "event_types": TYPES} | fields)
        )


async def listed(actor):
    async with reading() as session:
        return await endpoints.listing(session, actor)


async def test_an_endpoint_is_added_with_a_secret_and_listed(database: str) -> None:
    actor = await make_actor()
    made = await add(actor, description="  The  ATS ")
    [view] = await listed(actor)
    assert (view.id, view.url, view.description) == (made.id, URL, "The ATS")
    assert view.event_types == ("interview.scheduled", "interview.completed")
    assert view.is_enabled
    assert made.secret.startswith("whsec_")
    async with unit_of_work() as session:
        assert await endpoints.reveal_secret(session, actor, made.id) == made.secret
    async with reading() as session:
        row = await session.get(WebhookEndpoint, made.id)
    assert made.secret not in row.secret_sealed


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": None}, "url"),
        ({"url": "ftp://hooks.example.com"}, "url"),
        ({"url": "hooks.example.com"}, "url"),
        ({"url": "https://user:secret@hooks.example.com/"}, "url"),
        ({"url": "https://10.1.2.3/"}, "url"),
        ({"url": "http://2130706433/"}, "url"),
        ({"url": "https://[::1]/"}, "url"),
        ({"url": "https://hooks.example.com/" + "x" * 2000}, "url"),
        ({"event_types": []}, "event_types"),
        ({"event_types": "interview.completed"}, "event_types"),
        ({"event_types": ["webhook.test"]}, "event_types"),
        ({"event_types": [{}]}, "event_types"),
        ({"description": "x" * 121}, "description"),
        ({"description": 7}, "description"),
    ],
)
async def test_what_breaks_a_rule_is_refused_and_named(database: str, fields, field) -> None:
    actor = await make_actor()
    with pytest.raises(InvalidInputError) as refused:
        await add(actor, **fields)
    assert refused.value.field == field
    assert await listed(actor) == []


async def test_an_endpoint_is_changed(database: str) -> None:
    actor = await make_actor()
    made = await add(actor)
    async with unit_of_work() as session:
        await endpoints.update(
            session,
            actor,
            made.id,
            url="https://other.example.com",
            event_types=["report.generated"],
        )
    [view] = await listed(actor)
    assert (view.url, view.event_types) == ("https://other.example.com", ("report.generated",))


async def test_a_new_secret_leaves_the_old_one_valid_for_a_day(database: str) -> None:
    actor = await make_actor()
    made = await add(actor)
    async with unit_of_work() as session:
        secret = await endpoints.rotate_secret(session, actor, made.id)
        assert await endpoints.reveal_secret(session, actor, made.id) == secret != made.secret
    [view] = await listed(actor)
    assert timedelta(hours=23) < view.old_secret_until - clock.now() <= timedelta(hours=24)


async def test_an_endpoint_is_switched_off_and_on_with_its_failures_forgotten(
    database: str,
) -> None:
    actor = await make_actor()
    made = await add(actor)
    async with unit_of_work() as session:
        row = await session.get(WebhookEndpoint, made.id)
        row.failures_in_a_row, row.failing_since = 3, clock.now()
    for enabled in (False, False, True):
        async with unit_of_work() as session:
            await endpoints.set_enabled(session, actor, made.id, enabled)
        [view] = await listed(actor)
        assert view.is_enabled is enabled
        assert (view.disabled_reason is None) is enabled
    assert (view.failures_in_a_row, view.failing_since) == (0, None)


async def test_a_deleted_endpoint_is_gone(database: str) -> None:
    actor = await make_actor()
    made = await add(actor)
    async with unit_of_work() as session:
        await endpoints.delete(session, actor, made.id)
    assert await listed(actor) == []


async def test_what_is_done_is_written_down(database: str) -> None:
    actor = await make_actor()
    made = await add(actor)
    async with unit_of_work() as session:
        await endpoints.rotate_secret(session, actor, made.id)
        await endpoints.reveal_secret(session, actor, made.id)
        await endpoints.set_enabled(session, actor, made.id, False)
        await endpoints.delete(session, actor, made.id)
    assert sorted(await actions_on(made.id)) == [
        "webhook_endpoint.created",
        "webhook_endpoint.deleted",
        "webhook_endpoint.disabled",
        "webhook_endpoint.secret_revealed",
        "webhook_endpoint.secret_rotated",
    ]


async def test_there_is_a_most_of_endpoints(database: str, monkeypatch) -> None:
    monkeypatch.setattr(endpoints, "MOST_ENDPOINTS", 1)
    actor = await make_actor()
    await add(actor)
    with pytest.raises(ConflictError):
        await add(actor)


ACTS = {
    "update": lambda s, a, i: endpoints.update(s, a, i, url=URL, event_types=TYPES),
    "rotate": endpoints.rotate_secret,
    "reveal": endpoints.reveal_secret,
    "switch": lambda s, a, i: endpoints.set_enabled(s, a, i, False),
    "test": endpoints.send_test,
    "delete": endpoints.delete,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
async def test_another_organisations_endpoint_is_not_found(database: str, act) -> None:
    theirs = await add(await make_actor())
    actor = await make_actor()
    for unknown in (theirs.id, new_id(), "nonsense", None):
        with pytest.raises(NotFoundError):
            async with unit_of_work() as session:
                await act(session, actor, unknown)


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_only_admins_manage_endpoints(database: str, role) -> None:
    admin = await make_actor()
    made = await add(admin)
    member = await make_actor(role, organization_id=admin.organization_id)
    for act in ACTS.values():
        with pytest.raises(NotPermittedError):
            async with unit_of_work() as session:
                await act(session, member, made.id)
    with pytest.raises(NotPermittedError):
        await add(member)
    with pytest.raises(NotPermittedError):
        await listed(member)


async def test_a_partners_endpoint_is_neither_listed_nor_managed(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        partner = WebhookEndpoint(
            organization_id=actor.organization_id,
            format=EndpointFormat.GREENHOUSE,
            url=URL,
            event_types=["report.generated"],
            secret_sealed="x",
        )
        session.add(partner)
    assert await listed(actor) == []
    with pytest.raises(NotFoundError):
        async with unit_of_work() as session:
            await endpoints.reveal_secret(session, actor, partner.id)
