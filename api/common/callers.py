"""Where a request comes from, and what it carries to be let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


def address_of(request: HTTPConnection) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else "unknown"


def bearer_of(request: HTTPConnection) -> str | None:
    """What the Authorization header bears; None where there is none, or two that differ."""
    found = bearers_of(request)
    return found.pop() if len(found) == 1 else None


def bearers_of(request: HTTPConnection) -> set[str]:
    """All that the Authorization headers bear."""
    found = set()
    for value in request.headers.getlist("authorization"):
        scheme, _, credentials = value.partition(" ")
        if scheme.lower() == "bearer":
            found.add(credentials.strip())
    return found
