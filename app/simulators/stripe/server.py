"""Serving the simulator on loopback, until it is told to stop or nobody has asked it for long."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.server.embed import Server

from app.simulators.stripe.application import application_of

if TYPE_CHECKING:
    from app.simulators.stripe.simulation import Simulation

HOST = "127.0.0.1"
IDLE_S, LOOK_S = 2 * 3600.0, 5.0


async def serve(simulation: Simulation, port: int, *, idle_s: float = IDLE_S) -> None:
    """Serve until nobody has asked for `idle_s` seconds, or this is cancelled."""
    server = Server(
        application_of(simulation),
        address=HOST,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.ensure_future(server.serve())
    try:
        while not serving.done() and time.monotonic() - simulation.used_at < idle_s:
            await asyncio.wait({serving}, timeout=min(LOOK_S, idle_s))
    finally:
        server.stop()  # type: ignore[no-untyped-call]  # it has no types
        await serving
