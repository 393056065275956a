"""Days in an address, as the moments from which and before which they last."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo


def day_of(text: object) -> str:
    """A day such as "2026-11-21", or "" for what is none."""
    try:
        return date.fromisoformat(text).isoformat() if isinstance(text, str) else ""
    except ValueError:
        return ""


def bounds(since: str, until: str, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """When the first day begins and when the last one is over, on the clocks there."""
    first = date.fromisoformat(since) if since else None
    last = date.fromisoformat(until) if until else None
    return (
        _begins(first, zone) if first else None,
        _begins(last + timedelta(days=1), zone) if last and last.year < date.max.year else None,
    )


def _begins(day: date, zone: tzinfo) -> datetime | None:
    # The first and the last year have days that are in no year elsewhere.
    in_reach = date.min.year < day.year <= date.max.year
    return datetime.combine(day, time(), zone) if in_reach else None
