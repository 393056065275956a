"""The hiring settings of an organisation."""

from __future__ import annotations

import asyncio

import pytest

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotPermittedError
from app.hiring_settings import service
from app.identity.permissions import Role
from app.recruiters import service as recruiters
from tests.support.people import make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def changed(actor, expected=None, **changes):
    async with unit_of_work() as session:
        return await service.update(session, actor, changes, expected)


async def current(actor):
    async with reading() as session:
        return await service.get(session, actor)


@on_sqlite
async def test_what_was_never_set_is_as_for_everybody_and_what_is_set_stays(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    before = await current(actor)
    assert (before.lookback_hours_default, before.interview_token_expiry_days) == (24, 7)
    assert (before.version, before.updated_at) == (1, None)
    async with unit_of_work() as session:
        sam = await recruiters.create(
            session, actor, {"name": "Sam Example", "email": "sam@example.com"}
        )
    after = await changed(
        actor,
        1,
        lookback_hours_default=48,
        default_recruiter_number=sam.number,
        email_from_address="Jobs@Example.com",
        email_from_name="  Example   Works ",
    )
    assert (after.lookback_hours_default, after.version) == (48, 2)
    assert (after.default_recruiter_id, after.default_recruiter_number) == (sam.id, sam.number)
    assert (after.email_from_address, after.email_from_name) == (
        "jobs@example.com",
        "Example Works",
    )
    assert await changed(actor, lookback_hours_default=48) == after
    with pytest.raises(ConflictError):
        await changed(actor, 1, lookback_hours_default=1)
    cleared = await changed(actor, email_from_address=None, default_recruiter_number=None)
    assert (cleared.email_from_address, cleared.default_recruiter_id) == (None, None)
    assert await current(other) == before
    with pytest.raises(NotPermittedError):
        await changed(await make_actor(Role.RECRUITER, actor.organization_id), 1)


REFUSED = (
    ({"lookback_hours_default": 200}, "lookback_hours_default"),
    ({"lookback_hours_max": 12}, "lookback_hours_max"),
    ({"lookback_hours_min": 25}, "lookback_hours_min"),
    ({"lookback_hours_min": 30, "lookback_hours_max": 20}, "lookback_hours_min"),
    ({"lookback_hours_default": 0}, "lookback_hours_default"),
    ({"lookback_hours_default": True}, "lookback_hours_default"),
    ({"interview_token_expiry_days": 91}, "interview_token_expiry_days"),
    ({"interview_token_expiry_days": 0}, "interview_token_expiry_days"),
    ({"email_from_address": "us"}, "email_from_address"),
    ({"email_from_name": "x" * 121}, "email_from_name"),
    ({"auto_send_max_risk": 1.1}, "auto_send_max_risk"),
    ({"auto_send_max_risk": float("nan")}, "auto_send_max_risk"),
    ({"default_recruiter_number": 99}, "default_recruiter_id"),
    ({"client_secret": "x"}, "client_secret"),
)


@on_sqlite
async def test_what_cannot_be_is_refused_with_its_field(database: str) -> None:
    actor = await make_actor()
    for changes, field in REFUSED:
        with pytest.raises(InvalidInputError) as caught:
            await changed(actor, **changes)
        assert caught.value.field == field
    assert (await current(actor)).updated_at is None


async def test_of_two_first_edits_at_once_both_are_kept(database: str) -> None:
    actor = await make_actor()
    await asyncio.gather(
        changed(actor, interview_token_expiry_days=10), changed(actor, auto_send_max_risk=0.2)
    )
    both = await current(actor)
    assert (both.interview_token_expiry_days, both.auto_send_max_risk) == (10, 0.2)
    assert both.version == 3


@on_sqlite
async def test_a_look_back_stays_within_its_bounds(database: str) -> None:
    view = await current(await make_actor())
    assert [view.lookback(hours) for hours in (None, 0, 2, 999)] == [24, 1, 2, 168]
