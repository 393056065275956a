"""The job runner on our own database."""

from __future__ import annotations

import resource
from datetime import timedelta

from dbos import DBOS
from sqlmodel import select

from app.core import clock
from app.core.database import get_engine, reading, unit_of_work
from app.identity import service as identity
from app.identity.models import AuthSession
from app.jobs import deliveries, runner, upkeep
from app.settings import get_settings
from app.webhooks import service as webhooks
from app.webhooks.models import WebhookDelivery, WebhookEvent
from tests.support.people import make_actor
from tests.support.webhooks import add_endpoint, send_test


async def test_two_processes_never_share_an_executor_and_a_restart_takes_its_own(database) -> None:
    settings = get_settings()
    with runner.executor_id(settings) as first, runner.executor_id(settings) as second:
        assert (first, second) == ("worker-0", "worker-1")
    with runner.executor_id(settings) as again:
        assert again == "worker-0"


async def test_upkeep_is_scheduled_and_does_its_work(database: str) -> None:
    actor = await make_actor()
    long_ago = clock.now() - timedelta(days=60)
    with clock.at(long_ago):
        async with unit_of_work() as session:
            await identity.open_session(
                session, user_id=actor.user_id, organization_id=actor.organization_id
            )
    async with runner.running():
        scheduled = {entry["schedule_name"] for entry in await DBOS.list_schedules_async()}
        handle = await DBOS.start_workflow_async(upkeep.every_hour, clock.now(), None)
        await handle.get_result()
        await (await DBOS.start_workflow_async(upkeep.every_minute, clock.now(), None)).get_result()
    assert scheduled == {entry["schedule_name"] for entry in runner.SCHEDULES}
    async with reading() as session:
        assert (await session.execute(select(AuthSession))).first() is None


async def test_the_runner_leaves_our_tables_alone(database: str) -> None:
    from sqlalchemy import inspect

    from app.tables import metadata

    async with runner.running():
        pass
    async with get_engine().connect() as connection:
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    assert set(metadata.tables) <= tables


async def test_old_events_go_with_their_deliveries_and_newer_ones_stay(
    database: str, monkeypatch
) -> None:
    monkeypatch.setattr(deliveries, "PORTION", 2)
    actor = await make_actor()
    endpoint = await add_endpoint(actor, "https://hooks.example.com/")
    with clock.at(clock.now() - webhooks.KEPT - timedelta(hours=1)):
        for _ in range(3):
            await send_test(actor, endpoint)
    newer = await send_test(actor, endpoint)
    await deliveries.purge_events()
    async with reading() as session:
        assert list((await session.execute(select(WebhookDelivery.id))).scalars()) == [newer]
        assert len((await session.execute(select(WebhookEvent))).all()) == 1


async def test_as_many_connections_are_allowed_as_can_be(database: str) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[0]), before[1]))
    try:
        async with runner.running():
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert soft == min(hard, runner.MOST_FILES)
