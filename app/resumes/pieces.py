"""From the pieces of a document, seen and unseen, to its text and what was left out of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class HiddenKind(StrEnum):
    """How something is hidden from whoever looks at the document."""

    INVISIBLE = "invisible"
    TINY = "tiny"
    OFF_PAGE = "off_page"
    COLOUR = "colour"
    COVERED = "covered"
    REPLACED = "replaced"
    CHARACTERS = "characters"
    METADATA = "metadata"
    COMMENT = "comment"
    DELETED = "deleted"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page in reading order; `hidden` is None for what a person sees."""

    text: str
    hidden: HiddenKind | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something nobody would see; `page` counts from 1 and is None where it stands on none."""

    kind: HiddenKind
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The text of a document, where its pages begin in it, and what was left out."""

    text: str
    pages: tuple[int, ...]
    hidden: tuple[Hidden, ...]


MOST_HIDDEN, LONGEST_HIDDEN = 50, 1_000
# Fewer letters than this say nothing to anybody: ornaments, icons, a stray mark.
_FEWEST_LETTERS = 3
# A title names a document; what says this much more than the pages do is not a title.
_NEWS_WORDS = 6
_NEWS_SHARE = 0.5
_WORD = re.compile(r"[^\W_]+")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b]")
_SPACES = re.compile(r"[^\S\n\t]+")
_TABS = re.compile(r" *\t[ \t]*")
_EDGES = re.compile(r"[ \t]*\n[ \t]*")
_BLANK = re.compile(r"\n{3,}")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])(?:(?:[-\u2010]|\u00ad)\n|\x02\n?)(?=[a-zß-öø-ÿ])")
_SOFT = re.compile(r"\u00ad")
_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_TAG = range(0xE0000, 0xE0080)
_TAG_ASCII = range(0xE0020, 0xE007F)
_REVERSED = re.compile("\u202e([^\u202c\n]*)\u202c?")
# So many characters in a row that show nothing spell something, whatever it is.
_SPELLS = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u180e]{16,}")
# Joiners belong into scripts and emoji that need them; next to Latin letters they hide something.
_JOINERS = "\u200c\u200d"
_NEVER_SEEN = {"Cf", "Cc", "Co", "Cs", "Cn"}


def contents(pages: Sequence[Sequence[Piece]], beside: Iterable[Hidden] = ()) -> Contents:
    """The document of these pages. `beside` stands on none of them, such as its properties."""
    texts: list[str] = []
    hidden: list[Hidden] = []
    for number, page in enumerate(pages, start=1):
        seen, unseen = _page(page)
        texts.append(seen)
        hidden += [Hidden(kind, number, text) for kind, text in unseen]
    starts: list[int] = []
    text = ""
    for one in texts:
        text += "\n\n" if text and one else ""
        starts.append(len(text))
        text += one
    listed = (*hidden, *(_shortened(one) for one in beside))
    telling = [one for one in listed if _letters(one.text) >= _FEWEST_LETTERS]
    return Contents(text, tuple(starts), tuple(telling[:MOST_HIDDEN]))


def says_more(text: str, shown: str) -> bool:
    """Whether a property of a document says things that its pages do not: it is no mere title."""
    words = [word.casefold() for word in _WORD.findall(text)]
    known = {word.casefold() for word in _WORD.findall(shown)}
    news = [word for word in words if word not in known]
    return len(news) >= _NEWS_WORDS and len(news) >= _NEWS_SHARE * len(words)


def _page(page: Sequence[Piece]) -> tuple[str, list[tuple[HiddenKind, str]]]:
    seen: list[str] = []
    unseen: list[tuple[HiddenKind, str]] = []
    for piece in page:
        if piece.hidden is None:
            shown, secret = _characters(piece.text)
            seen.append(shown)
            if unseen and shown.isspace():
                unseen.append((unseen[-1][0], " "))
            if secret:
                unseen.append((HiddenKind.CHARACTERS, secret))
        else:
            if any(character.isspace() for character in piece.text):
                seen.append("\n" if "\n" in piece.text else " ")
            unseen.append((piece.hidden, _decoded(piece.text)))
    return _tidy("".join(seen)), list(_merged(unseen))


def _merged(pieces: Iterable[tuple[HiddenKind, str]]) -> Iterator[tuple[HiddenKind, str]]:
    kinds: dict[HiddenKind, list[str]] = {}
    for kind, text in pieces:
        kinds.setdefault(kind, []).append(text)
    for kind, texts in kinds.items():
        yield kind, " ".join("".join(texts).split())[:LONGEST_HIDDEN]


def _shortened(one: Hidden) -> Hidden:
    return Hidden(one.kind, one.page, " ".join(_decoded(one.text).split())[:LONGEST_HIDDEN])


def _tidy(text: str) -> str:
    text = _BREAKS.sub("\n", text).replace("\f", "\n")
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = _EDGES.sub("\n", _TABS.sub("\t", _SPACES.sub(" ", text)))
    # PDFium gives a hyphen at the end of a line as a character of its own.
    text = _SOFT.sub("", _HYPHENATED.sub("", text)).replace("\x02", "-")
    return unicodedata.normalize("NFC", _BLANK.sub("\n\n", text).strip())


def _characters(text: str) -> tuple[str, str]:
    """The text without characters that show nothing, and what those spell: tags spell letters."""
    if text.isascii() and text.isprintable():
        return text, ""
    shown: list[str] = []
    secret = [f"{len(one)} characters that show nothing. " for one in _SPELLS.findall(text)]
    # What is written to be shown from right to left says something else to a program.
    secret += [f"{one} " for one in _REVERSED.findall(text) if _letters(one) >= _FEWEST_LETTERS]
    text = _REVERSED.sub(lambda found: found.group(1)[::-1], text)
    for place, character in enumerate(text):
        if not _shows_nothing(text, place, character):
            shown.append(character)
        elif ord(character) in _TAG_ASCII:
            secret.append(chr(ord(character) - 0xE0000))
    return "".join(shown), "".join(secret)


def _shows_nothing(text: str, place: int, character: str) -> bool:
    if character in "\n\t\r\f\x0b\x02\u00ad":
        return False
    if character in _JOINERS:
        before = text[place - 1] if place else " "
        return before.isascii() or before.isspace()
    return ord(character) in _TAG or unicodedata.category(character) in _NEVER_SEEN


def _decoded(text: str) -> str:
    """Hidden text to be listed: letters written in tag characters are spelt out."""
    spelt = "".join(
        chr(ord(one) - 0xE0000) if ord(one) in _TAG_ASCII else one
        for one in _BREAKS.sub("\n", text)
    )
    return "".join(
        one for one in spelt if one in "\n\t" or unicodedata.category(one) not in _NEVER_SEEN
    )


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)
