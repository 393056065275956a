"""Examples of calls hold what the document asks for, and nothing secret.

That they run is tested in a browser, from the page itself: `tests/browser/test_reference.py`.
"""

from __future__ import annotations

import ast
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.integrations.openapi import document as own_document
from components.reference_document import Document
from components.reference_examples import KEY_VARIABLE, LANGUAGES, call, fill, pieces
from components.reference_recipes import RECEIVE_BY_HAND, RECEIVE_BY_PACKAGE, RETRY
from components.reference_samples import sample

DOCUMENT = Document(own_document())
BLANKS = {"base_url", "position_id", "interview_id", "reported_id"}
CALLS = [
    pytest.param(operation, call(DOCUMENT, operation), id=operation.id)
    for operation in DOCUMENT.operations()
]


@given(st.lists(st.tuples(st.text(alphabet="ab{}$ \n"), st.sampled_from(["base_url", "x"]))))
def test_the_pieces_of_code_are_all_of_it(parts: list[tuple[str, str]]) -> None:
    code = "".join(f"{text}{{{{{blank}}}}}" for text, blank in parts)

    again = "".join(text + (f"{{{{{blank}}}}}" if blank else "") for text, blank in pieces(code))

    assert again == code


def test_a_blank_without_a_value_is_refused() -> None:
    assert fill("a {{b}} c", {"b": "1"}) == "a 1 c"
    with pytest.raises(KeyError):
        fill("{{b}}", {})


@pytest.mark.parametrize(("operation", "code"), CALLS)
def test_every_call_has_an_example_in_every_language(operation, code) -> None:
    assert list(code) == [value for value, _ in LANGUAGES]
    for text in code.values():
        assert {blank for _, blank in pieces(text) if blank} <= BLANKS
        assert KEY_VARIABLE in text
        assert ("Idempotency-Key" in text) == operation.takes_key


@pytest.mark.parametrize(("operation", "code"), CALLS)
def test_the_body_is_the_same_in_every_language(operation, code) -> None:
    if operation.body is None:
        assert "json=" not in code["python"]
        return
    expected = sample(DOCUMENT, operation.body, whole=False) | {"position_id": "{{position_id}}"}
    in_curl = re.search(r"-d '(.*)'", code["curl"], re.DOTALL)
    in_javascript = re.search(r"JSON\.stringify\((.*)\),\n\}\);", code["javascript"], re.DOTALL)
    (in_python,) = [
        keyword.value
        for node in ast.walk(ast.parse(code["python"]))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "json"
    ]

    assert in_curl
    assert json.loads(in_curl[1]) == expected
    assert in_javascript
    assert json.loads(in_javascript[1]) == expected
    assert ast.literal_eval(in_python) == expected


def test_no_example_holds_a_key_or_a_secret() -> None:
    texts = [text for parameter in CALLS for text in parameter.values[1].values()]
    texts += [*RETRY.values(), *RECEIVE_BY_HAND.values(), RECEIVE_BY_PACKAGE]

    assert not [text for text in texts if "hia_" in text or "whsec_" in text]
