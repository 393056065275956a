"""The web application of both systems, which notes when it was last used."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from fastapi import FastAPI

from app.simulators.ats import ashby, greenhouse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.simulators.ats.state import Ats


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
