from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.rows import bars_of, day, depth_words, interval_words, score_words, since, until

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2, minutes=50), "2 h"),
        (timedelta(hours=11), "11 h"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=8), "10 Nov"),
        (timedelta(days=340), "13 Dec 2025"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(ago, words):
    assert since(NOON - ago, NOON, UTC) == words


def test_yesterday_is_that_of_the_reader():
    moment = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    assert since(moment, NOON, UTC) == "yesterday"
    assert since(moment, NOON, ZoneInfo("Asia/Tokyo")) == "12 h"
    assert day(moment, NOON, ZoneInfo("Asia/Tokyo")) == "18 Nov"


def test_what_runs_out_is_told_in_minutes_and_hours():
    assert until(NOON + timedelta(seconds=10), NOON) == "in 1 min"
    assert until(NOON + timedelta(minutes=59), NOON) == "in 59 min"
    assert until(NOON + timedelta(hours=47, minutes=59), NOON) == "in 47 h"


def test_a_barcode_tells_low_from_not_asked():
    assert [(bar.height, bar.tone) for bar in bars_of([5.0, 2.5, 0.4, -1.0])] == [
        ("100%", ""),
        ("50%", ""),
        ("12%", "low"),
        ("12%", "none"),
    ]
    assert depth_words([4.46, -1.0]) == "Depth by concept, out of 5: 4.5, not asked"
    assert depth_words([]) == ""


@given(st.lists(st.floats(min_value=-1, max_value=5)))
def test_every_bar_can_be_seen_and_fits(depths):
    heights = [int(bar.height.removesuffix("%")) for bar in bars_of(depths)]
    assert len(heights) == len(depths)
    assert all(10 <= height <= 100 for height in heights)


def test_without_a_score_nothing_is_said():
    assert (score_words(None), interval_words(None, 3.0)) == ("", "")
    assert (score_words(73.6), interval_words(68.7, 79.2)) == ("74", "69–79")
