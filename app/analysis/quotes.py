"""Where in a résumé the words stand that somebody quotes of it: exactly there, or nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.analysis.values import Evidence
from app.engines.openai.fence import visible

if TYPE_CHECKING:
    from app.analysis.redaction import Redacted

_FEWEST_LETTERS = 2


class Quotable:
    """A redacted résumé in which quotes are looked for; white space is as wide as it likes."""

    def __init__(self, resume: Redacted) -> None:
        self._resume = resume
        seen = visible(resume.shown)
        letters: list[str] = []
        places: list[int] = []
        for letter, place in zip(seen.text, seen.places, strict=True):
            if letter.isspace() and letters and letters[-1] == " ":
                continue
            letters.append(" " if letter.isspace() else letter)
            places.append(place)
        self._text, self._places = "".join(letters), places

    @property
    def text(self) -> str:
        """What a model is shown of it: its lines, without the width of what was taken out."""
        lines = (" ".join(line.split()) for line in self._resume.shown.splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def find(self, quote: str) -> Evidence | None:
        """The quote in the résumé's own words; None for one that is not there, or was kept out."""
        wanted = " ".join(visible(quote).text.split())
        if sum(letter.isalnum() for letter in wanted) < _FEWEST_LETTERS:
            return None
        at = self._text.find(wanted)
        if at < 0:
            return None
        start, end = self._places[at], self._places[at + len(wanted) - 1] + 1
        if self._resume.is_barred(start, end):
            return None
        return Evidence.of(self._resume.original, start, end)
