"""What goes over a socket: messages in, checked, and messages out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from api.common.bodies import parse
from api.common.faults import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_CHARACTERS = 100_000
TYPES = ("answer", "request_next", "typing")

Kind = Literal["answer", "request_next", "typing"]
Sent = TypeVar("Sent", bound=BaseModel)


class BadMessageError(Exception):
    """A message that cannot be taken; its words are for whoever sent it."""


class AnswerMessage(BaseModel):
    """The answer to a question: the one asked last, unless another is named."""

    model_config = ConfigDict(strict=True, frozen=True)

    answer: str
    question_id: str | None = None


class TypingMessage(BaseModel):
    """Whether somebody is typing."""

    model_config = ConfigDict(strict=True, frozen=True)

    is_typing: bool


def read(message: Mapping[str, Any]) -> tuple[Kind, dict[str, Any]]:
    """The type and data of a message as it was received. Raises BadMessageError."""
    text = message.get("text")
    if text is None:
        raise BadMessageError("Send text: binary messages are not understood.")
    if len(text) > MAX_CHARACTERS:
        raise BadMessageError(f"A message can have {MAX_CHARACTERS:,} characters at most.")
    try:
        value = parse(text.encode())
    except (InvalidRequestError, UnicodeEncodeError):
        raise BadMessageError("The message is not valid JSON.") from None
    if not isinstance(value, dict):
        raise BadMessageError('A message is an object: {"type": …, "data": {…}}.')
    kind = value.get("type")
    if kind not in TYPES:
        raise BadMessageError(f"The type must be one of: {', '.join(TYPES)}.")
    data = value.get("data", {} if kind == "request_next" else None)
    if not isinstance(data, dict):
        raise BadMessageError("The message lacks its data, which must be an object.")
    return cast("Kind", kind), data


def data_as(kind: type[Sent], data: dict[str, Any]) -> Sent:
    """The data of a message as that model. Raises BadMessageError."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise BadMessageError(f"data.{field}: {first['msg']}.") from None


def written(kind: str, data: Mapping[str, Any]) -> str:
    """A message of ours as it is sent."""
    return json.dumps({"type": kind, "data": data}, ensure_ascii=False)
