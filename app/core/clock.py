"""The one source of time: UTC, and replaceable in tests."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: ContextVar[datetime | None] = ContextVar("frozen_time", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside this context, in this task and what it starts, the clock stands at `moment`."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def advance(by: timedelta) -> None:
    """Move a standing clock forward. Raises RuntimeError when the clock is running."""
    moment = _frozen.get()
    if moment is None:
        raise RuntimeError("only a clock that stands can be moved")
    _frozen.set(moment + by)
