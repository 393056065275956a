"""What of a résumé may be judged: everything but who the candidate is.

Name, address, links, pronouns, schools and countries are blanked, and so is whatever tells a
protected fact (`compliance`) or speaks to whoever screens (`addressed`). Blanks are as long as what
they cover, so every offset into what is left is one into the résumé itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis.addressed import addressed
from app.analysis.compliance import Told, told
from app.analysis.layout import Layout, Section, layout_of
from app.analysis.places import COUNTRY
from app.analysis.technologies import is_technology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.analysis.job import Identity
    from app.assessment.text import Span

_MIN_NAME = 3
_MIN_PHONE_DIGITS = 9
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|"
    r"(?<![\w@.])(?:[\w-]+\.)+(?:com|org|net|dev|me|info|eu|uk|de|fr|in|ng|cn|jp|br|ca|au|ch|at|pl)"
    r"/\S+",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.])(?:\+|\(?\d)[\d \t().-]{7,20}\d(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d[ \t]*[-–—][ \t]*(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d\d")
_ADDRESS = re.compile(
    r"^[ \t]*(?:address|anschrift|adresse|residence|location|home address)[ \t]*:[^\n]*|"
    r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w.'’-]*[ \t]){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|"
    r"Dr|Boulevard|Blvd|Way|Court|Place|Square|Close|Crescent)\b[^\n|•;]*|"
    r"\b[A-Z]\w+(?:straße|strasse|weg|gasse|platz|allee)[ \t]\d{1,4}[a-z]?\b[^\n|•;]*",
    re.MULTILINE,
)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|her|his|hers|himself|herself|they|them|their|theirs|themself|themselves|"
    r"mr|mrs|ms|miss|mx|mister|madam|sir)\b\.?(?:['’](?:s|d|ll|re|ve)\b)?",
    re.IGNORECASE,
)
_NAMES = r"(?:[A-Z][\w.'’-]*|of|for|the|and|in|at|de|der|für|del|da|di|do|la|&)"
_SCHOOL = re.compile(
    rf"(?:(?:[A-Z][\w.'’-]*[ \t]){{0,5}})"
    r"(?:University|College|Universität|Hochschule|Université|Universidad|Universidade|Università|"
    r"Uniwersytet|Polytechnic|Politecnico|École|Ecole|Gymnasium|Lyc[ée]e|"
    r"Institute|Academy|School)"
    rf"\b(?:[ \t]{_NAMES}(?=[\s,.;)|–—-]|$))*"
)
_GROUPS = re.compile(
    r"\b(?:Society of Women Engineers|Women Who Code|Girls Who Code|Black Girls Code|"
    r"Women in (?:Tech(?:nology)?|Engineering|Data(?: Science)?|AI|Machine Learning|STEM)|"
    r"Lesbians Who Tech|Latinas? in Tech|National Society of Black Engineers)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A résumé with what may be judged of it.

    `shown` is as long as `original`, blank where something was taken out. `told` lists protected
    passages and `addressed` the words to whoever screens; `barred` are those passages and the whole
    entries around such words. All are places in `original`.
    """

    original: str
    shown: str
    layout: Layout
    told: tuple[Told, ...]
    addressed: tuple[Span, ...]
    barred: tuple[tuple[int, int], ...]

    def is_barred(self, start: int, end: int) -> bool:
        """Whether something protected, or meant for whoever screens, stands in that stretch."""
        return any(first < end and start < last for first, last in self.barred)


def redact(text: str, who: Identity) -> Redacted:
    """Take out of a résumé what nobody may judge by."""
    layout = layout_of(text)
    flat = layout.flat
    private = told(flat)
    speaking = addressed(flat)
    barred = _merged([*((one.start, one.end) for one in private), *_entries(layout, speaking)])
    letters = list(flat)
    for start, end in [*barred, *_identifying(flat, layout, who)]:
        for place in range(start, end):
            if letters[place] != "\n":
                letters[place] = " "
    return Redacted(text, "".join(letters), layout, private, speaking, tuple(barred))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, put together where they overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _entries(layout: Layout, speaking: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """The whole lines in which a résumé speaks to its reader."""
    for line in layout.lines:
        if any(span.start < line.end and line.start < span.end for span in speaking):
            yield line.start, line.end


def _identifying(flat: str, layout: Layout, who: Identity) -> Iterator[tuple[int, int]]:
    for rule in (_EMAIL, _LINK, _ADDRESS, _PRONOUN, COUNTRY, _GROUPS):
        yield from (match.span() for match in rule.finditer(flat))
    contact = [match.span() for match in _EMAIL.finditer(flat)]
    for match in _PHONE.finditer(flat):
        digits = sum(letter.isdigit() for letter in match.group())
        if digits >= _MIN_PHONE_DIGITS and not _YEARS.search(match.group()):
            contact.append(match.span())
            yield match.span()
    yield from (match.span() for match in _SCHOOL.finditer(flat))
    names = list(_named(flat, who))
    yield from names
    # In the lines that give a name or an address everything else is about the person too.
    for line in layout.lines:
        if line.section is Section.HEADER and any(
            start < line.end and line.start < end for start, end in [*contact, *names]
        ):
            yield line.start, line.end


def _named(flat: str, who: Identity) -> Iterator[tuple[int, int]]:
    """The name as a whole in either order, and its parts where they are no word of the trade."""
    parts = [part for part in re.split(r"[\s,]+", who.name) if part]
    if len(parts) > 1:
        middle = r"[\s,]+(?:(?-i:[A-Z])[\w.'’-]*[\s,]+){0,2}?"
        for order in (parts, parts[::-1]):
            rule = re.compile(
                rf"(?<!\w){re.escape(order[0])}{middle}{re.escape(order[-1])}(?!\w)", re.IGNORECASE
            )
            yield from (match.span() for match in rule.finditer(flat))
    for part in parts:
        if len(part) < _MIN_NAME or is_technology(part):
            continue
        ways = "|".join(re.escape(way) for way in (part, part.title(), part.upper()))
        rule = re.compile(rf"(?<!\w)(?:{ways})(?:['’]s)?(?!\w)")
        yield from (match.span() for match in rule.finditer(flat))
