"""The schemas of prompts: which are taken, and what they let through."""

from __future__ import annotations

import json

import pytest

from app.core.errors import InvalidInputError
from app.prompts.answers import AnswerError, check_answer, check_schema
from app.prompts.models import PromptType

ANALYSIS = PromptType.RESUME_ANALYSIS
SCHEMA = {
    "type": "object",
    "required": ["pros"],
    "properties": {"pros": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}}},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("{", "not JSON"),
        ("[]", "an object"),
        ('{"type": "array"}', "an object"),
        ('{"type": "object", "properties": {"a": {"type": "txt"}}}', "txt"),
        ('{"type": "object", "properties": {"a": {"$ref": "#/nowhere"}}}', "nowhere"),
        ('{"type": "object", "$ref": "http://127.0.0.1:9/x"}', "not fetched"),
        ('{"type": "object", "$ref": "file:///etc/passwd"}', "not fetched"),
        ('{"type": "object", "properties": {"a": {"pattern": "(?=a)"}}}', "regex"),
        ("[" * 100_000, "characters"),
        ("[" * 40_000, "cannot be used"),
        (SCHEMA, "text"),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused_in_words(schema: object, words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_schema(schema, ANALYSIS)
    assert caught.value.field == "schema_content"
    assert words in caught.value.message


def test_only_what_is_answered_by_a_document_has_a_schema() -> None:
    text = json.dumps(SCHEMA)
    assert check_schema(text, PromptType.EVALUATION) == text
    assert check_schema(None, PromptType.INTERVIEW) is None
    for type_ in (PromptType.INTERVIEW, PromptType.INTERVIEW_EMAIL):
        with pytest.raises(InvalidInputError):
            check_schema(text, type_)


def test_an_answer_fits_its_schema_or_is_told_where_not() -> None:
    text = json.dumps(SCHEMA)
    check_answer(text, {"pros": ["fast"]})
    check_answer(None, "anything")
    for answer, place in (({}, "/"), ({"pros": ["fast", 1]}, "/pros/1"), ([], "/")):
        with pytest.raises(AnswerError) as caught:
            check_answer(text, answer)
        assert caught.value.place == place
