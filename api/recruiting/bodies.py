"""Reading what a client sends, after it has been let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Request  # noqa: TC002 - FastAPI reads it from the annotation
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.common.bodies import model_of, read_object
from api.common.openapi import body_reference

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Given(BaseModel):
    """Something a client sends: camelCase, nothing coerced, nothing unknown.

    Whole numbers are `api.common.formats.Integer` (to JSON 1.0 is one as well); enums, moments and
    UUIDs are read from their strings.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        strict=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    def changes(self) -> dict[str, Any]:
        """What was sent, under its own names: what a PATCH is to change."""
        return self.model_dump(exclude_unset=True)


Sent = TypeVar("Sent", bound=Given)
DESCRIBED: list[type[Given]] = []
"""The bodies of all operations, for the document: the framework does not see them."""


def may_lack(**rules: Any) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """A member that may be left out though its type has no null, as in a PATCH."""
    return Field(default=None, **rules)


def body_of(
    kind: type[Sent], *, may_be_empty: bool = False
) -> Callable[[Request], Awaitable[Sent]]:
    """The request's JSON object as that model, to be depended on behind the actor.

    FastAPI would read it before the token is looked at. Raises InvalidRequestError.
    """

    async def body(request: Request) -> Sent:
        value = await read_object(request, may_be_empty=may_be_empty)
        return model_of(kind, value, as_json=True)

    return body


def takes(kind: type[Given], *, may_be_empty: bool = False) -> dict[str, Any]:
    """The body of an operation, as its document describes it (`openapi_extra`)."""
    if kind not in DESCRIBED:
        DESCRIBED.append(kind)
    return body_reference(kind, required=not may_be_empty)
