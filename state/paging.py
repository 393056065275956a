"""Which part of a table is shown, in words."""

from __future__ import annotations


def range_words(*, page: int, per_page: int, shown: int, total: str, nothing: str) -> str:
    """Such as "51 to 98 of 98", or `nothing` for an empty page. Pages are counted from 1."""
    if not shown:
        return nothing
    first = (page - 1) * per_page + 1
    return f"{first:,} to {first + shown - 1:,} of {total}"
