"""What every answer of the contract has in common, failures of our own included."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection

from api.agent.faults import SERVER_ERROR, failure
from api.integrations.access import gate_of
from app.core.ids import new_id

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.core.slots import Place

_log = structlog.get_logger(__name__)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}", re.ASCII)


class Common:
    """Adds the request's id and the state of the limit, and answers for what went wrong."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a socket sees to itself."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        # A copy: a server may hand the same state to every request.
        scope["state"] = dict(scope.get("state", {}))
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        given = request.headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        has_begun = False

        async def with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in limits(getattr(request.state, "place", None)).items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            elif message["type"] == "http.response.body" and scope["method"] == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except ClientDisconnect:
            return
        except Exception:
            lament("agent.failed", request_id=request_id)
            if has_begun:
                raise
            answer = failure(
                500,
                SERVER_ERROR,
                f"Something went wrong on our side. Tell us the request {request_id}.",
            )
            await answer(scope, receive, with_headers)
        await note_use(request)


def limits(place: Place | None) -> dict[str, str]:
    """Where the key's count stands, as headers."""
    if place is None:
        return {}
    return {
        "RateLimit-Limit": str(place.limit),
        "RateLimit-Remaining": str(place.remaining),
        "RateLimit-Reset": str(place.reset),
    }


async def note_use(request: HTTPConnection) -> None:
    """Note the key's use once the answer is out, so that no request waits for it."""
    key_id = getattr(request.state, "key_id", None)
    if key_id is None:
        return
    try:
        await gate_of(request).note_use(key_id)
    except Exception:
        lament("agent.use_not_noted")


def lament(event: str, **details: str) -> None:
    """Log the error at hand, as text: richer tracebacks show local variables, such as answers."""
    _log.error(event, traceback=traceback.format_exc(), **details)
