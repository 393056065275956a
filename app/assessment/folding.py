"""A text as a reader would take it in: hidden characters gone, look-alikes made plain.

Only for recognising things; what is graded and quoted stays as the candidate wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_HIDDEN = {"Cf", "Cc", "Co", "Cs", "Cn", "Mn", "Me"}
_LOOKALIKE = str.maketrans("асеорхуіјѕԁһԛԝкмтвнαβοριυνκ", "aceopxyijsdhqwkmtbhaboriuvk")
_DIGIT_LETTERS = str.maketrans("4310578@$", "aeiostbas")
_WORD = re.compile(r"[\w@$]+")
_LATIN = re.compile("[a-z]")
_CYRILLIC_OR_GREEK = re.compile("[\u0370-\u03ff\u0400-\u04ff\u0500-\u052f]")
_DIGIT = re.compile(r"[0-9@$]")
# "b2" hides nothing, and what is longer than any word is a number or code.
_DISGUISED = range(3, 16)
_APOSTROPHES = str.maketrans("’‘ʼ“”„«»", '\'\'\'"""""')


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; character i of it comes from `origin[i]` of the text it was made from."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text as it was; `start < end`."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """The text in lower case, without accents, hidden characters and disguises of letters."""
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            origin.append(place)
    folded = "".join(letters).translate(_APOSTROPHES)
    return Folded(_WORD.sub(lambda match: _unmasked(match.group()), folded), tuple(origin))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in "\n\t":
        return character
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in decomposed if unicodedata.category(c) not in _HIDDEN)


def _unmasked(word: str) -> str:
    """A word of letters that only look like Latin ones, or of digits in their place, made plain."""
    if _LATIN.search(word):
        if _CYRILLIC_OR_GREEK.search(word):
            word = word.translate(_LOOKALIKE)
        if _DIGIT.search(word) and len(word) in _DISGUISED:
            word = word.translate(_DIGIT_LETTERS)
    return word
