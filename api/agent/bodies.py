"""Reading what a client sends, after it has been let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Request  # noqa: TC002 - FastAPI reads it from the annotation

from api.agent.schemas import Given
from api.common.bodies import model_of, read_object
from api.common.openapi import body_reference

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Sent = TypeVar("Sent", bound=Given)
DESCRIBED: list[type[Given]] = []
"""The bodies of all operations, for the document: the framework does not see them."""


def body_of(kind: type[Sent]) -> Callable[[Request], Awaitable[Sent]]:
    """The request's JSON object as that model, to be depended on behind the actor.

    FastAPI would read it before the key is looked at, and call what breaks a rule 422. Raises
    InvalidRequestError.
    """

    async def body(request: Request) -> Sent:
        return model_of(kind, await read_object(request))

    return body


def takes(kind: type[Given]) -> dict[str, Any]:
    """The body of an operation, as its document describes it."""
    DESCRIBED.append(kind)
    return body_reference(kind)
