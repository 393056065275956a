"""Reading bodies strictly: JSON in UTF-8, an object, nothing that parsers read differently."""

from __future__ import annotations

import json
import math
from email.message import Message
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from api.common.faults import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
BODY = "body"
"""What is named as the field at fault where it is the body as a whole."""

Model = TypeVar("Model", bound=BaseModel)


async def read_object(request: Request, *, may_be_empty: bool = False) -> dict[str, Any]:
    """The JSON object that the request carries; {} for no body at all, where that may be.

    Raises InvalidRequestError.
    """
    # Some clients name a type even where they send nothing.
    raw = await _read(request) if may_be_empty else b""
    if may_be_empty and not raw:
        return {}
    if may_be_empty and "content-type" not in request.headers:
        return _object(raw)
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    if "content-type" not in request.headers or header.get_content_type() != "application/json":
        raise _bad("must be JSON: send Content-Type: application/json")
    return _object(raw or await _read(request))


async def _read(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BYTES:
            raise _bad(f"must not be longer than {MAX_BYTES:,} bytes")
    return bytes(raw)


def _object(raw: bytes) -> dict[str, Any]:
    value = parse(raw)
    if not isinstance(value, dict):
        raise _bad("must be a JSON object")
    return value


def parse(raw: bytes) -> Any:  # noqa: ANN401 - JSON
    """The JSON value. Raises InvalidRequestError for what is none, or only to some parsers."""
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_members,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        raise _bad(f"must be JSON: {error.msg} at character {error.pos}") from None
    except ValueError as error:
        # Bytes that are no UTF-8, numbers too long to be read, and what the hooks refuse.
        words = "is not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise _bad(f"must be JSON: {words}") from None
    _check_depth(value)
    return value


def model_of(model: type[Model], value: dict[str, Any], *, as_json: bool = False) -> Model:
    """The value as that model. Raises InvalidRequestError naming every field at fault.

    `as_json` lets strict models take from strings what JSON has no type of its own for.
    """
    try:
        return (
            model.model_validate_json(json.dumps(value)) if as_json else model.model_validate(value)
        )
    except ValidationError as error:
        raise InvalidRequestError(faults_of(error.errors(include_url=False))) from None


def faults_of(errors: Iterable[Any]) -> list[tuple[str, str]]:
    """Pydantic's errors as pairs of a field and what is wrong with it."""
    return [
        (
            ".".join(map(str, fault["loc"])) or BODY,
            fault["msg"].removeprefix("Value error, "),
        )
        for fault in errors
    ]


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has the same member twice")
    return members


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def _check_depth(value: object) -> None:
    """Refuse deep nesting, on which whoever handles the value next might stumble."""
    level, depth = [value], 0
    while level:
        if depth > MAX_DEPTH:
            raise _too_deep()
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        depth += 1


def _too_deep() -> InvalidRequestError:
    return _bad("is nested too deeply")


def _bad(message: str) -> InvalidRequestError:
    return InvalidRequestError([(BODY, message)])
