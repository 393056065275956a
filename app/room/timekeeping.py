"""How much of the interview's time is used: by the server's clock, and only while connected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.interviews.models import Interview

MAX_CHARGED = timedelta(seconds=30)
"""The room reports at least this often; a longer silence is a lost connection, not charged."""

DISCONNECTED_AFTER = timedelta(seconds=60)
"""A silence longer than this is recorded as a disconnection."""

GRACE = timedelta(seconds=60)
"""For so long after time is up the answer being written may still be sent."""


def silence(interview: Interview, now: datetime) -> timedelta:
    """How long the candidate has not been heard of."""
    seen = interview.last_seen_at or now
    return max(now - seen, timedelta())


def contact(interview: Interview, now: datetime, *, charged: bool) -> None:
    """Note that the candidate is there. With `charged`, the time since the last contact counts.

    It does not while the candidate waits for the server.
    """
    if charged:
        used = min(silence(interview, now), MAX_CHARGED)
        interview.time_used_s += used.total_seconds()
    interview.last_seen_at = max(now, interview.last_seen_at or now)


def time_left(interview: Interview, now: datetime, *, charged: bool) -> timedelta:
    """What is left of the interview's time; below zero when it is up."""
    left = timedelta(minutes=interview.duration_min) - timedelta(seconds=interview.time_used_s)
    return left - min(silence(interview, now), MAX_CHARGED) if charged else left


def is_past_grace(interview: Interview, now: datetime) -> bool:
    """Whether even the answer being written comes too late."""
    return time_left(interview, now, charged=False) < -GRACE
