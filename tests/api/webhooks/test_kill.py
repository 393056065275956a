"""Killed at twenty random moments, the product still tells of everything that happened."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from sqlmodel import col, select
from standardwebhooks import Webhook

from app.core.database import get_engine, reading
from app.settings import get_settings
from app.webhooks.formats import envelope
from app.webhooks.models import DeliveryStatus, WebhookEvent
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.receiver import receiver
from tests.support.webhooks import add_endpoint, deliveries_of

ROOT = Path(__file__).resolve().parents[3]
# Twenty times where it is quick, on the database that a single machine has; enough on the other
# to see that it does not matter which.
EVENTS, KILLS = {"sqlite": 300, "postgresql": 90}, {"sqlite": 20, "postgresql": 6}
LONGEST_LIFE_S = 1.5


async def test_killed_again_and_again_every_event_arrives_signed_and_none_is_forged(
    database: str, tmp_path: Path, monkeypatch
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    moments = random.Random(seed)
    monkeypatch.setenv("VIVAVOCE_WEBHOOK_PRIVATE_HOSTS", "127.0.0.1")
    get_settings.cache_clear()
    kind = get_engine().dialect.name
    events, kills = EVENTS[kind], KILLS[kind]
    actor = await make_actor()
    position = await make_position(actor)
    refused: set[str] = set()

    def answer(request) -> int:
        """Every fifth event is refused the first time it comes."""
        event_id = request.content["id"]
        if int(event_id[-2:], 16) % 5 or event_id in refused:
            return 200
        refused.add(event_id)
        return 500

    async with receiver() as listening:
        listening.script["/"] = [answer]
        endpoint = await add_endpoint(actor, listening.url(), ["interview.scheduled"])
        names = [str(one) for one in (actor.organization_id, position.id, actor.user_id)]
        async with nursery(*names, log=tmp_path / "worker.log") as start:
            for life in range(1, kills + 1):
                process = await start(events * life // kills)
                await asyncio.sleep(moments.uniform(0, LONGEST_LIFE_S))
                os.kill(process, signal.SIGKILL)
            process = await start(events)
            await until_all_is_told(endpoint, events)
            os.kill(process, signal.SIGKILL)
    async with reading() as session:
        happened = {
            str(event.id): envelope(event)
            for event in (
                await session.execute(
                    select(WebhookEvent).where(
                        col(WebhookEvent.organization_id) == actor.organization_id
                    )
                )
            ).scalars()
        }
    assert len(happened) == events
    taken = {one.headers["webhook-id"] for one in listening.received}
    assert taken == set(happened)
    for request in listening.received:
        Webhook(endpoint.secret).verify(request.body, request.headers)
        assert request.body == happened[request.headers["webhook-id"]]
    assert {one.status for one in await deliveries_of(endpoint)} == {DeliveryStatus.DELIVERED}
    print(f"{len(listening.received)} requests told of {events} events")


@asynccontextmanager
async def nursery(*arguments: str, log: Path):
    """Starts processes, one after another; each is killed before the next is started."""
    with log.open("ab") as errors:
        parent = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.delivering",
            *arguments,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )

    async def start(most: int) -> int:
        parent.stdin.write(f"{most}\n".encode())
        line = await asyncio.wait_for(parent.stdout.readline(), 60)
        assert line, (await asyncio.to_thread(log.read_text))[-3000:]
        return int(line)

    try:
        yield start
    finally:
        parent.kill()
        await parent.wait()


async def until_all_is_told(endpoint, events: int, seconds: float = 300) -> None:
    async with asyncio.timeout(seconds):
        while True:
            made = await deliveries_of(endpoint)
            pending = [one for one in made if one.status is DeliveryStatus.PENDING]
            if len(made) >= events and not pending:
                return
            await asyncio.sleep(0.5)
