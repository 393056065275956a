"""Signing in and out over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from api.web.application import create_application
from api.web.sign_in import safe_next
from app.identity.service import SESSION_COOKIE
from tests.support.people import PASSWORD, make_actor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOST = "http://127.0.0.1:8000"


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        yield client


async def sign_in(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    actor = await make_actor()
    return await client.post(
        "/auth/sign-in", data={"email": actor.email, "password": PASSWORD, **form}
    )


async def test_the_right_password_sets_a_cookie_out_of_reach_of_scripts(client) -> None:
    response = await sign_in(client, next="/interviews?page=2")
    assert (response.status_code, response.headers["location"]) == (303, "/interviews?page=2")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_a_wrong_password_goes_back_to_the_page_without_a_cookie(client) -> None:
    response = await sign_in(client, password="wrong")
    assert response.headers["location"].startswith("/sign-in?error=wrong")
    assert "set-cookie" not in response.headers


async def test_too_many_attempts_are_told_so(client) -> None:
    actor = await make_actor()
    form = {"email": actor.email, "password": "wrong"}
    for _ in range(8):
        await client.post("/auth/sign-in", data=form)
    response = await client.post("/auth/sign-in", data=form)
    assert response.headers["location"].startswith("/sign-in?error=wait")


async def test_signing_out_makes_the_old_cookie_worthless(client) -> None:
    await sign_in(client)
    stolen = client.cookies[SESSION_COOKIE]
    await client.post("/auth/sign-out")
    client.cookies.set(SESSION_COOKIE, stolen)
    response = await client.post("/auth/password", data={"current": "x", "new": "y"})
    assert response.headers["location"] == "/sign-in"


async def test_a_form_of_another_site_is_refused(client) -> None:
    for origin in ("https://example.org", "null"):
        response = await client.post("/auth/sign-out", headers={"origin": origin})
        assert response.status_code == 403


async def test_changing_the_password_goes_on_under_a_new_cookie(client) -> None:
    await sign_in(client)
    before = client.cookies[SESSION_COOKIE]
    response = await client.post(
        "/auth/password", data={"current": PASSWORD, "new": "a longer phrase"}
    )
    assert response.headers["location"] == "/account?done=password"
    assert client.cookies[SESSION_COOKIE] != before


@pytest.mark.parametrize(
    "target",
    ["https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)", "", "x"],
)
def test_nobody_is_sent_to_another_site(target: str) -> None:
    assert safe_next(target) == "/dashboard"


async def test_every_answer_carries_the_headers_that_protect_a_page(client) -> None:
    response = await client.post("/auth/sign-out")
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["x-content-type-options"] == "nosniff"
