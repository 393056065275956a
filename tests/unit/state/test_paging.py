from __future__ import annotations

from state.paging import range_words


def words(**changes) -> str:
    return range_words(
        **{"page": 2, "per_page": 50, "shown": 48, "total": "98", "nothing": "None"} | changes
    )


def test_the_range_says_which_rows_of_how_many_are_shown() -> None:
    assert words() == "51 to 98 of 98"
    assert words(page=21, shown=50, total="10,000+") == "1,001 to 1,050 of 10,000+"


def test_an_empty_page_says_that_there_is_nothing() -> None:
    assert words(shown=0) == "None"
