"""Signing in to the Recruiting contract with a password."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from api.web.application import create_application
from app.core.database import unit_of_work
from app.identity import members, service
from app.identity.permissions import Role
from app.settings import get_settings
from tests.support.people import PASSWORD, make_actor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AUTH = "http://127.0.0.1:8000/api/v1/auth"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=AUTH) as client:
        yield client


async def login(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/login", json={"email": email, "password": password})


async def me(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.get("/me", headers={"authorization": f"Bearer {token}"})


@on_sqlite
async def test_login_refresh_me_and_logout_answer_as_documented(client) -> None:
    actor = await make_actor(Role.READONLY)
    answered = await login(client, actor.email.upper())
    assert answered.status_code == 200
    data = answered.json()["data"]
    user = {
        "id": str(actor.user_id),
        "email": actor.email,
        "name": actor.name,
        "role": "readonly",
    }
    assert data.keys() == {"accessToken", "refreshToken", "expiresIn", "user"}
    assert (data["expiresIn"], data["user"]) == (get_settings().access_token_minutes * 60, user)
    assert (await me(client, data["accessToken"])).json() == {"data": user}

    given = {"refreshToken": data["refreshToken"]}
    renewed = await client.post("/refresh", json=given)
    assert renewed.status_code == 200
    new = renewed.json()["data"]
    assert new["user"] == user
    assert new["refreshToken"] != data["refreshToken"]

    for _ in range(2):
        left = await client.post("/logout", json={"refreshToken": new["refreshToken"]})
        assert (left.status_code, left.content) == (204, b"")
    for token in (data["accessToken"], new["accessToken"]):
        assert (await me(client, token)).status_code == 401


@on_sqlite
async def test_a_refresh_token_used_twice_ends_what_came_of_it(client) -> None:
    data = (await login(client, (await make_actor()).email)).json()["data"]
    given = {"refreshToken": data["refreshToken"]}
    new = (await client.post("/refresh", json=given)).json()["data"]
    again = await client.post("/refresh", json=given)
    assert (again.status_code, again.json()["error"]["code"]) == (401, "UNAUTHORIZED")
    assert (await me(client, new["accessToken"])).status_code == 401
    later = await client.post("/refresh", json={"refreshToken": new["refreshToken"]})
    assert later.status_code == 401


@on_sqlite
async def test_what_an_administrator_changes_counts_for_tokens_that_are_out(client) -> None:
    admin = await make_actor()
    actor = await make_actor(Role.RECRUITER, admin.organization_id)
    data = (await login(client, actor.email)).json()["data"]
    async with unit_of_work() as session:
        await members.change_role(session, admin, actor.user_id, Role.READONLY)
    assert (await me(client, data["accessToken"])).json()["data"]["role"] == "readonly"
    async with unit_of_work() as session:
        await members.deactivate(session, admin, actor.user_id)
    assert (await me(client, data["accessToken"])).status_code == 401
    given = {"refreshToken": data["refreshToken"]}
    assert (await client.post("/refresh", json=given)).status_code == 401
    assert (await login(client, actor.email)).status_code == 401


@on_sqlite
async def test_failures_count_together_with_the_browsers(client, monkeypatch) -> None:
    monkeypatch.setattr(get_settings(), "sign_in_attempts", 2)
    actor = await make_actor()
    wrong = await login(client, actor.email, "wrong")
    unknown = await login(client, "nobody@example.com", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    async with unit_of_work() as session:
        await service.sign_in(session, email=actor.email, password="wrong", address="127.0.0.1")
    locked = await login(client, actor.email)
    assert (locked.status_code, locked.json()["error"]["code"]) == (429, "RATE_LIMITED")
    assert int(locked.headers["retry-after"]) > 0


@on_sqlite
async def test_what_is_no_login_is_a_bad_request(client) -> None:
    for body in (
        {},
        [],
        {"email": "ada@example.com"},
        {"email": 7, "password": PASSWORD},
        {"email": "ada@example.com", "password": PASSWORD, "role": "admin"},
    ):
        answered = await client.post("/login", json=body)
        assert (answered.status_code, answered.json()["error"]["code"]) == (
            400,
            "VALIDATION_ERROR",
        )
    for token in ("", "x" * 501, None):
        for operation in ("refresh", "logout"):
            answered = await client.post(f"/{operation}", json={"refreshToken": token})
            assert answered.status_code == 400
    for token in ("\ud800", "nobody's"):
        answered = await client.post("/refresh", content=json_of(token))
        assert answered.status_code in {400, 401}
        left = await client.post("/logout", content=json_of(token))
        assert left.status_code in {204, 400}


def json_of(token: str) -> bytes:
    return json.dumps({"refreshToken": token}).encode()


async def test_an_unknown_single_sign_on_is_not_found(client) -> None:
    for slug in ("unknown", "%00", "%ED%A0%80", "callback"):
        started = await client.post(f"/sso/{slug}/start")
        assert (started.status_code, started.json()["error"]["code"]) == (404, "NOT_FOUND")
    exchanged = await client.post("/sso/exchange", json={"code": "unknown"})
    assert exchanged.status_code == 401
