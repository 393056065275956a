"""What every answer of the contract has in common, failures of our own included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.common.middleware import rate_headers
from api.recruiting.answers import failure
from api.recruiting.faults import INTERNAL

if TYPE_CHECKING:
    from fastapi.responses import JSONResponse
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Receive, Scope, Send


class Heads:
    """Answers HEAD as GET is answered; what surrounds it leaves out the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


def broken(words: str) -> JSONResponse:
    """The answer where something went wrong on our side."""
    return failure(500, INTERNAL, words)


async def limits(request: HTTPConnection) -> dict[str, str]:
    """Where the caller's count stands, for whatever is counted."""
    return rate_headers(getattr(request.state, "place", None))
