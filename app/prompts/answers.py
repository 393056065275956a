"""The shape that a prompt asks answers to have: a JSON Schema, checked when saved and enforced.

Nothing is fetched for a schema, and its patterns are matched in time that grows with the text.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from app.core.errors import InvalidInputError
from app.prompts.models import PromptType

if TYPE_CHECKING:
    from jsonschema_rs import Validator

LONGEST_SCHEMA = 50_000
WITH_SCHEMA = frozenset({PromptType.RESUME_ANALYSIS, PromptType.EVALUATION})
_FIELD = "schema_content"


class AnswerError(ValueError):
    """An answer has not the shape its prompt asks for; `place` is where, such as `/pros/0`."""

    def __init__(self, message: str, *, place: str) -> None:
        super().__init__(message)
        self.place = place


def check_schema(value: object, prompt_type: PromptType) -> str | None:
    """The schema as it was written, or None for none. Raises InvalidInputError, saying why not."""
    if value is None or value == "":
        return None
    if prompt_type not in WITH_SCHEMA:
        raise InvalidInputError(
            f"A prompt of type {prompt_type.value} is answered by no document, so it has no "
            "schema.",
            field=_FIELD,
        )
    if not isinstance(value, str) or len(value) > LONGEST_SCHEMA:
        raise InvalidInputError(
            f"The schema is JSON in a text of {LONGEST_SCHEMA:,} characters at most.", field=_FIELD
        )
    try:
        _validator(value)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"The schema cannot be used: {_words(error)}", field=_FIELD
        ) from None
    return value


def check_answer(schema: str | None, value: Any) -> None:  # noqa: ANN401 - any JSON
    """Raise AnswerError where the value breaks the schema. Without a schema nothing does."""
    if schema is None:
        return
    try:
        _validator(schema).validate(value)
    except jsonschema_rs.ValidationError as error:
        place = "/" + "/".join(str(step) for step in error.instance_path)
        raise AnswerError(error.message, place=place) from None


@lru_cache(maxsize=64)
def _validator(schema: str) -> Validator:
    parsed = json.loads(schema)
    if not isinstance(parsed, dict) or parsed.get("type") != "object":
        raise ValueError('it must describe an object: {"type": "object", …}.')
    return jsonschema_rs.validator_for(
        parsed, retriever=_fetch_nothing, pattern_options=jsonschema_rs.RegexOptions()
    )


def _fetch_nothing(uri: str) -> Any:  # noqa: ANN401 - it gives nothing
    raise ValueError(f"{uri} is not fetched")


def _words(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON (line {error.lineno}: {error.msg})."
    if isinstance(error, jsonschema_rs.ValidationError):
        return f"{error.message}."
    return str(error) if isinstance(error, ValueError) else "it is nested too deeply."
