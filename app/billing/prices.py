"""What an interview costs."""

from __future__ import annotations

from app.settings import get_settings


def price_of(duration_min: int) -> int:
    """The price in cents of an interview of that many minutes, as planned for its position."""
    return duration_min * get_settings().cents_per_minute


def money(cents: int) -> str:
    """An amount as people read it, such as "$1,250.00" or "-$3.50"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
