"""What the rows of tables have in common: the barcode of depths, scores and times, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from app.assessment.items import MAX_DEPTH

_LOW = 1.0
_NOT_ASKED_HEIGHT = 12
_SHORTEST = 12


@dataclass(frozen=True)
class Bar:
    """A concept in a barcode: its height in percent, and "" or `low` or `none`."""

    height: str
    tone: str


def bars_of(depths: tuple[float, ...] | list[float]) -> list[Bar]:
    """The barcode of an interview's depths, in levels, -1 where nothing was asked."""
    return [
        Bar(f"{_NOT_ASKED_HEIGHT}%", "none")
        if depth < 0
        else Bar(
            f"{max(round(depth / MAX_DEPTH * 100), _SHORTEST)}%", "low" if depth < _LOW else ""
        )
        for depth in depths
    ]


def depth_words(depths: tuple[float, ...] | list[float]) -> str:
    """The same, to be read aloud."""
    if not depths:
        return ""
    said = ["not asked" if depth < 0 else f"{depth:.1f}" for depth in depths]
    return f"Depth by concept, out of {MAX_DEPTH}: {', '.join(said)}"


def score_words(score: float | None) -> str:
    """A score as shown: a whole number, or nothing."""
    return "" if score is None else f"{score:.0f}"


def interval_words(low: float | None, high: float | None) -> str:
    """An interval such as "69–79", or nothing."""
    return "" if low is None or high is None else f"{low:.0f}–{high:.0f}"


def since(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """How long ago that was, such as "25 min", "2 h", "yesterday", "4 days" or "5 Nov"."""
    passed = now - moment
    days = (now.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if passed < timedelta(hours=1):
        return f"{max(int(passed.total_seconds() // 60), 1)} min"
    if days == 0 or passed < timedelta(hours=6):
        return f"{int(passed.total_seconds() // 3600)} h"
    if days == 1:
        return "yesterday"
    return f"{days} days" if days <= 7 else day(moment, now, zone)  # noqa: PLR2004 - a week


def until(moment: datetime, now: datetime) -> str:
    """How long there is until then, such as "in 40 min" or "in 19 h"."""
    minutes = max(int((moment - now).total_seconds() // 60), 1)
    return f"in {minutes} min" if minutes < 60 else f"in {minutes // 60} h"  # noqa: PLR2004


def day(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A day such as "5 Nov", with the year where it is another one."""
    local = moment.astimezone(zone)
    year = f" {local.year}" if local.year != now.astimezone(zone).year else ""
    return f"{local.day} {local:%b}{year}"


def time_of_day(moment: datetime, zone: tzinfo) -> str:
    """The time on a clock there, such as "09:41"."""
    return f"{moment.astimezone(zone):%H:%M}"
