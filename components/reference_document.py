"""An OpenAPI document, read into what a page about it shows. Pure functions of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
_SCOPE = re.compile(r"(?:\A|\s+)(?:Needs|Requires) (?:the )?scope `([a-z:]+)`\.")


@dataclass(frozen=True, slots=True)
class Field:
    """A member of a body, or a parameter. `name` is a path such as `candidate.email`."""

    name: str
    kind: str
    limits: tuple[str, ...]
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One response of an operation. `schema` is None where it has no body."""

    status: str
    description: str
    headers: tuple[Field, ...]
    schema: dict[str, Any] | None

    @property
    def is_success(self) -> bool:
        """Whether this is what one hopes for."""
        return self.status.startswith("2")


@dataclass(frozen=True, slots=True)
class Operation:
    """One call. `body` is the schema of what is sent, None where nothing is."""

    id: str
    method: str
    path: str
    tag: str
    title: str
    description: str
    scope: str
    parameters: tuple[Field, ...]
    body: dict[str, Any] | None
    answers: tuple[Answer, ...]

    @property
    def success(self) -> Answer:
        """The response to a call that worked."""
        return next(answer for answer in self.answers if answer.is_success)

    @property
    def takes_key(self) -> bool:
        """Whether a retry can be made safe with an Idempotency-Key."""
        return any(parameter.name == "Idempotency-Key" for parameter in self.parameters)


class Document:
    """An OpenAPI 3.1 document whose references all point into itself."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """What a node stands for: itself, or what it refers to."""
        while "$ref" in node:
            target: Any = self._content
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
        return node

    def operations(self) -> tuple[Operation, ...]:
        """Every call, in the document's order."""
        return tuple(
            self._operation(method, path, item)
            for path, item in self._content["paths"].items()
            for method in METHODS
            if method in item
        )

    def webhook_schema(self) -> dict[str, Any]:
        """The schema of the body that webhook endpoints receive."""
        webhook = next(iter(self._content["webhooks"].values()))["post"]
        return _schema_of(self.resolve(webhook["requestBody"])) or {}

    def fields(self, schema: dict[str, Any], *, within: str = "") -> tuple[Field, ...]:
        """The members of an object, of the objects in it and of those in its arrays."""
        schema = self.resolve(schema)
        required = schema.get("required", ())
        found: list[Field] = []
        for name, node in schema.get("properties", {}).items():
            member = self.resolve(node)
            found.append(self._field(within + name, member, required=name in required))
            if member.get("type") == "array":
                found += self.fields(member.get("items", {}), within=f"{within}{name}[].")
            else:
                found += self.fields(member, within=f"{within}{name}.")
        return tuple(found)

    def is_list(self, schema: dict[str, Any]) -> bool:
        """Whether `data` in that envelope is an array."""
        data = self.resolve(schema).get("properties", {}).get("data", {})
        return bool(self.resolve(data).get("type") == "array")

    def payload_fields(self, schema: dict[str, Any]) -> tuple[Field, ...]:
        """The members of `data` in an envelope."""
        envelope = self.resolve(schema).get("properties", {})
        data = self.resolve(envelope.get("data", {}))
        return self.fields(data.get("items", {}) if data.get("type") == "array" else data)

    def _operation(self, method: str, path: str, item: dict[str, Any]) -> Operation:
        node = item[method]
        words = node.get("description", "")
        scope = _SCOPE.search(words)
        parameters = [*item.get("parameters", ()), *node.get("parameters", ())]
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            path=path,
            tag=next(iter(node.get("tags", ())), ""),
            title=node.get("summary", node["operationId"]),
            description=_SCOPE.sub("", words).strip(),
            scope=scope[1] if scope else "",
            parameters=tuple(self._parameter(self.resolve(one)) for one in parameters),
            body=_schema_of(self.resolve(node["requestBody"])) if "requestBody" in node else None,
            answers=tuple(
                self._answer(status, self.resolve(answer))
                for status, answer in sorted(node["responses"].items())
            ),
        )

    def _parameter(self, node: dict[str, Any]) -> Field:
        schema = self.resolve(node.get("schema", {}))
        field = self._field(node["name"], schema, required=node.get("required", False))
        place = {"path": "in the path", "query": "in the query", "header": "header"}[node["in"]]
        return Field(
            name=field.name,
            kind=f"{place}, {field.kind}",
            limits=field.limits,
            required=field.required,
            description=node.get("description", field.description),
        )

    def _answer(self, status: str, node: dict[str, Any]) -> Answer:
        return Answer(
            status=status,
            description=node.get("description", ""),
            headers=tuple(
                self._parameter({"in": "header", "name": name, **self.resolve(header)})
                for name, header in node.get("headers", {}).items()
            ),
            schema=_schema_of(node),
        )

    def _field(self, name: str, schema: dict[str, Any], *, required: bool) -> Field:
        return Field(
            name=name,
            kind=self._kind(schema),
            limits=_limits(schema),
            required=required,
            description=schema.get("description", ""),
        )

    def _kind(self, schema: dict[str, Any]) -> str:
        kind = schema.get("type", "any JSON value")
        if kind == "array":
            return f"array of {self._kind(self.resolve(schema.get('items', {})))}"
        return f"{kind}, {schema['format']}" if "format" in schema else kind


def _schema_of(node: dict[str, Any]) -> dict[str, Any] | None:
    schema: dict[str, Any] | None = (
        node.get("content", {}).get("application/json", {}).get("schema")
    )
    return schema


def _limits(schema: dict[str, Any]) -> tuple[str, ...]:
    """What is allowed, in words."""
    words: list[str] = []
    if "const" in schema:
        words.append(f"always {_literal(schema['const'])}")
    if "enum" in schema:
        values = [_literal(value) for value in schema["enum"]]
        words.append("always " + values[0] if len(values) == 1 else "one of " + ", ".join(values))
    low, high = schema.get("minLength"), schema.get("maxLength")
    if low and high:
        words.append(f"{low} to {high:,} characters")
    elif high:
        words.append(f"up to {high:,} characters")
    elif low:
        words.append(f"at least {low} characters")
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        words.append(f"{low:g} to {high:g}")
    elif low is not None:
        words.append(f"at least {low:g}")
    elif high is not None:
        words.append(f"at most {high:g}")
    return tuple(words)


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
