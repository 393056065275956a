"""Who is calling, whether they may, and whether not too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.common.callers import address_of, bearers_of
from api.common.faults import too_many
from app.api_keys import service as api_keys
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, NotPermittedError
from app.core.rate_limit import RateLimit, Verdict
from app.settings import get_settings

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from starlette.requests import HTTPConnection, Request

    from app.identity.permissions import Actor, Scope

# An address may stand for many programs, so it is allowed more than one key is.
ADDRESS_FACTOR = 5
_MOST_NOTED = 10_000


class Gate:
    """What an application remembers of its callers: their counts, and when they were noted."""

    def __init__(self) -> None:
        settings = get_settings()
        rate, burst = settings.api_requests_per_minute, settings.api_burst
        url = settings.redis_url
        self.by_key = RateLimit("api-key", per_minute=rate, burst=burst, redis_url=url)
        self.by_address = RateLimit(
            "api-address",
            per_minute=rate * ADDRESS_FACTOR,
            burst=burst * ADDRESS_FACTOR,
            redis_url=url,
        )
        self._noted: dict[UUID, datetime] = {}

    async def note_use(self, key_id: UUID) -> None:
        """Write down that a key was used, unless that was done within the last minute."""
        now = clock.now()
        noted = self._noted.get(key_id)
        if noted is not None and now - noted < api_keys.USED_EVERY:
            return
        if len(self._noted) >= _MOST_NOTED:
            self._noted.clear()
        self._noted[key_id] = now
        async with reading() as session:
            is_due = await api_keys.is_use_unrecorded(session, key_id)
        if is_due:
            async with unit_of_work() as session:
                await api_keys.record_use(session, key_id)


def gate_of(request: HTTPConnection) -> Gate:
    """The gate of the application that serves the request, made for its first one."""
    state = request.app.state
    if not hasattr(state, "gate"):
        state.gate = Gate()
    gate: Gate = state.gate
    return gate


async def sign_in(session: AsyncSession, request: Request, scope: Scope) -> Actor:
    """The program that holds the request's key, which must have that scope.

    Raises NotAuthenticatedError, NotPermittedError and TooManyRequestsError.
    """
    gate = gate_of(request)
    actor = await api_keys.authenticate(session, _presented(request))
    if actor is None or actor.api_key_id is None:
        _admit(request, await gate.by_address.take(address_of(request)))
        raise NotAuthenticatedError(
            "Send an API key of your organisation, as Authorization: Bearer or as X-API-Key."
        )
    request.state.key_id = actor.api_key_id
    verdict = await gate.by_key.take(str(actor.api_key_id))
    if scope not in actor.scopes:
        request.state.verdict = verdict
        raise NotPermittedError(f"This API key lacks the scope {scope.value}.")
    _admit(request, verdict)
    return actor


def _admit(request: Request, verdict: Verdict) -> None:
    request.state.verdict = verdict
    if not verdict.allowed:
        raise too_many(verdict.retry_after)


def _presented(request: Request) -> str | None:
    """The key that the request carries; None where it carries none, or two that differ."""
    found = {*request.headers.getlist("x-api-key"), *bearers_of(request)}
    return found.pop() if len(found) == 1 else None
