"""Where a page begins in an order of time, told by how many rows each month has.

A month of a count is written as a number such as 202611, in UTC. With the months counted, whatever
lies before a page is known without walking past it: what is walked is a part of one month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time: from `begin` on and before `end`."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin to walk: from `moment` on or, falling, before it; and how many to skip.

    `falling` is whether the newest come first on this walk. Where that is not the order of the
    list, the walk goes from the end of the page to its beginning.
    """

    moment: datetime
    skip: int
    falling: bool


def stretch_of(month: int) -> Stretch:
    """From when to when a month is."""
    year, number = divmod(month, 100)
    following = (year + 1, 1) if number == DECEMBER else (year, number + 1)
    return Stretch(datetime(year, number, 1, tzinfo=UTC), datetime(*following, 1, tzinfo=UTC))


def within(
    months: Iterable[int], since: datetime | None, until: datetime | None
) -> dict[Stretch, int | None]:
    """The stretches of those months between two moments, in order, each with its month.

    It has None instead where only a part of the month is within, which has to be counted.
    """
    found: dict[Stretch, int | None] = {}
    for month in sorted(months):
        whole = stretch_of(month)
        begin = max(whole.begin, since) if since else whole.begin
        end = min(whole.end, until) if until else whole.end
        if begin < end:
            part = Stretch(begin, end)
            found[part] = month if part == whole else None
    return found


def start(counts: Mapping[Stretch, int], offset: int, count: int, *, falling: bool) -> Start:
    """How to walk soonest to the `count` rows after the first `offset`, which must be there.

    `counts` are in the order of time; `falling` is whether the newest come first in the list.
    """
    before, after = 0, 0
    first = last = None
    for stretch in sorted(counts, key=lambda one: one.begin, reverse=falling):
        if first is None and before + counts[stretch] > offset:
            first, skipped = stretch, offset - before
        if first is None:
            before += counts[stretch]
        after += counts[stretch]
        if after >= offset + count:
            last = stretch
            break
    if first is None or last is None:
        raise ValueError("there are not so many")
    beyond = after - offset - count
    if skipped <= beyond:
        return Start(first.end if falling else first.begin, skipped, falling)
    return Start(last.begin if falling else last.end, beyond, not falling)
