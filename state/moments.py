"""Moments in the words of a screen. All are UTC, and where the time of day is told, it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import clock

if TYPE_CHECKING:
    from datetime import datetime


def day(moment: datetime) -> str:
    """A day, such as "14 Nov", with its year where that is not this one."""
    year = "" if moment.year == clock.now().year else f" {moment.year}"
    return f"{moment.day} {moment:%b}{year}"


def day_and_time(moment: datetime) -> str:
    """A moment, such as "14 Nov, 09:41 UTC"."""
    return f"{day(moment)}, {moment:%H:%M} UTC"
