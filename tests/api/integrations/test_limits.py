"""How often a key may be used, and an address may send wrong ones."""

from __future__ import annotations

from collections import Counter

import pytest

from app.settings import get_settings
from tests.support.integrations import client_with, data_of, failure_of, issue_key, order
from tests.support.interviews import make_position
from tests.support.people import make_actor


@pytest.fixture
def narrow(database, monkeypatch):
    """Five requests at once, and one more each minute."""
    monkeypatch.setenv("VIVAVOCE_API_BURST", "5")
    monkeypatch.setenv("VIVAVOCE_API_REQUESTS_PER_MINUTE", "1")
    get_settings.cache_clear()


async def test_beyond_the_burst_a_key_is_429_and_told_when_to_come_back(narrow) -> None:
    async with client_with(await issue_key(await make_actor())) as client:
        for left in (4, 3, 2, 1, 0):
            answer = await client.get("/positions")
            data_of(answer)
            assert answer.headers["ratelimit-limit"] == "5"
            assert answer.headers["ratelimit-remaining"] == str(left)
        answer = await client.get("/positions")
        failure_of(answer, 429, "rate_limited")
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert answer.headers["ratelimit-remaining"] == "0"
        assert 240 <= int(answer.headers["ratelimit-reset"]) <= 300


async def test_one_keys_haste_is_not_anothers(narrow) -> None:
    actor = await make_actor()
    async with client_with(await issue_key(actor)) as client:
        for _ in range(6):
            answer = await client.get("/positions")
        failure_of(answer, 429, "rate_limited")
        other = {"Authorization": f"Bearer {await issue_key(actor)}"}
        data_of(await client.get("/positions", headers=other))


async def test_what_is_refused_by_the_limit_is_not_charged_for(narrow) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with client_with(await issue_key(actor)) as client:
        statuses = Counter(
            [
                (await client.post("/interviews", json=order(position.id))).status_code
                for _ in range(8)
            ]
        )
    assert statuses == {201: 5, 429: 3}


async def test_an_address_that_tries_keys_is_stopped_but_right_keys_come_in(narrow) -> None:
    actor = await make_actor()
    async with client_with(await issue_key(actor)) as client:
        wrong = {"Authorization": "Bearer hia_wrong"}
        answers = [await client.get("/positions", headers=wrong) for _ in range(30)]
        assert Counter(one.status_code for one in answers) == {401: 25, 429: 5}
        failure_of(answers[-1], 429, "rate_limited")
        data_of(await client.get("/positions"))


async def test_by_default_300_requests_at_once_come_through(database) -> None:
    async with client_with(await issue_key(await make_actor())) as client:
        answer = await client.get("/positions")
        assert answer.headers["ratelimit-limit"] == "300"
        assert get_settings().api_requests_per_minute == 1_200
