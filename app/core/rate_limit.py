"""How often somebody may do something: a steady rate with room for bursts, by throttled-py.

With Redis all processes count together; without it each counts for itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError
from throttled.asyncio import MemoryStore, RateLimiterType, RedisStore, Throttled
from throttled.asyncio import rate_limiter as limiting
from throttled.exceptions import StoreUnavailableError

if TYPE_CHECKING:
    from throttled.asyncio import RateLimitState

_log = structlog.get_logger(__name__)
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it may be done now, and where the count stands; times in whole seconds.

    `limit` is how much may be done at once, `reset` when all of it is there again.
    """

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int


class RateLimit:
    """One limit, counted for each of those it is asked about."""

    def __init__(self, name: str, *, per_minute: int, burst: int, redis_url: str = "") -> None:
        self._quota = limiting.per_min(per_minute, burst)
        self._name = f"vivavoce:{name}"
        self._alone = self._counted(MemoryStore(options={"MAX_SIZE": _MOST_REMEMBERED}))
        self._together = self._counted(RedisStore(server=redis_url)) if redis_url else None

    async def take(self, who: str) -> Verdict:
        """Count one more, unless it would be too many."""
        if self._together:
            try:
                result = await self._together.limit(who)
                return _verdict(result.state, allowed=not result.limited)
            except (StoreUnavailableError, RedisError) as error:
                self._lament(error)
        result = await self._alone.limit(who)
        return _verdict(result.state, allowed=not result.limited)

    async def look(self, who: str) -> Verdict:
        """Where the count stands, without counting."""
        if self._together:
            try:
                state = await self._together.peek(who)
                return _verdict(state, allowed=state.remaining > 0)
            except (StoreUnavailableError, RedisError) as error:
                self._lament(error)
        state = await self._alone.peek(who)
        return _verdict(state, allowed=state.remaining > 0)

    def _counted(self, store: MemoryStore | RedisStore) -> Throttled:
        return Throttled(
            using=RateLimiterType.GCRA.value,
            quota=self._quota,
            store=store,
            key_prefix=self._name,
        )

    def _lament(self, error: Exception) -> None:
        # Nobody is turned away because the one who counts is: this process counts for itself.
        _log.warning("rate_limit.redis_does_not_answer", limit=self._name, error=str(error))


def _verdict(state: RateLimitState, *, allowed: bool) -> Verdict:
    return Verdict(
        allowed=allowed,
        limit=state.limit,
        remaining=state.remaining if allowed else 0,
        reset=math.ceil(state.reset_after),
        retry_after=0 if allowed else max(1, math.ceil(state.retry_after)),
    )
