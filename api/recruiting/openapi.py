"""The OpenAPI document of the contract, made from its routes and models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from api.common.openapi import add_bodies, drop_framework_faults, operations_of
from api.recruiting.access import PREFIX
from api.recruiting.bodies import DESCRIBED
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute

VERSION = "1.0.0"
_DESCRIPTION = """\
Requisitions, applications, interviews and their evaluations, and what runs them day to day. What
you see here you see in the browser, and the other way round.

## Signing in
Each request of a member carries an access token as `Authorization: Bearer <accessToken>`.
`POST /auth/login` answers one, with a refresh token for the next. What you may do is your role's:
`admin` everything, `recruiter` the daily work, `readonly` reading. Things of other organisations
do not exist for you. Candidates need no account: their invitation's token is in the address.

## Envelope
```json
{"data": {}}
{"data": [], "meta": {"page": 1, "perPage": 20, "total": 0, "totalPages": 0}}
{"error": {"code": "VALIDATION_ERROR", "message": "…", "details": {"field": "name", \
"reason": "…"}}}
```
400 is for what breaks the rules given here, 422 for what is well-formed and refused. `field` is
null where no single field is at fault.

## Lists
`page` counts from 1 and `perPage` goes up to 100. `order` is `asc` or `desc`. `date_from` and
`date_to` are dates, or moments with a zone; the whole day of `date_to` counts.

## Two at once
What can be edited has a version. Answers show it in `ETag`; send it back as `If-Match` with a
`PATCH` or `DELETE`, and where somebody else was first you get 409 instead of undoing their work. A
`PATCH` changes the members that it has and no others.

## Limits
Each member may make 300 requests in any minute, 10 of them to `/credentials`; `/public` takes 60
from one address, and so many may fail to say who is calling. Beyond that the answer is 429, and
`Retry-After` says in how many seconds to try again. `RateLimit-Limit`, `RateLimit-Remaining` and
`RateLimit-Reset` tell how far you have come. `X-Request-ID` names each request; send your own to
find it again in our logs.

## Interviews over a WebSocket
`/api/v1/ws/interviews/{token}` takes and sends JSON, and is the same interview as the room in the
browser and `/public/interviews`: a candidate can begin in one and go on in another.

| You send | You get |
| --- | --- |
| nothing yet | the question to answer now, as a `message`: opening a socket begins an interview \
that has not begun, as `start` without a body does |
| `{"type": "message", "content": "…"}` | the next `message` of the interviewer; the last one has \
`isComplete` true, and `interview_complete` follows |
| `{"type": "request_human"}` | a `message` that the team has been told |

A message is `{"type": "message", "role": "assistant", "content": "…", "isComplete": false}`. What
is wrong is told as `{"type": "error", "message": "…"}`, and the socket stays open. What happens
elsewhere is told within two seconds. A socket takes 60 messages a minute. It is closed with 1000
at the end of the interview, and 1001 when the server is about to stop: connect again and go on.
"""


def document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of those routes, as JSON values."""
    made = get_openapi(
        title="Vivavoce Recruiting API",
        version=VERSION,
        description=_DESCRIPTION,
        routes=routes,
        servers=[{"url": f"{get_settings().base_url.rstrip('/')}{PREFIX}"}],
    )
    drop_framework_faults(made)
    add_bodies(made, DESCRIBED)
    _name_bounds(made)
    for operation in operations_of(made):
        operation.setdefault("security", [])
        if "429" in operation["responses"]:
            operation["responses"]["429"]["headers"] = {"Retry-After": _SECONDS}
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _without_null(parameter["schema"])
    for schema in made["components"]["schemas"].values():
        for member in schema.get("properties", {}).values():
            _drop_untrue_default(member)
    return made


_SECONDS = {"description": "In how many seconds to try again.", "schema": {"type": "integer"}}
_NULL = {"type": "null"}
_BOUNDS = {
    "ge": "minimum",
    "le": "maximum",
    "gt": "exclusiveMinimum",
    "lt": "exclusiveMaximum",
}


def _name_bounds(value: Any) -> None:  # noqa: ANN401 - JSON
    """Give bounds around a validator the names of JSON Schema: pydantic leaves them its own."""
    if isinstance(value, list):
        for one in value:
            _name_bounds(one)
    elif isinstance(value, dict):
        if "type" in value or "anyOf" in value:
            for own, name in _BOUNDS.items():
                if isinstance(value.get(own), int | float):
                    value[name] = value.pop(own)
        for one in value.values():
            _name_bounds(one)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter: one that may be left out is still never null."""
    if _NULL not in schema.get("anyOf", ()):
        return schema
    kinds = [one for one in schema["anyOf"] if one != _NULL]
    rest = {key: one for key, one in schema.items() if key != "anyOf"}
    return {**rest, **kinds[0]} if len(kinds) == 1 else {**rest, "anyOf": kinds}


def _drop_untrue_default(member: dict[str, Any]) -> None:
    """A member that may be left out, but is never null, has no default to speak of."""
    if "default" in member and member["default"] is None:
        kinds = [member.get("type"), *(one.get("type") for one in member.get("anyOf", ()))]
        if "null" not in kinds:
            del member["default"]
