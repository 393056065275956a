"""Keys and orders for tests of partners."""

from __future__ import annotations

from app.api_keys import service as api_keys
from app.core.database import reading, unit_of_work
from app.identity.permissions import Actor, Scope

SCOPES = (Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE, Scope.REPORTS_READ)


async def issue_key(actor, *scopes: Scope) -> str:
    """A new key of the actor's organisation, with what partners need unless told otherwise."""
    async with unit_of_work() as session:
        issued = await api_keys.issue(
            session, actor, name="ATS", scopes=[scope.value for scope in scopes or SCOPES]
        )
    return issued.plain


async def program(plain: str) -> Actor:
    """The program that holds that key."""
    async with reading() as session:
        actor = await api_keys.authenticate(session, plain)
    assert actor is not None
    return actor
