"""Who comes in, by which header, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.api_keys import service as api_keys
from app.core import clock
from app.core.database import reading, unit_of_work
from tests.support.integrations import client_with, data_of, failure_of, issue_key, order
from tests.support.interviews import make_position
from tests.support.people import make_actor


@pytest.fixture
async def key(actor) -> str:
    return await issue_key(actor)


@pytest.fixture
async def anyone(database):
    async with client_with(None) as client:
        yield client


ACCEPTED = [
    [("Authorization", "Bearer {key}")],
    [("authorization", "bearer {key}")],
    [("Authorization", "BEARER   {key} ")],
    [("X-API-Key", "{key}")],
    [("X-API-Key", "{key}"), ("Authorization", "Bearer {key}")],
    [("X-API-Key", "{key}"), ("Authorization", "Basic dXNlcjpwYXNz")],
]
REFUSED = [
    [],
    [("Authorization", "Bearer")],
    [("Authorization", "Bearer ")],
    [("Authorization", "{key}")],
    [("Authorization", "Basic {key}")],
    [("Authorization", "Token {key}")],
    [("Authorization", "Bearer {key}x")],
    [("Authorization", "Bearer {wrong}")],
    [("Authorization", "Bearer " + "x" * 5_000)],
    [("Authorization", "Bearer clé")],
    [("X-API-Key", "")],
    [("X-API-Key", "Bearer {key}")],
    [("X-API-Key", "{key}"), ("Authorization", "Bearer {wrong}")],
    [("X-API-Key", "{wrong}"), ("Authorization", "Bearer {key}")],
    [("X-API-Key", "{key}"), ("X-API-Key", "{other}")],
    [("X-API-Key", "{other}"), ("Authorization", "Bearer {key}")],
]


def headers_of(form, **values):
    return [(name, value.format(**values).encode("latin-1")) for name, value in form]


@pytest.mark.parametrize("form", ACCEPTED)
async def test_either_header_will_do(anyone, key, form) -> None:
    data_of(await anyone.get("/positions", headers=headers_of(form, key=key)))


@pytest.mark.parametrize("form", REFUSED)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_anything_else_is_401(database, anyone, actor, key, form) -> None:
    other = await issue_key(actor)
    wrong = key[:-1] + ("a" if key[-1] != "a" else "b")
    headers = headers_of(form, key=key, wrong=wrong, other=other)
    response = await anyone.get("/positions", headers=headers)
    failure_of(response, 401, "unauthorized")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_a_revoked_key_opens_nothing_from_the_next_request_on(client, actor) -> None:
    data_of(await client.get("/positions"))
    async with reading() as session:
        (view,) = await api_keys.listing(session, actor)
    async with unit_of_work() as session:
        await api_keys.revoke(session, actor, view.id)
    failure_of(await client.get("/positions"), 401, "unauthorized")


async def test_an_expired_key_opens_nothing(actor) -> None:
    key = await issue_key(actor, expires_at=clock.now() + timedelta(hours=1))
    async with client_with(key) as client:
        data_of(await client.get("/positions"))
        with clock.at(clock.now() + timedelta(hours=1)):
            failure_of(await client.get("/positions"), 401, "unauthorized")


async def test_the_key_comes_before_the_scope_the_body_and_the_wallet(actor) -> None:
    dear = await make_position(actor, duration_min=180)
    unreadable = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    async with client_with("hia_wrong") as client:
        failure_of(await client.post("/interviews", **unreadable), 401, "unauthorized")
    async with client_with(await issue_key(actor, ["interviews:read"])) as client:
        failure_of(await client.post("/interviews", **unreadable), 403, "forbidden")
        failure_of(await client.post("/interviews", json=order(dear.id)), 403, "forbidden")
    async with client_with(await issue_key(actor)) as client:
        for _ in range(1_000_000 // (180 * 40)):
            data_of(await client.post("/interviews", json=order(dear.id)), 201)
        failure_of(await client.post("/interviews", **unreadable), 422, "validation_failed")
        failure_of(
            await client.post("/interviews", json=order(dear.id)), 402, "insufficient_balance"
        )


@pytest.mark.parametrize("wrong", ["hia_", "abc_"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_wrong_key_and_a_wrong_prefix_take_the_same_steps(
    database, monkeypatch, wrong
) -> None:
    asked = []
    found = api_keys.repository.by_hash

    async def by_hash(session, key_hash):
        asked.append(key_hash)
        return await found(session, key_hash)

    monkeypatch.setattr(api_keys.repository, "by_hash", by_hash)
    key = await issue_key(await make_actor())
    async with client_with(wrong + key[4:-1] + "0") as client:
        failure_of(await client.get("/positions"), 401, "unauthorized")
    assert len(asked) == 1
