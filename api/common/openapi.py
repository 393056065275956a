"""Making the framework's OpenAPI document say what is true of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

_REF = "#/components/schemas/{model}"
_FRAMEWORK = "HTTPValidationError"


def operations_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each operation of a document."""
    for item in document["paths"].values():
        yield from item.values()


def drop_framework_faults(document: dict[str, Any]) -> None:
    """Take out the 422 that FastAPI adds wherever there are parameters, and its schemas."""
    for operation in operations_of(document):
        operation["responses"] = {
            status: answer
            for status, answer in operation["responses"].items()
            if _FRAMEWORK not in str(answer)
        }
    schemas = document.get("components", {}).get("schemas", {})
    for name in (_FRAMEWORK, "ValidationError"):
        schemas.pop(name, None)


def add_bodies(document: dict[str, Any], kinds: Sequence[type[BaseModel]]) -> None:
    """Describe the bodies that our routes read by themselves, which the framework does not see."""
    _, sent = models_json_schema([(kind, "validation") for kind in kinds], ref_template=_REF)
    components = document.setdefault("components", {})
    components.setdefault("schemas", {}).update(sent.get("$defs", {}))


def body_reference(kind: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """The body of an operation, as its document describes it."""
    schema = {"$ref": _REF.format(model=kind.__name__)}
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": required, "content": content}}
