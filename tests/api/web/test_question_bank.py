"""The question bank over HTTP: files out, files in."""

from __future__ import annotations

import json

import httpx
import pytest

from api.web.application import create_application
from app.identity.permissions import Role
from app.question_bank.files import MAX_BYTES
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, cookie_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TEA = {"concept_name": "Tea", "depth": 2, "question": "=Why tea?", "points": ["It calms."]}


async def call(method: str, path: str, actor=None, **kwargs) -> httpx.Response:
    headers = {"cookie": await cookie_of(actor)} if actor else {}
    headers |= kwargs.pop("headers", {})
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        return await client.request(method, path, headers=headers, **kwargs)


async def send(actor, *items: object, dry: bool = False, **headers: str) -> httpx.Response:
    return await call(
        "POST",
        f"/files/questions?kind=json&dry={str(dry).lower()}",
        actor,
        content=json.dumps(items),
        headers=headers,
    )


async def test_a_file_is_looked_through_taken_over_and_given_back(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    checked = (await send(actor, TEA, {**TEA, "depth": 9}, dry=True)).json()
    assert checked["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 1}
    assert (checked["lines"][0]["line"], checked["lines"][0]["field"]) == (1, "depth")
    assert (await send(actor, TEA)).json()["counts"]["new"] == 1
    own = await call("GET", "/files/questions.csv", actor)
    assert "attachment" in own.headers["content-disposition"]
    assert "'=Why tea?" in own.text
    assert len(own.text.splitlines()) == 2
    everything = await call("GET", "/files/questions.json?scope=all", actor)
    assert len(everything.json()["items"]) > 300
    theirs = await call("GET", "/files/questions.yaml", other)
    assert "tea" not in theirs.text.lower()


async def test_who_may_not_is_turned_away(database: str) -> None:
    admin = await make_actor()
    reader = await make_actor(Role.READONLY, admin.organization_id)
    assert (await send(reader, TEA)).status_code == 403
    assert (await send(admin, TEA, origin="https://elsewhere.example")).status_code == 403
    assert (await send(None, TEA)).status_code == 303
    assert (await call("GET", "/files/questions.json", reader)).status_code == 200
    assert (await call("GET", "/files/questions.exe", reader)).status_code == 422


async def test_too_much_is_refused_in_words(database: str) -> None:
    actor = await make_actor()
    answer = await call(
        "POST", "/files/questions?kind=yaml", actor, content=b"x" * (MAX_BYTES + 10)
    )
    assert "MB at most" in answer.json()["problem"]
