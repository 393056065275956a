"""Who is calling: an API key of ours, as the user of HTTP Basic authentication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import BackgroundTasks, Depends, HTTPException, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from api.common.callers import address_of
from api.integrations.access import gate_of
from app.api_keys import service as api_keys
from app.core.database import reading
from app.core.errors import NotPermittedError, TooManyRequestsError
from app.identity.permissions import Actor  # noqa: TC001 - FastAPI reads it from the annotation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.core.rate_limit import Verdict
    from app.identity.permissions import Scope

REALM = "Vivavoce"
_basic = HTTPBasic(realm=REALM, auto_error=False)


async def caller(
    request: Request,
    credentials: Annotated[HTTPBasicCredentials | None, Depends(_basic)],
    background: BackgroundTasks,
) -> Actor:
    """The program that holds the key; the password is not looked at.

    Raises HTTPException 401 and TooManyRequestsError.
    """
    gate = gate_of(request)
    async with reading() as session:
        actor = await api_keys.authenticate(session, credentials.username if credentials else None)
    if actor is None or actor.api_key_id is None:
        _admit(await gate.by_address.take(address_of(request)))
        raise HTTPException(
            401,
            "Give an API key as the user name of Basic authentication, with no password.",
            headers={"WWW-Authenticate": f'Basic realm="{REALM}"'},
        )
    _admit(await gate.by_key.take(str(actor.api_key_id)))
    background.add_task(gate.note_use, actor.api_key_id)
    return actor


def may(scope: Scope) -> Callable[[Actor], Awaitable[Actor]]:
    """The caller, whose key must have that scope. Raises NotPermittedError."""

    async def permitted(actor: Annotated[Actor, Depends(caller)]) -> Actor:
        if scope not in actor.scopes:
            raise NotPermittedError(f"This API key lacks the scope {scope.value}.")
        return actor

    return permitted


def _admit(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise TooManyRequestsError(
            f"Too many requests. Try again in {verdict.retry_after} s.",
            retry_after=verdict.retry_after,
        )
