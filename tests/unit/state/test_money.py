"""Amounts as people write and read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.money import dollars_words, signed_words, whole_dollars


@given(st.integers(0, 10**9))
def test_a_whole_amount_is_read_as_it_was_written(dollars: int) -> None:
    assert whole_dollars(dollars_words(dollars * 100)) == dollars * 100
    assert whole_dollars(f" $ {dollars:,}.00 ") == dollars * 100


@given(st.text(max_size=30) | st.none() | st.integers() | st.lists(st.text()))
def test_anything_else_is_no_amount(text: object) -> None:
    cents = whole_dollars(text)
    assert cents is None or (cents >= 0 and cents % 100 == 0)


@pytest.mark.parametrize("text", ["", "-5", "17.50", "1e3", "250 dollars", "٣", "9" * 13, "$"])
def test_amounts_that_are_not_whole_dollars_are_refused(text: str) -> None:
    assert whole_dollars(text) is None


def test_what_came_in_and_what_went_out_are_told_apart_without_colour() -> None:
    assert [signed_words(cents) for cents in (25_000, -1_800, 0)] == [
        "+$250.00",
        "−$18.00",
        "$0.00",
    ]
    assert dollars_words(1_750) == "17.50"
