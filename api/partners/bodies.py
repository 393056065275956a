"""Reading what a partner sends, after it has been let in, and no more of it than is sensible."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fastapi import Request  # noqa: TC002 - FastAPI reads it from the annotation
from pydantic import BaseModel, ConfigDict, ValidationError

from api.partners.faults import Fault, FaultError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MOST_BYTES = 256 * 1024


class Body(BaseModel):
    """What a partner sends. What is not described is left alone: they may add to it."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


Sent = TypeVar("Sent", bound=Body)


def body_of(kind: type[Sent]) -> Callable[[Request], Awaitable[Sent]]:
    """The request's JSON, checked. Raises FaultError: 400 for no JSON, 413, and 422 with fields."""

    async def body(request: Request) -> Sent:
        content = b""
        async for part in request.stream():
            content += part
            if len(content) > MOST_BYTES:
                raise FaultError(Fault(413, "too_large", "The request is too large."))
        try:
            return kind.model_validate_json(content)
        except ValidationError as error:
            raise FaultError(_fault(error)) from None

    return body


def _fault(error: ValidationError) -> Fault:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in found):
        return Fault(400, "invalid_json", "The request is not valid JSON.")
    fields = tuple((".".join(str(part) for part in one["loc"]), one["msg"]) for one in found)
    name, message = fields[0]
    return Fault(422, "invalid_input", f"{name}: {message}" if name else message, fields)
