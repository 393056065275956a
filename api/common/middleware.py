"""What every answer of a contract has in common, failures of our own included."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, Protocol

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection

from app.core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger(__name__)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}", re.ASCII)


class Count(Protocol):
    """Where a limit stands, whichever way it is counted; `reset` in seconds."""

    @property
    def limit(self) -> int:
        """How many there may be."""

    @property
    def remaining(self) -> int:
        """How many are left."""

    @property
    def reset(self) -> int:
        """In how many seconds all are there again."""


class Common:
    """Adds the request's id and the state of the limit, and answers for what went wrong.

    `name` is the contract's in the log, `broken` makes its answer 500 of words, `limits` gives
    further headers of an answer, and `afterwards` is done once the answer is out.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        name: str,
        broken: Callable[[str], ASGIApp],
        limits: Callable[[HTTPConnection], Awaitable[Mapping[str, str]]],
        afterwards: Callable[[HTTPConnection], Awaitable[None]] | None = None,
    ) -> None:
        self.app = app
        self._name, self._broken, self._limits = name, broken, limits
        self._afterwards = afterwards

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a socket sees to itself."""
        if scope["type"] in {"http", "websocket"}:
            # A copy: a server may hand the same state to every request.
            scope["state"] = dict(scope.get("state", {}))
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        given = request.headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        is_head = scope["method"] == "HEAD"
        has_begun = False

        async def with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in (await self._limits(request)).items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            elif message["type"] == "http.response.body" and is_head:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except ClientDisconnect:
            return
        except Exception:
            lament(f"{self._name}.failed", request_id=request_id)
            if has_begun:
                raise
            words = f"Something went wrong on our side. Tell us the request {request_id}."
            await self._broken(words)(scope, receive, with_headers)
        if self._afterwards is not None:
            await at_leisure(self._afterwards(request), f"{self._name}.use_not_noted")


async def at_leisure(doing: Awaitable[None], event: str) -> None:
    """Do what no answer depends on; where it fails, the log has it as `event`."""
    try:
        await doing
    except Exception:
        lament(event)


def rate_headers(count: Count | None) -> dict[str, str]:
    """Where a limit stands, as headers."""
    if count is None:
        return {}
    return {
        "RateLimit-Limit": str(count.limit),
        "RateLimit-Remaining": str(count.remaining),
        "RateLimit-Reset": str(count.reset),
    }


def lament(event: str, **details: str) -> None:
    """Log the error at hand, as text: richer tracebacks show local variables, such as answers."""
    _log.error(event, traceback=traceback.format_exc(), **details)
