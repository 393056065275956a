"""Who is asking, from the session cookie."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from app.core.database import reading
from app.core.errors import NotPermittedError
from app.identity import service
from app.identity.permissions import Actor


async def current_actor(request: Request) -> Actor:
    """The signed-in member. Raises NotAuthenticatedError."""
    async with reading() as session:
        return await service.authenticate(session, request.cookies.get(service.SESSION_COOKIE))


ActorDep = Annotated[Actor, Depends(current_actor)]


async def same_origin(request: Request) -> None:
    """Refuse a form that another site posts. Raises NotPermittedError.

    Browsers send Origin with every POST; a program without one carries no cookie of a victim.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotPermittedError("This form was sent from another site.")
