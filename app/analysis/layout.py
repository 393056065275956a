"""A résumé cut into passages: sentences and list entries, each with its section and its place.

Lines that were broken only because the page ended are joined, character by character, so that
every passage keeps its offsets in the résumé's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.assessment.text import Span, sentences

_LONG_LINE = 50
"""A line of so many characters that ends without a full stop probably goes on in the next."""

_MAX_HEADING_WORDS = 5
_BULLET = re.compile(r"\s*(?:[•●▪◦‣·*–—-]|\d{1,2}[.)])\s+")
_ENDS = re.compile(r"[.!?:;]\s*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CONTACT = re.compile(r"@|https?:|www\.")
_SEPARATED = re.compile(r" [|•·–—] |\s{3,}|\t")
_LETTERS_APART = re.compile(r"^(?:\w ){3,}\w$")
_HEADINGS = {
    "experience": (
        r"(?:(?:professional|work|relevant|career|employment|industry) )*"
        r"(?:experience|employment|history|career)(?: history)?|positions? held"
    ),
    "projects": r"(?:(?:selected|personal|side|key|open[- ]source) )*(?:projects?|contributions)",
    "education": (
        r"(?:education|academic|studies|qualifications|university)"
        r"(?: (?:and|&) [\w ]+| background| history)?"
    ),
    "skills": (
        r"(?:(?:technical|core|key|professional|soft|it) )*"
        r"(?:skills?|technologies|tools|competenc(?:ies|es)|expertise|tech stack|stack|keywords)"
        r"(?: (?:and|&) [\w ]+)?"
    ),
    "summary": (
        r"(?:(?:professional|career|executive) )?(?:summary|profile|objective)|about(?: me)?"
    ),
    "languages": r"languages?",
    "certificates": r"certificat(?:es?|ions?)(?: (?:and|&) \w+)?|licen[cs]es|training|courses",
    "personal": (
        r"(?:personal|contact)(?: (?:details|information|data))?|"
        r"hobbies|interests|references|volunteering"
    ),
}
_HEADING = re.compile(
    "|".join(f"(?P<{name}>{rule})" for name, rule in _HEADINGS.items()), re.IGNORECASE
)


class Section(StrEnum):
    """What a part of a résumé is about."""

    HEADER = "header"
    EXPERIENCE = "experience"
    PROJECTS = "projects"
    EDUCATION = "education"
    SKILLS = "skills"
    SUMMARY = "summary"
    LANGUAGES = "languages"
    CERTIFICATES = "certificates"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was meant: one or more lines of the page. `is_heading` begins a section."""

    start: int
    end: int
    section: Section
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or an entry, `text[start:end]`."""

    start: int
    end: int
    section: Section


@dataclass(frozen=True, slots=True)
class Layout:
    """A résumé's lines. `flat` is its text with line ends inside a line made spaces."""

    flat: str
    lines: tuple[Line, ...]

    def passages(self, shown: str) -> list[Passage]:
        """The sentences and entries of `shown`, which is `flat` or a redaction of it."""
        return [
            Passage(line.start + span.start, line.start + span.end, line.section)
            for line in self.lines
            if not line.is_heading
            for span in sentences(shown[line.start : line.end])
        ]


def layout_of(text: str) -> Layout:
    """Find the lines and sections of a résumé."""
    physical = _physical(text)
    flat = list(text)
    starts: list[tuple[int, int]] = []
    for number, span in enumerate(physical):
        before = physical[number - 1] if number else None
        if before is not None and starts and _goes_on(text, before, span):
            for place in range(before.end, span.start):
                flat[place] = " "
            starts[-1] = (starts[-1][0], span.end)
        else:
            starts.append((span.start, span.end))
    joined = "".join(flat)
    return Layout(joined, tuple(_sectioned(joined, starts)))


def _sectioned(text: str, spans: list[tuple[int, int]]) -> list[Line]:
    lines, section = [], Section.HEADER
    for start, end in spans:
        found = _heading(text[start:end])
        section = found or section
        lines.append(Line(start, end, section, is_heading=found is not None))
    return lines


def _heading(line: str) -> Section | None:
    bare = line.strip(" \t:#*_=-–—•|").casefold()
    if _LETTERS_APART.match(bare):
        bare = bare.replace(" ", "")
    if not bare or len(bare.split()) > _MAX_HEADING_WORDS:
        return None
    found = _HEADING.fullmatch(bare)
    return Section(found.lastgroup) if found and found.lastgroup else None


def _physical(text: str) -> list[Span]:
    """The lines that hold anything."""
    ends = [-1, *(match.start() for match in re.finditer(r"\n", text)), len(text)]
    spans = (Span(first + 1, last) for first, last in pairwise(ends))
    return [span for span in spans if text[span.start : span.end].strip()]


def _goes_on(text: str, before: Span, span: Span) -> bool:
    """Whether a line is the rest of the sentence that the line before it began."""
    if text[before.end : span.start].count("\n") > 1:
        return False
    first, second = text[before.start : before.end], text[span.start : span.end]
    if _BULLET.match(second) or _ENDS.search(first) or _heading(first) or _heading(second):
        return False
    if second.lstrip()[:1].islower():
        return not _CONTACT.search(second)
    # Without a lower-case letter to go by, only the rest of a long entry is likely to be one.
    begins_anew = _YEAR.search(second) or _SEPARATED.search(second)
    return len(first) >= _LONG_LINE and bool(_BULLET.match(first)) and not begins_anew
