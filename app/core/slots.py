"""Never more than so many at a time: places that somebody holds until they leave or time is up.

Held for a minute and never given back they count requests, exactly: no more than that many in any
minute. Renewed while a connection lives they count connections, and a process that dies keeps its
places no longer than their time. With Redis all processes count together; without it each counts
for itself.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.core.ids import new_id

if TYPE_CHECKING:
    from redis.commands.core import AsyncScript

_log = structlog.get_logger(__name__)
_MOST_REMEMBERED = 100_000
# The server's clock is the one all processes share. Gives: whether there was room, how many
# places are taken, and in how many milliseconds the first and the last of them become free.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local taken = redis.call('ZCARD', KEYS[1])
local is_free = taken < tonumber(ARGV[1])
if is_free then
    redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    taken = taken + 1
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
return {is_free and 1 or 0, taken, (first[2] or now) - now, (last[2] or now) - now}
"""
_RENEW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Whether there was room, and where the count stands; times in whole seconds.

    `id` names the place that was taken. `retry_after` is when the next one becomes free, 0 where
    there was room; `reset` is when all of them are.
    """

    id: str
    allowed: bool
    limit: int
    remaining: int
    retry_after: int
    reset: int


class Slots:
    """So many places for each of those it is asked about, each held for `seconds` at most."""

    def __init__(self, name: str, *, most: int, seconds: float, redis_url: str = "") -> None:
        self._name, self._most, self._seconds = f"vivavoce:{name}", most, seconds
        self._held: dict[str, dict[str, float]] = {}
        self._redis = Redis.from_url(redis_url) if redis_url else None
        self._scripts: dict[str, AsyncScript] = (
            {code: self._redis.register_script(code) for code in (_TAKE, _RENEW)}
            if self._redis
            else {}
        )

    async def take(self, who: str) -> Place:
        """Take a place, if there is one."""
        place = str(new_id())
        if self._redis:
            try:
                found = await self._scripts[_TAKE](
                    [self._key(who)], [self._most, self._milliseconds, place]
                )
            except (RedisError, OSError) as error:
                self._lament(error)
            else:
                free, taken, first, last = map(int, found)
                return self._verdict(place, bool(free), taken, first / 1000, last / 1000)
        return self._take_here(who, place)

    async def renew(self, who: str, place: str) -> None:
        """Hold a place for as long again from now."""
        if self._redis:
            try:
                await self._scripts[_RENEW]([self._key(who)], [self._milliseconds, place])
            except (RedisError, OSError) as error:
                self._lament(error)
        if place in self._held.get(who, ()):
            self._held[who][place] = time.monotonic() + self._seconds

    async def release(self, who: str, place: str) -> None:
        """Give a place back."""
        if self._redis:
            try:
                await self._redis.zrem(self._key(who), place)
            except (RedisError, OSError) as error:
                self._lament(error)
        held = self._held.get(who, {})
        held.pop(place, None)
        if not held:
            self._held.pop(who, None)

    def _take_here(self, who: str, place: str) -> Place:
        now = time.monotonic()
        held = {one: until for one, until in self._held.get(who, {}).items() if until > now}
        is_free = len(held) < self._most
        if is_free:
            held[place] = now + self._seconds
        if len(self._held) >= _MOST_REMEMBERED:
            self._forget(now)
        self._held[who] = held
        ends = held.values()
        return self._verdict(place, is_free, len(held), min(ends) - now, max(ends) - now)

    def _forget(self, now: float) -> None:
        """Drop those of whom nothing is held any more."""
        self._held = {
            who: held for who, held in self._held.items() if any(end > now for end in held.values())
        }

    def _verdict(self, place: str, is_free: bool, taken: int, first: float, last: float) -> Place:
        return Place(
            id=place,
            allowed=is_free,
            limit=self._most,
            remaining=max(0, self._most - taken),
            retry_after=0 if is_free else max(1, math.ceil(first)),
            reset=max(0, math.ceil(last)),
        )

    @property
    def _milliseconds(self) -> int:
        return int(self._seconds * 1000)

    def _key(self, who: str) -> str:
        return f"{self._name}:{who}"

    def _lament(self, error: Exception) -> None:
        # Nobody is turned away because the one who counts is: this process counts for itself.
        _log.warning("slots.redis_does_not_answer", slots=self._name, error=str(error))
