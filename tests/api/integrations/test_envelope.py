"""The envelope and the headers, on every answer there is."""

from __future__ import annotations

import httpx
import pytest

from api.integrations.application import create
from api.web.application import create_application
from tests.support.integrations import PREFIX, client_with, data_of, failure_of, issue_key, order
from tests.support.people import make_actor

LIMITS = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")
PATHS = {
    "/positions": "GET",
    "/interviews": "POST",
    "/interviews/0197f7a0-5b1e-7c3a-9d54-2f6d1c0b7e11": "GET",
    "/interviews/0197f7a0-5b1e-7c3a-9d54-2f6d1c0b7e11/report": "GET",
    "/openapi.json": "GET",
}


@pytest.fixture
async def anyone(database):
    async with client_with(None) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"]
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_other_methods_are_405_and_told_which_are_there(
    database, anyone, method, path
) -> None:
    if method == PATHS[path]:
        return
    response = await anyone.request(method, path)
    assert response.headers["allow"] == PATHS[path]
    if method == "HEAD":
        assert (response.status_code, response.content) == (405, b"")
    else:
        failure_of(response, 405, "method_not_allowed")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/positions/",
        "/nothing",
        "/interviews/",
        "//positions",
        "/interviews/a/b",
        "/%2e%2e/",
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_unknown_addresses_are_404_in_the_envelope(database, path) -> None:
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport) as client:
        response = await client.get(f"http://127.0.0.1:8000{PREFIX}{path}")
    failure_of(response, 404, "not_found")


async def test_every_answer_names_its_request_and_the_limits(client, anyone, position) -> None:
    answers = [
        await client.get("/positions"),
        await client.post("/interviews", json=order(position.id)),
        await client.post("/interviews", json={}),
        await client.get("/nothing"),
        await client.put("/positions"),
        await anyone.get("/positions"),
        await anyone.get("/openapi.json"),
    ]
    assert [one.status_code for one in answers] == [200, 201, 422, 404, 405, 401, 200]
    for answer in answers:
        assert all(answer.headers[name].isdigit() for name in LIMITS)
        assert answer.headers["x-request-id"]
        assert answer.headers["cache-control"] == "no-store"
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)


@pytest.mark.parametrize(
    ("given", "is_kept"), [("order-7.a", True), ("a" * 129, False), ("two words", False)]
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_request_id_is_given_back_where_it_is_one(database, anyone, given, is_kept) -> None:
    response = await anyone.get("/positions", headers={"X-Request-ID": given})
    assert (response.headers["x-request-id"] == given) is is_kept


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_failure_of_ours_is_500_in_the_envelope_and_logged(
    database, monkeypatch, capsys
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("nobody outside may read this")

    monkeypatch.setattr("api.integrations.routes.positions.open_positions", broken)
    async with client_with(await issue_key(await make_actor())) as client:
        response = await client.get("/positions")
    error = failure_of(response, 500, "internal_error")
    request_id = response.headers["x-request-id"]
    assert request_id in error["message"]
    assert "nobody outside" not in response.text
    logged = capsys.readouterr().out
    assert request_id in logged
    assert "nobody outside may read this" in logged


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_database_being_away_is_a_failure_like_any_other(database, monkeypatch) -> None:
    key = await issue_key(await make_actor())

    async def away(*_: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("api.integrations.access.api_keys.authenticate", away)
    async with client_with(key, create()) as client:
        client.base_url = "http://127.0.0.1:8000"
        failure_of(await client.get("/positions"), 500, "internal_error")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_client_that_goes_away_while_it_sends_is_nobodys_failure(database, capsys) -> None:
    key = await issue_key(await make_actor())
    sent = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/interviews",
        "raw_path": b"/interviews",
        "query_string": b"",
        "headers": [(b"x-api-key", key.encode()), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        "http_version": "1.1",
    }

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await create()(scope, receive, send)
    assert sent == []
    assert "failed" not in capsys.readouterr().out


async def test_keys_that_were_used_say_when(client, actor) -> None:
    from app.api_keys import service as api_keys
    from app.core.database import reading

    data_of(await client.get("/positions"))
    async with reading() as session:
        (view,) = await api_keys.listing(session, actor)
    assert view.last_used_at is not None
