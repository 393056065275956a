"""What every answer of the contract has in common, failures of our own included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.agent.faults import SERVER_ERROR, failure
from api.common.middleware import rate_headers
from api.integrations.access import gate_of

if TYPE_CHECKING:
    from fastapi.responses import JSONResponse
    from starlette.requests import HTTPConnection


def broken(words: str) -> JSONResponse:
    """The answer where something went wrong on our side."""
    return failure(500, SERVER_ERROR, words)


async def limits(request: HTTPConnection) -> dict[str, str]:
    """Where the key's count stands; without a key nothing is told."""
    return rate_headers(getattr(request.state, "place", None))


async def note_use(request: HTTPConnection) -> None:
    """Note the key's use, once the answer is out, so that no request waits for it."""
    key_id = getattr(request.state, "key_id", None)
    if key_id is not None:
        await gate_of(request).note_use(key_id)
