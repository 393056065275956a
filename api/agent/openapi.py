"""The OpenAPI document of the contract, made from its routes and models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from api.agent.bodies import DESCRIBED
from api.common.openapi import add_bodies, drop_framework_faults
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute

PREFIX = "/agent/api/v1"
_DESCRIPTION = """\
Practice interviews and coaching for bots and practice apps. A session is an ordinary interview of
your organisation, marked as practice: nothing is charged for it, no webhook tells of it, and it
appears in none of your lists and figures.

## Keys
Each request carries an API key with the scope `agent`, made under **Settings → Developers**, as
`Authorization: Bearer hia_…`. Sessions of a key are open to the other keys of your organisation.

## Envelope
```json
{"status": "success", "data": {}}
{"status": "error", "error": {"code": "not_found", "message": "…", "details": {}}}
```
The codes are `invalid_request`, `unauthorized`, `not_found`, `server_error` and `rate_limited`.
`details` is always an object. Where fields are at fault it has `field`, the first of them, and
`fields`, each with what is wrong with it; a value that is none of a few comes with `accepted`; an
interview that takes no more answers with its `status`.

## A session
Creating one answers `created`, and its first question is asked at once: `GET` shows it
`in_progress`. Whatever is sent is an answer, and a follow-up is a question like any other. A
question is answered once: a second answer to it is 400 and moves nothing. The answer to the last
question completes the session by itself. A session that nobody has been in for a day is
`abandoned`.

## Limits
Each key may make 60 requests in any minute and have 10 sockets open. Beyond that the answer is
429, for sockets before they open, and `Retry-After` says in how many seconds to try again.
`RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` tell how far the key has come.

## WebSocket
`/agent/api/v1/ws/interviews/{interview_id}?token={api_key}`, or with the key in the header. A key
or interview that is not let in is refused before the socket opens, with 401, 403 or 404. Messages
are JSON both ways: `{"type": "…", "data": {…}}`.

| You send | data | You get |
| --- | --- | --- |
| `answer` | `{"answer": "…"}`, and `question_id` if you like | `thinking` true, `thinking` false, \
`feedback`, then the next `question` or `interview_ended` |
| `request_next` | `{}` | the `question` to answer now, again or for the first time |
| `typing` | `{"is_typing": true}` | nothing: it keeps the clock running |

| You get | data | When |
| --- | --- | --- |
| `question` | `{"id": "…", "text": "…"}` | on connecting, and whenever another is asked, over \
REST and other sockets as well |
| `thinking` | `{"is_thinking": true}` | while an answer is graded |
| `feedback` | `{"score": 8, "feedback": "…"}` | on your answer |
| `interview_ended` | `{"summary": {…}}` | at the end, whoever ended it; then the socket is closed |
| `error` | `{"message": "…"}` | whatever was wrong with a message; the socket stays open |

After a lost connection, connect again and go on with the question you get. Coming in and each
`answer` count among the requests of the key. A socket takes 120 messages a minute. It is closed
with 1000 at the end of the interview, 4401 once the key is revoked, and 1001 when the server is
about to stop.
"""
_TAGS = [{"name": "Interview"}, {"name": "Coaching"}]


def document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of those routes, as JSON values."""
    made = get_openapi(
        title="Vivavoce Agent API",
        version="1.0.0",
        description=_DESCRIPTION,
        routes=routes,
        tags=_TAGS,
        servers=[{"url": f"{get_settings().base_url.rstrip('/')}{PREFIX}"}],
    )
    drop_framework_faults(made)
    add_bodies(made, DESCRIBED)
    made["components"]["securitySchemes"] = {
        "Key": {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer hia_…`"}
    }
    made["security"] = [{"Key": []}]
    return made
