"""Who is calling, whether they may, and whether not too often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from api.common.callers import address_of, bearer_of
from api.common.faults import too_many
from api.integrations.access import gate_of
from app.api_keys import service as api_keys
from app.core.database import reading
from app.core.errors import NotAuthenticatedError, NotPermittedError
from app.core.slots import Place, Slots
from app.identity.permissions import Actor, Scope
from app.settings import get_settings

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

LEASE_SECONDS = 45.0
"""A connection of a process that has died takes up its place no longer than this."""

_MINUTE = 60.0
NO_KEY = "Send an API key of your organisation, as Authorization: Bearer."
NO_SCOPE = f"This API key lacks the scope {Scope.AGENT.value}."


class Counters:
    """What the application counts for each key: requests in a minute, and open sockets."""

    def __init__(self) -> None:
        settings = get_settings()
        url = settings.redis_url
        self.requests = Slots(
            "agent-requests",
            most=settings.agent_requests_per_minute,
            seconds=_MINUTE,
            redis_url=url,
        )
        self.sockets = Slots(
            "agent-sockets", most=settings.agent_sockets, seconds=LEASE_SECONDS, redis_url=url
        )


def counters_of(request: HTTPConnection) -> Counters:
    """The counters of the application that serves the request, made for its first one."""
    state = request.app.state
    if not hasattr(state, "counters"):
        state.counters = Counters()
    counters: Counters = state.counters
    return counters


async def caller(request: HTTPConnection, presented: str | None) -> Actor:
    """The program that holds the key that is presented, with one request more on its count.

    Raises NotAuthenticatedError, NotPermittedError where the key lacks the scope, and
    TooManyRequestsError.
    """
    actor = await holder(presented)
    if actor is None:
        verdict = await gate_of(request).by_address.take(address_of(request))
        if not verdict.allowed:
            raise too_many(verdict.retry_after)
        raise NotAuthenticatedError(NO_KEY)
    request.state.key_id = actor.api_key_id
    request.state.place = await count(request, actor)
    if Scope.AGENT not in actor.scopes:
        raise NotPermittedError(NO_SCOPE)
    return actor


async def holder(presented: str | None) -> Actor | None:
    """Whose key it is, or None where it opens nothing (any more)."""
    async with reading() as session:
        actor = await api_keys.authenticate(session, presented)
    return actor if actor is not None and actor.api_key_id is not None else None


async def count(request: HTTPConnection, actor: Actor) -> Place:
    """Count one more request of the key. Raises TooManyRequestsError."""
    place = await counters_of(request).requests.take(str(actor.api_key_id))
    request.state.place = place
    if not place.allowed:
        raise too_many(place.retry_after)
    return place


async def practiser(request: Request) -> Actor:
    """The program that calls, by the key in its headers. Raises as `caller` does."""
    return await caller(request, bearer_of(request))


Practiser = Annotated[Actor, Depends(practiser)]
"""What a route takes as its actor: let in, with its scope and within its limit."""
