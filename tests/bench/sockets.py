"""Two hundred candidates at once in interviews over the public socket.

Run as `python -m tests.bench.sockets`; `--candidates`, `--answers` and `--think 30 60` change what
is measured. It starts a server of its own on loopback, with a database of its own; the candidates
share the machine with it. Measured are the time from sending an answer to hearing the next
question, and the time until a second socket hears of a question that came of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from app.settings import get_settings
from tests.bench.room import cpu, invite, memory, words_for
from tests.support.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

WITHIN_S = 2.0
RAMP_S = 60.0
PATIENCE_S = 120.0
WATCHED = 10
"""One candidate in so many has the interview open a second time."""


@dataclass
class Measured:
    """What all candidates together have seen, in milliseconds."""

    starts: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def heard(socket: aiohttp.ClientWebSocketResponse) -> dict[str, object]:
    """The next message. Raises TimeoutError, and RuntimeError for an error."""
    message: dict[str, object] = json.loads(await socket.receive_str(timeout=PATIENCE_S))
    if message["type"] == "error":
        raise RuntimeError(message["message"])
    return message


async def take_part(
    session: aiohttp.ClientSession, url: str, options: argparse.Namespace, measured: Measured
) -> None:
    """One candidate: connect, think, answer, and again. Stays connected to the end."""
    dice = random.Random(url)
    await asyncio.sleep(dice.uniform(0, options.ramp))
    is_watched = dice.randrange(WATCHED) == 0
    try:
        begun = time.perf_counter()
        async with session.ws_connect(url) as socket:
            asked = await heard(socket)
            measured.starts.append((time.perf_counter() - begun) * 1000)
            second = await session.ws_connect(url) if is_watched else None
            if second:
                await heard(second)
            for _ in range(options.answers):
                await asyncio.sleep(dice.uniform(*options.think))
                sent = time.perf_counter()
                content = words_for(str(asked["content"]), dice)
                await socket.send_json({"type": "message", "content": content})
                asked = await heard(socket)
                answered = time.perf_counter()
                measured.waits.append((answered - sent) * 1000)
                if second:
                    await heard(second)
                    measured.told.append((time.perf_counter() - answered) * 1000)
            if second:
                await second.close()
    except (aiohttp.ClientError, TimeoutError, RuntimeError) as error:
        measured.errors.append(f"{type(error).__name__}: {error}")


async def measure(server: Server, links: list[str], options: argparse.Namespace) -> None:
    """Let the first candidate warm the server up, then let all the others in."""
    address = f"ws://127.0.0.1:{urlsplit(server.url).port}/api/v1/ws/interviews/"
    alone, together = Measured(), Measured()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        warming = argparse.Namespace(answers=2, think=(0.5, 1.0), ramp=0)
        await take_part(session, address + links[0], warming, alone)
        before, used = memory(server), cpu(server)
        everybody = asyncio.gather(
            *[take_part(session, address + link, options, together) for link in links[1:]]
        )
        await asyncio.sleep(options.ramp + options.think[1])
        during = memory(server)
        await everybody
    spent = cpu(server) - used
    report(together, len(links) - 1, during - before)
    if together.waits:
        print(
            f"  the server's processor time: {spent / len(together.waits) * 1000:.0f} ms an answer"
        )
    for words in sorted({*alone.errors, *together.errors}):
        print(f"  {words}")


def report(measured: Measured, candidates: int, grown: float) -> None:
    """Print the figures."""
    print(
        f"  {candidates} sockets, {len(measured.waits)} answers, {len(measured.errors)} errors, "
        f"{grown / candidates * 1000:.0f} KB per socket"
    )
    for words, times in (
        ("connecting to first question", measured.starts),
        ("send to next question", measured.waits),
        (f"told on a second socket (aim: under {WITHIN_S:.0f} s)", measured.told),
    ):
        if len(times) > 1:
            print(f"  {words}: p50 {_at(times, 50):.0f} ms, p95 {_at(times, 95):.0f} ms")


def _at(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=200)
    parser.add_argument("--answers", type=int, default=3)
    parser.add_argument("--think", type=float, nargs=2, default=(60.0, 120.0), metavar="SECONDS")
    parser.add_argument("--ramp", type=float, default=RAMP_S, metavar="SECONDS")
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        os.environ["VIVAVOCE_VAR_DIR"] = folder
        # All of them come from one address.
        os.environ["VIVAVOCE_PUBLIC_REQUESTS_PER_MINUTE"] = "100000"
        get_settings.cache_clear()
        links = asyncio.run(invite(options.candidates + 1, random.Random(0)))
        server = Server(Path(folder)).start()
        try:
            asyncio.run(measure(server, links, options))
        finally:
            server.stop()
            for name in ("VAR_DIR", "PUBLIC_REQUESTS_PER_MINUTE"):
                del os.environ[f"VIVAVOCE_{name}"]
            get_settings.cache_clear()


if __name__ == "__main__":
    main()
