"""A product that serves the contracts and works on the queue, to be killed by a test.

`python -m tests.support.pipeline` loads the product once. For each port it reads, it forks a
process that serves there and works, and says its id as soon as jobs run.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.server.embed import Server

from api.web.application import create_application
from app.core.process import die_with_parent
from app.jobs import runner
from tests.support.recruiting import PREFIX
from tests.support.server import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

START_SECONDS = 120


class Product:
    """The process that serves and works. Another takes its place whenever it is killed."""

    def __init__(self, nursery: asyncio.subprocess.Process, log: Path) -> None:
        self.port, self.kills = free_port(), 0
        self._nursery, self._log = nursery, log
        self._pid = 0
        self._killing = asyncio.Lock()

    @property
    def address(self) -> str:
        """Where the Recruiting contract is served, without a scheme."""
        return f"127.0.0.1:{self.port}{PREFIX}"

    async def start(self) -> None:
        self._nursery.stdin.write(f"{self.port}\n".encode())
        line = await asyncio.wait_for(self._nursery.stdout.readline(), START_SECONDS)
        assert line, (await asyncio.to_thread(self._log.read_text))[-3000:]
        self._pid = int(line)

    async def kill(self) -> None:
        """End it as a power cut would, and start it again."""
        async with self._killing:
            self.stop()
            self.kills += 1
            await self.start()

    def stop(self) -> None:
        os.kill(self._pid, signal.SIGKILL)


@asynccontextmanager
async def product(log: Path) -> AsyncIterator[Product]:
    """A product at work on the test's database while this block runs; what it logs goes there."""
    with log.open("ab") as lines:
        nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.pipeline",
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=lines,
        )
    running = Product(nursery, log)
    try:
        await running.start()
        yield running
        running.stop()
        # Left to itself it ends by itself, and what its children computed is counted as its own.
        nursery.stdin.close()
        await nursery.wait()
    finally:
        if nursery.returncode is None:
            nursery.kill()
            await nursery.wait()


async def serve(port: int) -> None:
    """Serve and work until killed."""
    server = Server(
        create_application(),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
    async with runner.running():
        print(os.getpid(), flush=True)
        await server.serve()


if __name__ == "__main__":
    die_with_parent()
    for order in sys.stdin:
        child = os.fork()
        if child == 0:
            die_with_parent()
            asyncio.run(serve(int(order)))
        os.waitpid(child, 0)
