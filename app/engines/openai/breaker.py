"""A circuit breaker for each provider and model: one that is down is not asked again and again.

After Nygard, "Release It!" (2007): closed, it counts failures in a row; open, it lets nothing
through; after a pause one call is let through to see (half-open), and its outcome decides.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from app.core import clock

FAILURES = 4
PAUSE = timedelta(seconds=30)


class Breaker:
    """One circuit. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures = 0
        self._barred_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is let through at this moment."""
        with self._lock:
            return self._barred_until is not None and clock.now() < self._barred_until

    def admit(self) -> bool:
        """Whether a piece of work may begin. After a pause one may, and others wait for it."""
        with self._lock:
            if self._barred_until is None:
                return True
            if clock.now() < self._barred_until:
                return False
            self._barred_until = clock.now() + PAUSE
            return True

    def succeeded(self) -> None:
        """The provider answered."""
        with self._lock:
            self._failures, self._barred_until = 0, None

    def failed(self) -> None:
        """The provider did not answer, or only to say that it cannot."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._barred_until = clock.now() + PAUSE


def breaker_of(base_url: str, model: str) -> Breaker:
    """The circuit of a provider's model, in this process."""
    with _lock:
        return _breakers.setdefault((base_url, model), Breaker())


def forget() -> None:
    """Close every circuit, as a new process would find them."""
    with _lock:
        _breakers.clear()


_lock = Lock()
_breakers: dict[tuple[str, str], Breaker] = {}
