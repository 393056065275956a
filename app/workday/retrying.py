"""Which of Workday's answers may be different a little later, and how much later."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from app.core import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_S = 3_600
_TOO_MANY, _FAILED, _MOST_DIGITS = 429, 500, 10


def is_passing(status: int) -> bool:
    """Whether to try again later."""
    return status == _TOO_MANY or status >= _FAILED


def retry_after(headers: Mapping[str, str]) -> int | None:
    """The seconds that `Retry-After` names, as a number or a date; an hour at most."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS:
        return min(int(text), LONGEST_S)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return min(max(0, int((moment - clock.now()).total_seconds())), LONGEST_S)
