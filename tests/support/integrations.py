"""Clients of the Integrations contract, for tests."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import httpx

from api.web.application import create_application
from app.api_keys import service as api_keys
from app.core.database import unit_of_work
from app.identity.permissions import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "/api/v1/integrations"
ALL_SCOPES = tuple(scope.value for scope in Scope)
_numbers = itertools.count(1)


async def issue_key(actor, scopes: Iterable[str] = ALL_SCOPES, **fields: Any) -> str:
    """A key of the actor's organisation."""
    async with unit_of_work() as session:
        issued = await api_keys.issue(
            session, actor, name="For tests", scopes=list(scopes), **fields
        )
    return issued.plain


def client_with(key: str | None, application: Any = None) -> httpx.AsyncClient:
    """A client of the contract within this process, with that key."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application or create_application()),
        base_url=f"http://127.0.0.1:8000{PREFIX}",
        headers={"Authorization": f"Bearer {key}"} if key else {},
    )


def order(position_id: Any, **members: Any) -> dict[str, Any]:
    """The body that schedules an interview, for a candidate nobody else has."""
    candidate = {
        "email": f"scheduled{next(_numbers)}@example.com",
        "full_name": "Ada Example",
    } | members.pop("candidate", {})
    return {"position_id": str(position_id), "candidate": candidate} | members


def failure_of(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The error of an answer, which must be in its envelope."""
    body = response.json()
    assert (response.status_code, body["success"], body["data"]) == (status, False, None), body
    assert body["error"]["code"] == code, body
    return body["error"]


def fields_of(response: httpx.Response) -> list[str]:
    """The fields that a refused request is told of."""
    error = failure_of(response, 422, "validation_failed")
    assert all(set(one) == {"field", "message"} for one in error["details"])
    return [one["field"] for one in error["details"]]


def data_of(response: httpx.Response, status: int = 200) -> Any:
    """The data of an answer, which must be in its envelope."""
    body = response.json()
    assert (response.status_code, body["success"], body["error"]) == (status, True, None), body
    return body["data"]
