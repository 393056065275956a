"""Serving the simulator on loopback, until it is told to stop or nobody has asked it for long."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from fastapi import FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server

from app.simulators.ats import ashby, greenhouse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.simulators.ats.state import Ats

HOST = "127.0.0.1"
IDLE_S, LOOK_S = 2 * 3600.0, 5.0


class Noting:
    """Notes when the simulator was last asked for something."""

    def __init__(self, app: ASGIApp, ats: Ats) -> None:
        self.app = app
        self.ats = ats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        self.ats.used_at = time.monotonic()
        await self.app(scope, receive, send)


def application_of(ats: Ats) -> FastAPI:
    """The web application of both systems."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.state.ats = ats
    application.include_router(greenhouse.router)
    application.include_router(ashby.router)
    application.add_middleware(Noting, ats=ats)
    return application


async def serve(ats: Ats, port: int, *, idle_s: float = IDLE_S) -> None:
    """Serve until nobody has asked for `idle_s` seconds, or this is cancelled."""
    server = Server(
        application_of(ats),
        address=HOST,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.ensure_future(server.serve())
    try:
        while not serving.done() and time.monotonic() - ats.used_at < idle_s:
            await asyncio.wait({serving}, timeout=min(LOOK_S, idle_s))
    finally:
        server.stop()  # type: ignore[no-untyped-call]  # it has no types
        await serving
