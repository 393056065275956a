"""Public numbers as texts have them."""

from __future__ import annotations

import pytest

from app.core import numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        (str(numbers.LARGEST), numbers.LARGEST),
        *[(text, 0) for text in ("", "0", "-1", " 7", "٧", "7.0", str(numbers.LARGEST + 1))],
    ],
)
def test_a_text_is_read_as_the_number_it_is(text: str, number: int) -> None:
    assert numbers.number_in(text) == number
