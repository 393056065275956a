"""Serving a simulator on loopback, until it is told to stop or nobody has asked it for long."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

from granian.constants import Interfaces
from granian.server.embed import Server

if TYPE_CHECKING:
    from fastapi import FastAPI

HOST = "127.0.0.1"
IDLE_S, LOOK_S = 2 * 3600.0, 5.0


class Used(Protocol):
    """Something that knows when it was last asked, in the seconds of `time.monotonic`."""

    used_at: float


async def serve(application: FastAPI, used: Used, port: int, *, idle_s: float = IDLE_S) -> None:
    """Serve until nobody has asked for `idle_s` seconds, or this is cancelled."""
    server = Server(
        application,
        address=HOST,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.ensure_future(server.serve())
    try:
        while not serving.done() and time.monotonic() - used.used_at < idle_s:
            await asyncio.wait({serving}, timeout=min(LOOK_S, idle_s))
    finally:
        server.stop()  # type: ignore[no-untyped-call]  # it has no types
        await serving
