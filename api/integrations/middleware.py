"""What every answer of the contract has in common, failures of our own included."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection

from api.integrations.access import address_of, gate_of
from api.integrations.answers import failure
from app.core.ids import new_id

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.core.rate_limit import Verdict

_log = structlog.get_logger(__name__)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}", re.ASCII)


class Common:
    """Adds the request's id and the state of the limit, and answers for what went wrong."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # A copy: a server may hand the same state to every request.
        scope["state"] = dict(scope.get("state", {}))
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
                for name, value in _limits(await _verdict(request)).items():
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
            _lament("integrations.failed", request_id)
            if has_begun:
                raise
            answer = failure(
                500,
                "internal_error",
                f"Something went wrong on our side. Tell us the request {request_id}.",
            )
            await answer(scope, receive, with_headers)
        await _note_use(request, request_id)


async def _verdict(request: HTTPConnection) -> Verdict:
    """Where the key's count stands, or without a key that of the address."""
    known: Verdict | None = getattr(request.state, "verdict", None)
    return known or await gate_of(request).by_address.look(address_of(request))


def _limits(verdict: Verdict) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(verdict.limit),
        "RateLimit-Remaining": str(verdict.remaining),
        "RateLimit-Reset": str(verdict.reset),
    }


async def _note_use(request: HTTPConnection, request_id: str) -> None:
    """Note the key's use once the answer is out, so that no request waits for it."""
    key_id = getattr(request.state, "key_id", None)
    if key_id is None:
        return
    try:
        await gate_of(request).note_use(key_id)
    except Exception:
        _lament("integrations.use_not_noted", request_id)


def _lament(event: str, request_id: str) -> None:
    # As text: richer tracebacks show local variables, and with them names and invitation links.
    _log.error(event, request_id=request_id, traceback=traceback.format_exc())
