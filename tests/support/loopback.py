"""The contracts' real server within the test's own process."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from granian.constants import Interfaces
from granian.server.embed import Server

from api.common.sockets import close_all
from api.web.application import create_application
from tests.support.server import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def contracts(ready: str) -> AsyncIterator[tuple[str, aiohttp.ClientSession]]:
    """Their address, by the server of the product in this event loop, and a session for sockets.

    It is there once something answers at the path `ready`.
    """
    port = free_port()
    server = Server(
        create_application(),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
    running = asyncio.create_task(server.serve())
    try:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{port}"
            while True:
                try:
                    await (await session.get(f"{url}{ready}")).read()
                    break
                except aiohttp.ClientConnectionError:
                    assert not running.done()
                    await asyncio.sleep(0.02)
            yield url, session
    finally:
        await close_all()
        server.stop()
        await running
