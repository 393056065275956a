"""The words by which an interview is found, and how a search is split into the same words."""

from __future__ import annotations

import re
import unicodedata

MAX_TERM = 64
_PIECES = re.compile(r"\w+")


def fold(text: str) -> str:
    """Text without the differences a search does not care about: case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    # Composed again, so that scripts whose letters decompose stay as short as they were.
    return unicodedata.normalize("NFKC", plain.casefold())


def search_words(text: str) -> list[str]:
    """What to look for: the words of a search, each to be matched with the beginning of a term."""
    return [word[:MAX_TERM] for word in fold(text).split()]


def terms_of(*, name: str, email: str, title: str) -> set[str]:
    """Every term of an interview.

    Words stand as typed and in pieces ("o'brien" also as "o" and "brien"), the address whole, its
    local part, and in pieces.
    """
    local = fold(email).split("@", 1)[0]
    words = {*fold(name).split(), *fold(title).split(), fold(email), local}
    words |= {piece for word in (fold(name), fold(title), local) for piece in _PIECES.findall(word)}
    return {word[:MAX_TERM] for word in words if word}
