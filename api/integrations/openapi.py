"""The OpenAPI document, made from the routes and the models, in the shape of the contract."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api.common.openapi import drop_framework_faults, operations_of
from api.integrations.routes import router
from api.integrations.schemas import SCHEMAS
from app.settings import get_settings

PREFIX = "/api/v1/integrations"
_REF = "#/components/schemas/{model}"
_DESCRIPTION = """\
Schedule interviews from your own systems and fetch their reports.

## Keys
Each request carries an API key of your organisation, made under **Settings → Developers**, either
as `Authorization: Bearer hia_…` or as `X-API-Key: hia_…`. A key is shown once. It has scopes, and
a request whose key lacks the one it needs is answered 403. To rotate a key, make a new one and
revoke the old one: that takes effect at once.

## Envelope
Every answer has the members `success`, `data` and `error`:
```json
{"success": true, "data": {}, "error": null}
{"success": false, "data": null, "error": {"code": "not_found", "message": "…"}}
```
The schemas describe `data`. Where fields are at fault, `error.details` is a list of
`{"field": …, "message": …}`.

## Retrying safely
A `POST` may carry an `Idempotency-Key` of up to 255 characters; an empty one counts as none. The
same key with the same body gives the first answer again, with `Idempotent-Replayed: true`, for 24
hours, and nothing is scheduled or charged twice. With another body, or while the first request is
still running, the answer is 409. A request that was refused does not use its key up.

## Limits
Every answer says in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` how many
requests the key may make at once, how many are left of them, and in how many seconds all are
there again. Beyond them the answer is 429 with `Retry-After`. `X-Request-ID` names each request;
send your own to find it again in our logs.
"""
_WEBHOOK = """\
Sent to your endpoints for `report.generated` once a report can be fetched. The other events
(`interview.scheduled`, `interview.started`, `interview.completed`, `interview.canceled`,
`proctoring.alert`) have the same envelope, each with data of its own.

Check the signature before you trust a delivery: `X-Signature-256` is `sha256=` and the HMAC-SHA256
of `{X-Webhook-Timestamp}.{body}` under the endpoint's secret, in hex. Anything but a 2xx is tried
again after 2, 4 and 8 seconds.
"""
_TAGS = [{"name": "Positions"}, {"name": "Interviews"}, {"name": "Reports"}]
_SECURITY: list[dict[str, list[str]]] = [{"BearerKey": []}, {"HeaderKey": []}]
_SECURITY_SCHEMES = {
    "BearerKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "`Authorization: Bearer hia_…`",
    },
    "HeaderKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
_PARAMETERS = {
    "InterviewID": {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A key of your choosing that makes it safe to send this again.",
        "schema": {"type": "string", "maxLength": 255},
    },
}
_ERRORS = {
    "Unauthorized": "There is no API key, or it opens nothing.",
    "Forbidden": "The API key lacks the scope that this needs.",
    "PaymentRequired": "The wallet does not cover the interview.",
    "NotFound": "There is no such thing in your organisation.",
    "IdempotencyConflict": "The Idempotency-Key was used with another body, or its first request "
    "is still running.",
    "ValidationFailed": "The request breaks a rule; `error.details` names the fields.",
    "TooManyRequests": "The key is used too often; `Retry-After` says when to come back.",
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document of this server, as JSON values. Not to be changed by its readers."""
    made = get_openapi(
        title="Vivavoce Integrations API",
        version="1.0.0",
        description=_DESCRIPTION,
        routes=router.routes,
        tags=_TAGS,
        servers=[{"url": get_settings().base_url.rstrip("/"), "description": "This server"}],
    )
    drop_framework_faults(made)
    for operation in operations_of(made):
        operation["security"] = _SECURITY
    paths = {f"{PREFIX}{path}": item for path, item in made["paths"].items()}
    return {
        "openapi": made["openapi"],
        "info": made["info"],
        "servers": made["servers"],
        "security": _SECURITY,
        "tags": made["tags"],
        "paths": _plain(paths),
        "webhooks": {"report.generated": {"post": _webhook()}},
        "components": {
            "securitySchemes": _SECURITY_SCHEMES,
            "parameters": _PARAMETERS,
            "responses": {name: _error(name, text) for name, text in _ERRORS.items()},
            "schemas": _schemas(),
        },
    }


def _schemas() -> dict[str, Any]:
    _, found = models_json_schema(
        [(model, "validation") for model in SCHEMAS], ref_template=_REF, title=None
    )
    return {name: _plain(schema) for name, schema in sorted(found["$defs"].items())}


def _error(name: str, description: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorEnvelope"}}},
    }
    if name == "TooManyRequests":
        answer["headers"] = {
            "Retry-After": {
                "description": "In how many seconds to try again.",
                "schema": {"type": "integer"},
            }
        }
    return answer


def _webhook() -> dict[str, Any]:
    return {
        "summary": "A report is ready",
        "description": _WEBHOOK,
        "requestBody": {
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/WebhookEnvelope"}}
            }
        },
        "responses": {"200": {"description": "Received; any 2xx is taken as such."}},
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Without what the contract's schemas do not say: titles, defaults, and nulls.

    An optional member may be left out, but it is never null.
    """
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value and value["$ref"].startswith("#/components/responses/"):
        return {"$ref": value["$ref"]}
    said = {
        key: _plain(one)
        for key, one in value.items()
        if not (key == "title" and isinstance(one, str)) and key != "default"
    }
    if {"type": "null"} in said.get("anyOf", ()):
        (kind,) = [one for one in said.pop("anyOf") if one != {"type": "null"}]
        said = {**kind, **said}
    if "enum" in said:
        said.pop("const", None)
    return said
