"""Putting technical terms into the item's words before comparing: "chache" or "db".

Short forms become what they stand for, if the item says that. Misspelt words are put right where
the tokenizer does not know them as a whole, and only towards words of the item, so ordinary English
and unusual product names stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.synonyms import said_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.assessment.text import Word

_MIN_LENGTH = 5
_LONG = 9


def within_edits(left: str, right: str, limit: int) -> bool:
    """Whether two words are at most `limit` edits apart; swapped neighbours are one edit.

    Optimal string alignment distance (Damerau, 1964).
    """
    if abs(len(left) - len(right)) > limit:
        return False
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        now = [i]
        for j, b in enumerate(right, start=1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if before and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return False
        before, row = row, now
    return row[-1] <= limit


class Respeller:
    """Reads short forms and near misses as the item's words; remembers what it has decided."""

    def __init__(self, terms: Iterable[str], is_known: Callable[[str], bool]) -> None:
        self._every_term = frozenset(terms)
        self._terms = sorted({term for term in self._every_term if len(term) >= _MIN_LENGTH})
        self._is_known = is_known
        self._decided: dict[str, str] = {}

    def __call__(self, word: Word) -> str:
        """The spelling to compare with: the word's own lower-case form or a term of the item."""
        form = word.form
        if form not in self._decided:
            self._decided[form] = said_for(form, self._every_term) or self._nearest(form)
        return self._decided[form]

    def _nearest(self, form: str) -> str:
        if not _MIN_LENGTH <= len(form) <= 2 * _LONG + 2 or not form.isalpha():
            return form
        if self._is_known(form):
            return form
        limit = 2 if len(form) >= _LONG else 1
        for term in self._terms:
            # A first letter is rarely wrong, and asking for it keeps new words from being bent.
            grown = term.startswith(form) or form.startswith(term)
            if term[0] == form[0] and not grown and within_edits(form, term, limit):
                return term
        return form
