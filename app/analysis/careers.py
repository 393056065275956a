"""The dated roles of a résumé, and how long they come to: months in which two overlap count once.

A date without a month stands for the middle of its year, so that "2019 – 2021" is two years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.analysis.layout import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from app.analysis.layout import Layout

GAP_MONTHS = 12
"""A time without a dated role is asked about from here on, and never counted against anybody."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19[5-9]\d|20\d\d)"


def _date(name: str) -> str:
    return (
        rf"(?:(?P<{name}_word>{_MONTH})[ ,]*['’]?(?P<{name}_word_year>{_YEAR})|"
        rf"(?P<{name}_number>0?[1-9]|1[0-2])[/.](?P<{name}_number_year>{_YEAR})|"
        rf"(?P<{name}_iso_year>{_YEAR})[-/](?P<{name}_iso>0[1-9]|1[0-2])(?!\d)|"
        rf"(?P<{name}_year>{_YEAR}))"
    )


_NOW = r"(?P<now>present|now|today|current(?:ly)?|ongoing|to date|date)"
_RANGE = re.compile(
    rf"(?<![\w/.-]){_date('first')}\s*(?:-|–|—|‒|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*"
    rf"(?:{_NOW}|{_date('last')})(?!\w)|"
    rf"(?<!\w)since[ \t]+{_date('since')}(?!\w)",
    re.IGNORECASE,
)
_WORKED = {Section.HEADER, Section.EXPERIENCE, Section.SUMMARY}
_STUDY = re.compile(
    r"\b(?:B\.?Sc|M\.?Sc|B\.?A|M\.?A|B\.?Eng|M\.?Eng|MBA|Ph\.?D|Bachelor|Master of|Diploma|degree|"
    r"student|University|College)\b"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A dated period, in months since the year 0, the last one included.

    `start` and `end` are the dates' place in the text. `is_current` has no end yet, and `is_work`
    is false for studies and whatever else is not work.
    """

    first: int
    last: int
    start: int
    end: int
    is_current: bool
    is_work: bool


@dataclass(frozen=True, slots=True)
class Career:
    """The periods of a résumé. `contradictory` end before they begin; `future` begin after today.

    `months` is how many months lie in at least one dated role. `gaps` are the first and the last
    month of long times between two of them.
    """

    periods: tuple[Period, ...]
    contradictory: tuple[Period, ...]
    future: tuple[Period, ...]
    months: int
    gaps: tuple[tuple[int, int], ...]


def career_of(shown: str, layout: Layout, today: date) -> Career:
    """Read the dated periods of a résumé."""
    now = _month(today.year, today.month)
    found = [
        _period(match, now, line.section, shown[line.start : line.end])
        for line in layout.lines
        for match in _RANGE.finditer(shown, line.start, line.end)
    ]
    contradictory = tuple(one for one in found if one.last < one.first and one.first <= now)
    future = tuple(one for one in found if one.first > now)
    sound = tuple(one for one in found if one.first <= one.last and one.first <= now)
    covered = _union((one.first, min(one.last, now)) for one in sound if one.is_work)
    gaps = tuple(
        (before[1] + 1, after[0] - 1)
        for before, after in pairwise(covered)
        if after[0] - before[1] - 1 >= GAP_MONTHS
    )
    return Career(
        periods=tuple(found),
        contradictory=contradictory,
        future=future,
        months=sum(last - first + 1 for first, last in covered),
        gaps=gaps,
    )


def month_words(month: int) -> str:
    """Such as "March 2019"."""
    names = "January February March April May June July August September October November December"
    return f"{names.split()[month % 12]} {month // 12}"


def years_words(months: int) -> str:
    """Such as "about 4 years", or in months where it is less than a year."""
    if months < 12:  # noqa: PLR2004 - months of a year
        return f"{months} month{'' if months == 1 else 's'}"
    half = round(months / 6) / 2
    return f"about {half:g} year{'' if half == 1 else 's'}"


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1


def _period(match: re.Match[str], now: int, section: Section, line: str) -> Period:
    since = _read(match, "since", ends=False)
    first = since if since is not None else _read(match, "first", ends=False)
    is_current = since is not None or match["now"] is not None
    last = now if is_current else _read(match, "last", ends=True)
    assert first is not None  # noqa: S101 - the expression has one or the other
    assert last is not None  # noqa: S101
    if not is_current and first // 12 == last // 12 and match["first_year"] and match["last_year"]:
        first, last = first - 6 + 3, last + 3
    is_work = section in _WORKED and not _STUDY.search(line)
    return Period(first, last, match.start(), match.end(), is_current, is_work)


def _read(match: re.Match[str], name: str, *, ends: bool) -> int | None:
    """The month a date stands for."""
    if word := match[f"{name}_word"]:
        return _month(int(match[f"{name}_word_year"]), _MONTHS.index(word[:3].casefold()) + 1)
    for form in ("number", "iso"):
        if number := match[f"{name}_{form}"]:
            return _month(int(match[f"{name}_{form}_year"]), int(number))
    if year := match[f"{name}_year"]:
        return _month(int(year), 6 if ends else 7)
    return None


def _union(spans: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The spans put together where they overlap or follow each other, in order."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
