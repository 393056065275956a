"""What every HTTP answer of ours has in common."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUILD = Path(__file__).resolve().parents[2] / ".web" / "build" / "client"
HEADERS = {
    # An interview's link is a key: no other site may learn it.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), payment=()",
}


class SecurityHeaders:
    """Adds the headers that keep a page from being framed, sniffed or leaked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class PageAddresses:
    """Serves a page at its own address instead of redirecting to one with a slash behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the file server find the folder of a prerendered page."""
        if scope["type"] == "http" and scope["path"] in _pages():
            scope = {**scope, "path": f"{scope['path']}/"}
            scope["raw_path"] = scope["path"].encode()
        await self.app(scope, receive, send)


@lru_cache(maxsize=1)
def _pages() -> frozenset[str]:
    return frozenset(
        f"/{index.parent.relative_to(BUILD).as_posix()}"
        for index in BUILD.rglob("index.html")
        if index.parent != BUILD
    )
