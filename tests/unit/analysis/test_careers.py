"""Dated roles are read as they are written, and time in which two overlap counts once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.careers import career_of, month_words, years_words
from app.analysis.layout import layout_of
from tests.unit.analysis.samples import TODAY


def career(*lines: str):
    text = "\n".join(["Experience", *lines])
    return career_of(text, layout_of(text), TODAY)


@pytest.mark.parametrize(
    ("line", "months"),
    [
        ("Engineer Jan 2019 - Mar 2021", 27),
        ("Engineer, January 2019 – December 2019", 12),
        ("Engineer 01/2019 to 12/2019", 12),
        ("Engineer 2019-01 – 2019-03", 3),
        ("Engineer 2019 - 2021", 24),
        ("Engineer 2019 – 2019", 6),
        ("Engineer, since Oct 2026", 2),
        ("Engineer Nov 2026 – present", 1),
        ("Engineer Sept. 2025 until now", 15),
        ("Saved 2015 - 2018 dollars? No: 30-40 percent", 36),
        ("Version 3.2019 of the tool, room 2019", 0),
    ],
)
def test_a_period_is_as_long_as_its_dates_say(line: str, months: int) -> None:
    assert career(line).months == months


@given(st.lists(st.tuples(st.integers(0, 130), st.integers(0, 40)), max_size=6))
def test_overlapping_months_count_once(spans: list[tuple[int, int]]) -> None:
    lines, covered = [], set()
    for first, length in spans:
        begin, end = 2014 * 12 + first, 2014 * 12 + min(first + length, 150)
        covered |= set(range(begin, end + 1))
        lines.append(f"Engineer {month_words(begin)} - {month_words(end)}")
    assert career(*lines).months == len(covered)


def test_studies_are_no_work_and_a_long_time_between_roles_is_a_gap() -> None:
    text = (
        "Experience\nEngineer Jan 2015 - Dec 2016\nEngineer Jun 2019 - present\n"
        "Education\nBSc, 2010 - 2014"
    )
    it = career_of(text, layout_of(text), TODAY)
    assert [tuple(map(month_words, gap)) for gap in it.gaps] == [("January 2017", "May 2019")]
    assert it.months == 24 + 90


def test_what_cannot_be_is_told_apart() -> None:
    it = career("Engineer May 2022 - Jan 2022", "Engineer Sep 2030 - present", "Engineer 2019-2020")
    assert [month_words(one.first) for one in it.contradictory] == ["May 2022"]
    assert [month_words(one.first) for one in it.future] == ["September 2030"]
    assert it.months == 12


@pytest.mark.parametrize(
    ("months", "words"),
    [(1, "1 month"), (11, "11 months"), (12, "about 1 year"), (135, "about 11 years")],
)
def test_lengths_in_words(months: int, words: str) -> None:
    assert years_words(months) == words
