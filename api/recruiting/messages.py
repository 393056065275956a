"""What goes over a socket: messages in, checked, and messages out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from api.common.bodies import parse
from api.common.faults import InvalidRequestError
from api.recruiting.bodies import Given
from app.room.presence import MAX_ANSWER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.room.chat import Message

MAX_CHARACTERS = 100_000
COMPLETE = json.dumps({"type": "interview_complete"})


class BadMessageError(Exception):
    """A message that cannot be taken; its words are for whoever sent it."""


class Answer(Given):
    """An answer to the current question, or a question back."""

    type: Literal["message"]
    content: str = Field(max_length=MAX_ANSWER)


class HumanRequest(Given):
    """The candidate would rather talk to a person."""

    type: Literal["request_human"]


_Heard = Annotated[Answer | HumanRequest, Field(discriminator="type")]
_heard: TypeAdapter[Answer | HumanRequest] = TypeAdapter(_Heard)


def read(message: Mapping[str, Any]) -> Answer | HumanRequest:
    """A message as it was received. Raises BadMessageError."""
    text = message.get("text")
    if text is None:
        raise BadMessageError("Send text: binary messages are not understood.")
    if len(text) > MAX_CHARACTERS:
        raise BadMessageError(f"A message can have {MAX_CHARACTERS:,} characters at most.")
    try:
        value = parse(text.encode())
    except (InvalidRequestError, UnicodeEncodeError):
        raise BadMessageError("The message is not valid JSON.") from None
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise BadMessageError('A message is an object such as {"type": "message", "content": "…"}.')
    try:
        return _heard.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"][1:])) or "type"
        raise BadMessageError(f"{field}: {first['msg']}.") from None


def said(message: Message) -> str:
    """What the interviewer says, as it is sent."""
    return _written(
        "message", role=message.role, content=message.content, isComplete=message.is_last
    )


def told(words: str) -> str:
    """What the product itself has to say, which is no question and needs no answer."""
    return _written("message", role="assistant", content=words, isComplete=False)


def error(words: str) -> str:
    """What is wrong, as it is sent."""
    return _written("error", message=words)


def _written(kind: str, **members: object) -> str:
    return json.dumps({"type": kind, **members}, ensure_ascii=False)
