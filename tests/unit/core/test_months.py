"""Where a page begins in the order of time, against the same done by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core import months

FIRST = datetime(2024, 11, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 480 * 24).map(lambda hours: FIRST + timedelta(hours=hours))


@given(MOMENTS)
def test_a_moment_lies_in_its_month_alone(moment: datetime) -> None:
    stretch = months.stretch_of(moment.year * 100 + moment.month)
    assert stretch.begin <= moment < stretch.end
    before = stretch.begin - timedelta(microseconds=1)
    assert months.stretch_of(before.year * 100 + before.month).end == stretch.begin


@given(
    st.lists(MOMENTS, min_size=1, max_size=40, unique=True),
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.booleans(),
    st.data(),
)
def test_a_page_is_where_it_is_by_hand(rows, since, until, falling, data) -> None:
    rows = sorted(one for one in rows if (not since or one >= since) and (not until or one < until))
    if not rows:
        return
    counted = Counter(one.year * 100 + one.month for one in rows)
    numbers = {
        stretch: counted[month]
        if month
        else sum(stretch.begin <= one < stretch.end for one in rows)
        for stretch, month in months.within(counted, since, until).items()
    }
    assert sum(numbers.values()) == len(rows)
    offset = data.draw(st.integers(0, len(rows) - 1))
    count = data.draw(st.integers(1, len(rows) - offset))
    begin = months.start(numbers, offset, count, falling=falling)
    walked = [
        one
        for one in sorted(rows, reverse=begin.falling)
        if (one < begin.moment if begin.falling else one >= begin.moment)
    ][begin.skip : begin.skip + count]
    listed = sorted(rows, reverse=falling)[offset : offset + count]
    assert (walked if begin.falling is falling else walked[::-1]) == listed
    assert begin.skip <= max(counted.values())
