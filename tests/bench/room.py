"""Fifty candidates in the room at once: from sending an answer to seeing the next question.

Run as `python -m tests.bench.room`; `--candidates`, `--answers` and `--think 10 30` change what is
measured. It starts a server of its own on loopback, with a database of its own, and drives it by
the same socket and the same events as a browser. The candidates share the machine with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import socketio

from app.assessment.bank import load_bank
from app.core import database
from app.core.migrations import upgrade
from app.interviews import service as interviews
from app.settings import get_settings
from state.room import RoomState
from tests.simulated.people import item_of
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.server import Server

AIM_MS = 500
POSITIONS, CONCEPTS = 12, 4
RAMP_S = 8.0
PATIENCE_S = 60.0
NAMESPACE = "/_event"
STATE = RoomState.get_full_name()
HYDRATE = f"{STATE.split('.', maxsplit=1)[0]}.hydrate_and_load"


@dataclass
class Measured:
    """What all candidates together have seen."""

    waits_ms: list[float] = field(default_factory=list)
    starts_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Tab:
    """A browser tab with the room open, as far as the server can tell."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.path = url, f"/interview/{token}"
        self.seen: dict[str, Any] = {}
        self.changed = asyncio.Event()
        self.socket = socketio.AsyncClient(reconnection=False)
        self.socket.on("event", self._take, namespace=NAMESPACE)

    async def open(self) -> None:
        """Connect, with the event by which a page asks for its state."""
        await self.socket.connect(
            f"{self.url}?token={uuid.uuid4()}",
            auth={"event": self._event(HYDRATE)},
            namespaces=[NAMESPACE],
            socketio_path=NAMESPACE,
            transports=["websocket"],
            wait_timeout=PATIENCE_S,
        )
        await self.until(lambda: self.seen.get("status"))

    async def tell(self, handler: str, **payload: object) -> None:
        """Call a handler of the screen."""
        await self.socket.emit("event", self._event(f"{STATE}.{handler}", payload), NAMESPACE)

    async def until(self, holds: Any) -> None:
        """Wait until the screen is so. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self.changed.clear()
                await self.changed.wait()

    def _event(self, name: str, payload: dict[str, object] | None = None) -> dict[str, object]:
        router = {"pathname": self.path, "asPath": self.path, "query": {}}
        return {"name": name, "payload": payload or {}, "router_data": router}

    async def _take(self, update: dict[str, Any]) -> None:
        shown = (update.get("delta") or {}).get(STATE, {})
        self.seen |= {name.removesuffix("_rx_state_"): value for name, value in shown.items()}
        self.changed.set()


async def take_part(
    url: str, token: str, options: argparse.Namespace, measured: Measured, dice: random.Random
) -> None:
    """One candidate: begin, think, type, send, and again. Stays connected to the end."""
    await asyncio.sleep(dice.uniform(0, RAMP_S))
    tab = Tab(url, token)
    try:
        await tab.open()
        await tab.tell("agree", agreed=True)
        begun = time.perf_counter()
        await tab.tell("start")
        await tab.until(lambda: tab.seen.get("turn_id"))
        measured.starts_ms.append((time.perf_counter() - begun) * 1000)
        for _ in range(options.answers):
            if tab.seen["status"] != "running":
                break
            await answer(tab, options, measured, dice)
    except Exception as error:
        measured.errors.append(f"{type(error).__name__}: {error}")
    finally:
        await tab.socket.disconnect()


async def answer(
    tab: Tab, options: argparse.Namespace, measured: Measured, dice: random.Random
) -> None:
    """Think and type for some seconds, with a draft saved on the way; send; wait for the next."""
    turn_id = tab.seen["turn_id"]
    words = words_for(tab.seen["question"], dice)
    think = dice.uniform(*options.think)
    await asyncio.sleep(think / 2)
    await tab.tell("save_draft", turn_id=turn_id, text=words[: len(words) // 2])
    await asyncio.sleep(think / 2)
    sent = time.perf_counter()
    await tab.tell("send", turn_id=turn_id, text=words, client_key=uuid.uuid4().hex)
    await tab.until(lambda: tab.seen["turn_id"] != turn_id)
    measured.waits_ms.append((time.perf_counter() - sent) * 1000)
    if tab.seen["problem"]:
        measured.errors.append(tab.seen["problem"])


def words_for(question: str, dice: random.Random) -> str:
    """A full answer, or the beginning of one."""
    words = item_of(question)[1].sample_answer.split()
    return " ".join(words[: max(5, round(len(words) * dice.choice((0.3, 0.6, 1, 1))))])


async def invite(candidates: int, dice: random.Random) -> list[str]:
    """Positions over the whole bank, and a link for each candidate."""
    await upgrade()
    actor = await make_actor()
    slugs, positions = sorted(load_bank()), []
    for _ in range(POSITIONS):
        concepts = [{"slug": slug, "target_depth": 3} for slug in dice.sample(slugs, CONCEPTS)]
        positions.append(await make_position(actor, concepts=concepts))
    links = []
    for number in range(candidates):
        async with database.unit_of_work() as session:
            invitation = await interviews.invite(
                session,
                actor,
                position_id=positions[number % POSITIONS].id,
                full_name=f"Candidate {number}",
                email=f"candidate{number}@example.com",
            )
        links.append(invitation.token)
    await database.dispose()
    return links


def processes(server: Server) -> list[psutil.Process]:
    """All processes of the server."""
    assert server.process is not None
    main = psutil.Process(server.process.pid)
    return [main, *main.children(recursive=True)]


def memory(server: Server) -> float:
    """Resident memory of the server, in MB."""
    return sum(one.memory_info().rss for one in processes(server)) / 1e6


def cpu(server: Server) -> float:
    """Processor time that the server has used, in seconds."""
    times = [one.cpu_times() for one in processes(server)]
    return sum(one.user + one.system for one in times)


async def measure(server: Server, links: list[str], options: argparse.Namespace) -> None:
    """Let the first candidate warm the server up, then let all the others in."""
    dice = random.Random(1)
    address = f"http://127.0.0.1:{urlsplit(server.url).port}"
    alone, together = Measured(), Measured()
    warming = argparse.Namespace(answers=3, think=(0.5, 1.0))
    await take_part(address, links[0], warming, alone, dice)
    print(f"  first answer after a start: {alone.waits_ms[0]:.0f} ms (it loads the model)")
    before, used = memory(server), cpu(server)
    everybody = asyncio.gather(
        *[
            take_part(address, link, options, together, random.Random(number))
            for number, link in enumerate(links[1:])
        ]
    )
    await asyncio.sleep(RAMP_S + options.think[1])
    during = memory(server)
    await everybody
    report(together, len(links) - 1, before, during)
    if answers := len(together.waits_ms):
        share = (cpu(server) - used) / answers * 1000
        print(f"  the server's processor time: {share:.0f} ms an answer, everything included")
    for words in sorted({*alone.errors, *together.errors}):
        print(f"  {words}")


def report(measured: Measured, candidates: int, before: float, during: float) -> None:
    """Print the figures."""
    waits = sorted(measured.waits_ms)
    if len(waits) < 2:
        print(f"  nothing to measure: {len(measured.errors)} errors")
        return
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    starts = statistics.median(measured.starts_ms)
    print(
        f"  {candidates} candidates, {len(waits)} answers, {len(measured.errors)} errors\n"
        f"  send to next question: p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms "
        f"(aim: under {AIM_MS} ms), longest {waits[-1]:.0f} ms\n"
        f"  start to first question: p50 {starts:.0f} ms\n"
        f"  memory: {before:.0f} MB before, {during:.0f} MB with all connected: "
        f"{(during - before) / candidates * 1000:.0f} KB per candidate"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=50)
    parser.add_argument("--answers", type=int, default=6)
    parser.add_argument("--think", type=float, nargs=2, default=(10.0, 30.0), metavar="SECONDS")
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        os.environ["VIVAVOCE_VAR_DIR"] = folder
        get_settings.cache_clear()
        links = asyncio.run(invite(options.candidates + 1, random.Random(0)))
        server = Server(Path(folder)).start()
        try:
            asyncio.run(measure(server, links, options))
        finally:
            server.stop()
            del os.environ["VIVAVOCE_VAR_DIR"]
            get_settings.cache_clear()


if __name__ == "__main__":
    main()
