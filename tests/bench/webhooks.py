"""Webhook deliveries per second, and how soon one arrives.

Run as `python -m tests.bench.webhooks`; `--events` and `--endpoints` change what is measured. A
process delivers from a SQLite database of its own to a receiver on loopback, which shares the
machine and the process with it. Meanwhile somebody else writes now and then, and is timed too.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time

from app.core.audit import record
from app.core.database import dispose, unit_of_work
from app.core.ids import new_id
from app.core.migrations import upgrade
from app.jobs import runner
from app.settings import get_settings
from app.webhooks import endpoints
from tests.support.people import make_actor
from tests.support.receiver import Receiver, receiver
from tests.support.webhooks import add_endpoint

SLOWEST_S = 300.0
PORTION = 50


async def main(events: int, count: int) -> None:
    await upgrade()
    actor = await make_actor()
    async with receiver() as listening:
        made = [await add_endpoint(actor, listening.url(f"/{n}")) for n in range(count)]
        await order(actor, made, events)
        async with runner.running():
            took, waits = await deliver_all(actor, listening, events)
            alone = [await deliver_one(actor, made[0], listening) for _ in range(20)]
            idle = await idle_share()
    print(f"{events} events to {count} endpoint(s), SQLite, each signed and its attempt kept")
    print(f"  delivered             {events / took:7.1f} a second")
    print(
        f"  somebody else's write {statistics.median(waits):7.1f} ms median, "
        f"{max(waits):.0f} ms at worst, meanwhile"
    )
    print(f"  one event alone       {statistics.median(alone):7.1f} ms from commit to receiver")
    print(f"  the runner at rest    {idle:7.1f} % of one core")
    await dispose()


async def order(actor, made, events: int) -> None:
    """Have so many events told, before anybody works on them."""
    for first in range(0, events, PORTION):
        async with unit_of_work() as session:
            for number in range(first, min(first + PORTION, events)):
                await endpoints.send_test(session, actor, made[number % len(made)].id)


async def deliver_all(actor, listening: Receiver, events: int) -> tuple[float, list[float]]:
    """Seconds from the first arrival to the last, and how long other writers waited, in ms."""
    waits: list[float] = []
    await listening.count(1, seconds=SLOWEST_S)
    others = asyncio.create_task(write_now_and_then(actor, waits))
    began = time.perf_counter()
    await listening.count(events, seconds=SLOWEST_S)
    took = time.perf_counter() - began
    others.cancel()
    return took, waits


async def deliver_one(actor, endpoint, listening: Receiver) -> float:
    """Milliseconds from the commit that tells of an event to its arrival."""
    before = len(listening.received)
    async with unit_of_work() as session:
        await endpoints.send_test(session, actor, endpoint.id)
    began = time.perf_counter()
    await listening.count(before + 1, seconds=SLOWEST_S)
    return (time.perf_counter() - began) * 1000


async def write_now_and_then(actor, waits: list[float]) -> None:
    """What a recruiter's click costs while events are told."""
    while True:
        began = time.perf_counter()
        async with unit_of_work() as session:
            record(
                session,
                "bench.written",
                subject_type="bench",
                subject_id=new_id(),
                organization_id=actor.organization_id,
            )
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.2)


async def idle_share(seconds: float = 5.0) -> float:
    """Processor time of this process with nothing to do, in per cent of one core."""
    await asyncio.sleep(2)
    used, began = time.process_time(), time.perf_counter()
    await asyncio.sleep(seconds)
    return 100 * (time.process_time() - used) / (time.perf_counter() - began)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=1_000)
    arguments.add_argument("--endpoints", type=int, default=4)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        os.environ |= {
            "VIVAVOCE_VAR_DIR": folder,
            "VIVAVOCE_DATABASE_URL": "",
            "VIVAVOCE_WEBHOOK_PRIVATE_HOSTS": "127.0.0.1",
        }
        get_settings.cache_clear()
        asyncio.run(main(chosen.events, chosen.endpoints))
