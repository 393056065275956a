"""Access tokens: renewed in time, once at a time, with no rotated token ever lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import reading, unit_of_work
from app.settings import get_settings
from app.simulators.workday.tokens import FIRST
from app.workday import tokens, vault
from app.workday.errors import WorkdayCredentialsError, WorkdayUnavailableError
from app.workday.models import WorkdayCredential
from tests.support.people import make_actor
from tests.support.workday import connect, office

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def row_of(actor) -> WorkdayCredential:
    async with reading() as session:
        return await vault.credential_of(session, actor.organization_id)


async def asked(there) -> None:
    """Wait until a token was asked for."""
    async with asyncio.timeout(30):
        while not there.tenant.calls["token"]:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_twenty_at_once_end_with_one_valid_pair(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        there.faults.slow_s = 0.2
        ways = await asyncio.gather(*(tokens.access(actor.organization_id) for _ in range(20)))
        assert len({way.token for way in ways}) == 1
        given = there.tenant.tokens
        assert (given.refreshes, given.reused) == (1, 0)
        # All of them are told at once that it does not hold any more.
        given.end_all()
        again = await asyncio.gather(
            *(tokens.access(actor.organization_id, refused=ways[0].token) for _ in range(20))
        )
        assert (given.refreshes, given.reused) == (2, 0)
        assert given.is_valid(again[0].token)
        assert {way.token for way in again} == {again[0].token}


@on_sqlite
async def test_a_token_is_used_until_shortly_before_it_ends(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        now = clock.now()
        given = there.tenant.tokens
        with clock.at(now):
            first = await tokens.access(actor.organization_id)
        assert first.expires_at == now + timedelta(seconds=given.life_s)
        assert first.token not in repr(first)
        for later, refreshes in ((given.life_s - 31, 1), (given.life_s - 30, 2)):
            with clock.at(now + timedelta(seconds=later)):
                await tokens.access(actor.organization_id)
            assert given.refreshes == refreshes


@on_sqlite
@pytest.mark.parametrize("rotates", [True, False])
async def test_the_newest_refresh_token_is_the_one_that_is_kept(database, monkeypatch, rotates):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        there.tenant.tokens.rotates = rotates
        for _ in range(3):
            there.tenant.tokens.end_all()
            refused = tokens.kept(await row_of(actor))
            await tokens.access(actor.organization_id, refused=refused)
        kept = vault.open_secrets(await row_of(actor)).refresh_token
        assert (kept == FIRST) is not rotates
        assert there.tenant.tokens.reused == 0


@on_sqlite
async def test_a_caller_who_goes_away_loses_no_token(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        there.faults.slow_s = 0.3
        asking = asyncio.ensure_future(tokens.access(actor.organization_id))
        await asked(there)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        way = await tokens.access(actor.organization_id)
        assert there.tenant.tokens.is_valid(way.token)
        assert (there.tenant.tokens.refreshes, there.tenant.tokens.reused) == (1, 0)


@on_sqlite
async def test_a_process_that_died_refreshing_is_waited_for_no_longer_than_it_can_take(
    database, monkeypatch
):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        async with unit_of_work() as session:
            row = await vault.credential_of(session, actor.organization_id, lock=True)
            row.refreshing_until = clock.now() + timedelta(seconds=0.3)
        assert await tokens.access(actor.organization_id)
        assert there.tenant.tokens.refreshes == 1
        assert (await row_of(actor)).refreshing_until is None


@on_sqlite
async def test_what_workday_refuses_is_told_apart_from_what_passes(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await make_actor()
        with pytest.raises(WorkdayCredentialsError, match="no Workday credentials"):
            await tokens.access(actor.organization_id)
        await connect(actor, there.url)
        there.faults.status, there.faults.count, there.faults.retry_after = 429, 1, "12"
        with pytest.raises(WorkdayUnavailableError) as throttled:
            await tokens.access(actor.organization_id)
        assert throttled.value.retry_after == 12
        assert (await row_of(actor)).is_valid is None
        there.faults.slow_s = 5.0
        monkeypatch.setattr(get_settings(), "workday_timeout_seconds", 0.1)
        with pytest.raises(WorkdayUnavailableError, match="No answer within"):
            await tokens.access(actor.organization_id)
        there.faults.slow_s = 0.0
        monkeypatch.setattr(get_settings(), "workday_timeout_seconds", 20.0)
        for wrong, words in (
            ({"client_secret": "another"}, "client id and secret"),
            ({"refresh_token": "another"}, "refresh token"),
        ):
            await connect(actor, there.url, **wrong)
            with pytest.raises(WorkdayCredentialsError, match=words):
                await tokens.access(actor.organization_id)
            row = await row_of(actor)
            assert row.is_valid is False
            assert words in row.problem
        await connect(actor, there.url)
        assert await tokens.access(actor.organization_id)
        assert (await row_of(actor)).is_valid


@on_sqlite
async def test_a_client_is_named_by_basic_where_the_body_is_not_looked_at(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        known = there.tenant.tokens.is_client
        clients = []

        def only_basic(client_id: str, secret: str) -> bool:
            clients.append(client_id)
            return len(clients) > 1 and known(client_id, secret)

        monkeypatch.setattr(there.tenant.tokens, "is_client", only_basic)
        assert await tokens.access(actor.organization_id)
        assert len(clients) == 2


@on_sqlite
async def test_credentials_that_are_entered_meanwhile_win(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        there.tenant.tokens.rotates = False
        there.faults.slow_s = 0.5
        asking = asyncio.ensure_future(tokens.access(actor.organization_id))
        await asked(there)
        there.faults.slow_s = 0.0
        await connect(actor, there.url, client_id="of somebody else")
        with pytest.raises(WorkdayCredentialsError):
            await asking
        row = await row_of(actor)
        assert row.client_id == "of somebody else"
        assert tokens.kept(row) is None
