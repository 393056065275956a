"""An OpenAPI document is read whole: every call, member and limit."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.integrations.openapi import document as own_document
from components.reference_document import METHODS, Document, Field
from components.reference_samples import sample

SMALL = {
    "paths": {
        "/cups/{id}": {
            "parameters": [{"$ref": "#/components/parameters/CupID"}],
            "put": {
                "operationId": "fillCup",
                "summary": "Fill a cup",
                "description": "Fills it.\n\nRequires scope `cups:write`. Spills nothing.",
                "tags": ["Cups"],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Tea"}}
                    }
                },
                "responses": {
                    "404": {"description": "No such cup"},
                    "200": {
                        "description": "Filled",
                        "headers": {"X-Level": {"schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "success": {"const": True},
                                        "data": {
                                            "type": "array",
                                            "items": {"$ref": "#/components/schemas/Tea"},
                                        },
                                    },
                                }
                            }
                        },
                    },
                },
            },
        }
    },
    "components": {
        "parameters": {
            "CupID": {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            }
        },
        "schemas": {
            "Kind": {"type": "string", "enum": ["green", "black"]},
            "Tea": {
                "type": "object",
                "required": ["kind"],
                "properties": {
                    "kind": {"$ref": "#/components/schemas/Kind", "description": "Which."},
                    "grams": {"type": "number", "minimum": 1, "maximum": 5.5},
                    "from": {
                        "type": "object",
                        "required": ["garden"],
                        "properties": {
                            "garden": {"type": "string", "minLength": 1, "maxLength": 1200},
                            "flushes": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "properties": {"year": {"type": "integer", "minimum": 1900}},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_a_call_is_read_with_all_it_takes_and_answers() -> None:
    (call,) = Document(SMALL).operations()

    assert (call.id, call.method, call.path) == ("fillCup", "PUT", "/cups/{id}")
    assert (call.tag, call.title) == ("Cups", "Fill a cup")
    assert (call.description, call.scope) == ("Fills it. Spills nothing.", "cups:write")
    assert call.parameters == (Field("id", "in the path, string, uuid", (), True, ""),)
    assert [answer.status for answer in call.answers] == ["200", "404"]
    assert call.success.headers == (Field("X-Level", "header, integer", (), False, ""),)
    assert not call.takes_key


def test_the_members_of_members_are_read_too() -> None:
    document = Document(SMALL)
    (call,) = document.operations()
    assert call.body is not None

    assert document.fields(call.body) == (
        Field("kind", "string", ("one of green, black",), True, "Which."),
        Field("grams", "number", ("1 to 5.5",), False, ""),
        Field("from", "object", (), False, ""),
        Field("from.garden", "string", ("1 to 1,200 characters",), True, ""),
        Field("from.flushes", "array of object", (), False, ""),
        Field("from.flushes[].year", "integer", ("at least 1900",), False, ""),
    )
    assert call.success.schema is not None
    assert document.is_list(call.success.schema)
    assert document.payload_fields(call.success.schema) == document.fields(call.body)


SCALARS = st.one_of(
    st.fixed_dictionaries({"type": st.just("integer")}, optional={"minimum": st.integers(-9, 9)}),
    st.fixed_dictionaries(
        {"type": st.just("string")},
        optional={"format": st.sampled_from(["uuid", "date-time", "email", "uri"])},
    ),
    st.just({"type": "boolean"}),
    st.just({"type": "string", "enum": ["a", "b"]}),
    st.just({"const": 3}),
)
SCHEMAS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.dictionaries(st.sampled_from("pqrs"), inner, min_size=1).map(
            lambda members: {
                "type": "object",
                "properties": members,
                "required": sorted(members)[:1],
                "additionalProperties": False,
            }
        ),
    ),
    max_leaves=8,
)


@given(SCHEMAS, st.booleans())
def test_a_sample_is_what_its_schema_allows(schema: dict, whole: bool) -> None:
    jsonschema_rs.validate(schema, sample(Document({}), schema, whole=whole), validate_formats=True)


def bodies() -> list:
    """Every schema of our own document that the page shows an example of."""
    document = Document(own_document())
    found = [("webhook", document.webhook_schema())]
    for call in document.operations():
        found.append((f"{call.id} answer", call.success.schema))
        if call.body is not None:
            found.append((f"{call.id} body", call.body))
    return found


@pytest.mark.parametrize(("name", "schema"), bodies(), ids=lambda one: str(one)[:40])
@pytest.mark.parametrize("whole", [True, False])
def test_examples_on_the_page_are_valid(name: str, schema: dict, whole: bool) -> None:
    content = own_document()
    document = Document(content)
    rooted = {**content, **document.resolve(schema)}

    jsonschema_rs.validate(rooted, sample(document, schema, whole=whole), validate_formats=True)


def test_no_call_of_ours_is_left_out_and_each_names_its_scope() -> None:
    content = own_document()
    calls = Document(content).operations()

    paths = content["paths"].items()
    assert len(calls) == sum(method in item for _, item in paths for method in METHODS) > 0
    assert all(call.scope and "scope `" not in call.description for call in calls)
