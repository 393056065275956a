"""The days on which the demo's company works."""

from __future__ import annotations

from datetime import datetime, timedelta

_FRIDAY = 4


def working_day(now: datetime, days_ago: int, hour: int) -> datetime:
    """So many working days before, at that hour, and an hour ago at the latest."""
    day = now
    while days_ago > 0 or day.weekday() > _FRIDAY:
        day -= timedelta(days=1)
        days_ago -= day.weekday() <= _FRIDAY
    moment = day.replace(hour=hour, minute=(day.day * 7) % 60, second=0)
    return min(moment, now - timedelta(hours=1))
