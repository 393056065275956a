"""Our own document says what the contract says, operation by operation, schema by schema."""

from __future__ import annotations

import copy
from typing import Any

import httpx
import pytest

from api.integrations.openapi import document
from api.web.application import create_application
from tests.support import contracts

WORDS = {"description", "summary", "title"}
SECTIONS = ("securitySchemes", "parameters", "responses", "schemas")


def bare(value: Any) -> Any:
    """Without prose, which each document has of its own; members called so are kept."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if isinstance(value, dict):
        return {
            key: bare(one)
            for key, one in value.items()
            if not (key in WORDS and isinstance(one, str))
        }
    return value


def without_429(served: dict[str, Any]) -> dict[str, Any]:
    """What may be added to the contract, and nothing else, taken away again."""
    rest = copy.deepcopy(served)
    for item in rest["paths"].values():
        for operation in item.values():
            assert operation["responses"].pop("429") == {
                "$ref": "#/components/responses/TooManyRequests"
            }
    del rest["components"]["responses"]["TooManyRequests"]
    return rest


def test_the_operations_are_those_of_the_contract() -> None:
    ours, theirs = without_429(document()), contracts.integrations()
    assert bare(ours["paths"]) == bare(theirs["paths"])


@pytest.mark.parametrize("section", SECTIONS)
def test_the_components_are_those_of_the_contract(section: str) -> None:
    ours, theirs = without_429(document()), contracts.integrations()
    assert bare(ours["components"][section]) == bare(theirs["components"][section])
    assert set(ours["components"]) == set(SECTIONS) == set(theirs["components"])


def test_all_that_is_besides_is_that_of_the_contract() -> None:
    ours, theirs = document(), contracts.integrations()
    for key in ("openapi", "security", "tags", "webhooks"):
        assert bare(ours[key]) == bare(theirs[key])
    assert ours["info"]["version"] == theirs["info"]["version"]
    assert set(ours) == set(theirs)


def test_the_prose_is_our_own() -> None:
    def sentences(value: Any) -> set[str]:
        if isinstance(value, list):
            return {text for one in value for text in sentences(one)}
        if not isinstance(value, dict):
            return set()
        own = {
            text.strip()
            for key, text in value.items()
            if key in WORDS and isinstance(text, str) and len(text.split()) > 4
        }
        return own | {text for one in value.values() for text in sentences(one)}

    ours, theirs = sentences(document()), sentences(contracts.integrations())
    assert ours
    assert not ours & theirs


async def test_the_document_is_served_to_everybody() -> None:
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        response = await client.get("/api/v1/integrations/openapi.json")
    assert response.status_code == 200
    assert response.json() == document()
