"""Who is calling, whether they may, and whether not too often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.common.callers import address_of, bearer_of
from api.common.faults import too_many
from app.core.database import reading
from app.core.errors import NotAuthenticatedError
from app.core.slots import Place, Slots
from app.identity import access_tokens
from app.identity.permissions import Actor
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import HTTPConnection

    from app.identity.permissions import Permission

PREFIX = "/api/v1"
_CREDENTIALS = f"{PREFIX}/credentials"
_MINUTE = 60.0
_BEARER = HTTPBearer(
    scheme_name="AccessToken",
    bearerFormat="JWT",
    description="`Authorization: Bearer <accessToken>`, as `POST /auth/login` answers it.",
    auto_error=False,
)


class Counters:
    """The limits of the contract, each counted in exact windows of a minute."""

    def __init__(self) -> None:
        settings = get_settings()
        self.members = _slots("members", settings.recruiting_requests_per_minute)
        self.credentials = _slots("credentials", settings.credentials_requests_per_minute)
        self.public = _slots("public", settings.public_requests_per_minute)
        self.refused = _slots("refused", settings.public_requests_per_minute)
        self.probes = _slots("probes", settings.recruiting_requests_per_minute)


def _slots(name: str, most: int) -> Slots:
    redis_url = get_settings().redis_url
    return Slots(f"recruiting-{name}", most=most, seconds=_MINUTE, redis_url=redis_url)


def counters_of(request: HTTPConnection) -> Counters:
    """The counters of the application that serves the request, made for its first one."""
    state = request.app.state
    if not hasattr(state, "counters"):
        state.counters = Counters()
    counters: Counters = state.counters
    return counters


async def admit(request: HTTPConnection, slots: Slots, who: str) -> None:
    """Count one request more; of several counts the answer shows the one with the least left.

    Raises TooManyRequestsError.
    """
    place = await slots.take(who)
    shown: Place | None = getattr(request.state, "place", None)
    if shown is None or not place.allowed or place.remaining < shown.remaining:
        request.state.place = place
    if not place.allowed:
        raise too_many(place.retry_after)


async def member(
    request: Request,
    _documented: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Actor:
    """The member whose access token it is. Raises NotAuthenticatedError, TooManyRequestsError."""
    counters = counters_of(request)
    try:
        async with reading() as session:
            actor = await access_tokens.authenticate(session, bearer_of(request))
    except NotAuthenticatedError:
        await admit(request, counters.refused, address_of(request))
        raise
    who = str(actor.user_id)
    await admit(request, counters.members, who)
    path = request.url.path
    if path == _CREDENTIALS or path.startswith(f"{_CREDENTIALS}/"):
        await admit(request, counters.credentials, who)
    return actor


Member = Annotated[Actor, Depends(member)]
"""What a route takes as its actor: signed in, and within the limits."""


def needs(permission: Permission) -> Any:  # noqa: ANN401 - as FastAPI's own Depends
    """What a route depends on whose caller needs a permission: `dependencies=[needs(…)]`.

    It is looked at before the body and the parameters are.
    """

    async def permitted(actor: Member) -> None:
        actor.require(permission)

    return Depends(permitted)


def _by_address(name: str) -> Callable[[Request], Awaitable[None]]:
    async def counted(request: Request) -> None:
        await admit(request, getattr(counters_of(request), name), address_of(request))

    return counted


guest = Depends(_by_address("public"))
"""What the route of anybody depends on, such as a candidate: 60 a minute from one address."""

probe = Depends(_by_address("probes"))
"""What a route for watchers depends on."""
