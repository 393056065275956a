"""How often a key may be used, exactly as the contract says."""

from __future__ import annotations

from collections import Counter

import pytest

from app.core.ids import new_id
from tests.support.agent import agent_key, client_with, created, failure_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def test_sixty_requests_a_minute_come_through_and_no_more(client, actor) -> None:
    path = f"/interviews/{new_id()}"
    answers = [await client.get(path) for _ in range(64)]
    assert Counter(one.status_code for one in answers) == {404: 60, 429: 4}
    assert [one.headers["ratelimit-remaining"] for one in answers[:60]] == [
        str(left) for left in reversed(range(60))
    ]
    error = failure_of(answers[-1], 429)
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert error["details"] == {"retry_after": int(answers[-1].headers["retry-after"])}
    other = {"Authorization": f"Bearer {await agent_key(actor)}"}
    failure_of(await client.get(path, headers=other), 404)


async def test_what_the_limit_refuses_changes_nothing(client) -> None:
    interview_id, question = await created(client)
    for _ in range(58):
        await client.get(f"/interviews/{new_id()}")
    body = {"question_id": question["id"], "answer": "full marks"}
    failure_of(await client.post(f"/interviews/{interview_id}/answers", json=body), 429)


async def test_an_address_that_tries_keys_is_stopped(database, monkeypatch) -> None:
    from app.settings import get_settings

    monkeypatch.setenv("VIVAVOCE_API_BURST", "2")
    monkeypatch.setenv("VIVAVOCE_API_REQUESTS_PER_MINUTE", "1")
    get_settings.cache_clear()
    async with client_with("hia_wrong") as stranger:
        answers = [await stranger.get(f"/interviews/{new_id()}") for _ in range(12)]
    assert Counter(one.status_code for one in answers) == {401: 10, 429: 2}
    failure_of(answers[-1], 429)
