"""Health, and an organisation's figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from api.recruiting.openapi import VERSION
from app.core import clock, durable
from app.core.database import unit_of_work
from app.pipeline import health
from app.queue.models import QueueItem, QueueStatus
from app.room import service as room
from app.workday.models import WorkdayCredential
from tests.support.interviews import engine, invite, make_position, take_whole
from tests.support.people import make_actor
from tests.support.recruiting import (
    client_of,
    client_with,
    data_of,
    made_application,
    made_requisition,
)

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def keep_credentials(*, is_valid: bool | None) -> None:
    actor = await make_actor()
    words = dict.fromkeys(("tenant_url", "tenant_id", "client_id"), "example")
    kept = WorkdayCredential(
        organization_id=actor.organization_id,
        key_id="a",
        wrapped_key="b",
        sealed="c",
        is_valid=is_valid,
        **words,
    )
    async with unit_of_work() as session:
        session.add(kept)


async def test_health_tells_of_the_parts_there_are(database, monkeypatch) -> None:
    async with client_with() as client:
        whole = {
            "status": "healthy",
            "version": VERSION,
            "database": "connected",
            "workday": "not_configured",
            "processor": "running",
        }
        with durable.at_work():
            assert (await client.get("/health")).json() == whole
            await keep_credentials(is_valid=None)
            assert (await client.get("/health")).json() == whole | {"workday": "connected"}
            await keep_credentials(is_valid=False)
            degraded = whole | {"status": "degraded", "workday": "error"}
            assert (await client.get("/health")).json() == degraded
        answer = await client.get("/health")
        assert (answer.status_code, answer.json()) == (200, degraded | {"processor": "stopped"})

        def gone():
            raise OperationalError("select", {}, Exception("gone"))

        monkeypatch.setattr(health, "reading", gone)
        answer = await client.get("/health")
        assert answer.status_code == 503
        assert (answer.json()["status"], answer.json()["database"]) == ("unhealthy", "disconnected")


@on_sqlite
async def test_metrics_count_what_the_organisation_has_and_nobody_elses(database) -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    now = clock.now()
    for age in (timedelta(days=30), timedelta(days=3), timedelta(0)):
        with clock.at(now - age):
            await made_application(actor, requisition)
    position = await make_position(actor)
    tokens = [(await invite(actor, position)).token for _ in range(3)]
    with engine():
        for token in tokens[:2]:
            await room.start(token, room.CONSENT_VERSION)
        await take_whole(tokens[0])
    async with unit_of_work() as session:
        session.add(
            QueueItem(
                organization_id=actor.organization_id,
                number=1_000,
                job_type="sync",
                status=QueueStatus.COMPLETED,
                finished_at=now,
            )
        )
    async with await client_of(actor) as client:
        found = data_of(await client.get("/metrics"))
    arrived = found["applications"]
    assert set(arrived["byStatus"]) >= {"new", "analyzing", "analyzed", "complete"}
    assert (arrived["byStatus"]["new"], arrived["byStatus"]["complete"]) == (3, 0)
    assert {key: arrived[key] for key in ("total", "last24h", "last7d")} == {
        "total": 3,
        "last24h": 1,
        "last7d": 2,
    }
    assert found["interviews"] == {"total": 3, "completed": 1, "abandoned": 0, "pending": 2}
    assert found["lastProcessed"] == f"{now:%Y-%m-%dT%H:%M:%SZ}"
    async with await client_of(await make_actor()) as client:
        other = data_of(await client.get("/metrics"))
    assert other["applications"]["total"] == other["interviews"]["total"] == 0
    assert other["lastProcessed"] is None
