"""Cutting an answer into sentences, clauses and words, all with code-point offsets.

Nothing here understands the text; it finds boundaries, normal forms and the words that carry no
content, so that later steps can compare like with like and still quote the candidate verbatim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.assessment.wordlists import ENDINGS, NEGATORS, STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_WORDS = 1500
MAX_CHARACTERS = 12_000
MAX_SENTENCE_WORDS = 45
_MIN_CLAUSE_WORDS = 3
_MIN_STEM = 3

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*(?=\s|$)|[;\n]+|[。！？]")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|mr|mrs|dr)|^\s*\d{1,2})$", re.I)
_CLAUSE_BREAK = re.compile(
    r"(?<![,:()\[\]])[,:()\[\]]++(?=\s|$)|\s[-–—]+\s|—|"
    r"(?=\b(?:and|but|because|so|which|while|whereas|then|when|if|unless|although|though|or|"
    r"otherwise|instead|since|until|where|however)\b)",
    re.I,
)

_FILLER = re.compile(
    r"\b(?:u+m+|u+h+|e+r+m*|h+m+|a+h+|y'?know|you know|you understand|innit|i mean|i guess|"
    r"sort of|kind of|"
    r"basically|actually|literally|honestly|obviously|right\?|okay so|so yeah|yeah|"
    r"like(?=,))\b,?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, `text[start:end]`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place, its lower-case form and its stem."""

    start: int
    end: int
    form: str
    stem: str

    @property
    def is_content(self) -> bool:
        """Whether the word says something by itself."""
        return self.form not in STOPWORDS and self.form not in NEGATORS


@lru_cache(maxsize=20_000)
def stem(form: str) -> str:
    """A rough English stem, so that caches, cached and caching meet.

    Only cuts endings and undoubles the last letter; it never needs to be a word.
    """
    word = form.replace("’", "'").removesuffix("'s")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                continue
            word = word[: -len(ending)]
            break
    if len(word) > _MIN_STEM and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > _MIN_STEM and word[-1] in "ei" else word


def words(text: str, span: Span | None = None) -> list[Word]:
    """The words of a text or of a stretch of it, in order."""
    start, end = (span.start, span.end) if span else (0, len(text))
    found = []
    for match in _WORD.finditer(text, start, end):
        form = match.group().casefold().replace("’", "'")
        found.append(Word(match.start(), match.end(), form, stem(form)))
    return found


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that carry content."""
    return frozenset(word.stem for word in words(text) if word.is_content)


def graded_length(text: str) -> int:
    """Up to where a text is graded: the first 1,500 words or 12,000 characters."""
    limit = min(len(text), MAX_CHARACTERS)
    for count, match in enumerate(_WORD.finditer(text, 0, limit), start=1):
        if count == MAX_WORDS:
            return match.end()
    return limit


def sentences(text: str, end: int | None = None) -> list[Span]:
    """The sentences of `text[:end]` that hold a word, without surrounding space.

    Speech often comes without full stops, so anything longer than 45 words is cut again, at a
    clause boundary where there is one.
    """
    limit = len(text) if end is None else end
    found: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text, 0, limit):
        if match.group().startswith(".") and _ABBREVIATION.search(
            text[max(start, match.start() - 8) : match.start()]
        ):
            continue
        found.extend(_shortened(text, Span(start, match.end())))
        start = match.end()
    found.extend(_shortened(text, Span(start, limit)))
    return found


def _shortened(text: str, span: Span) -> Iterator[Span]:
    trimmed = _trim(text, span)
    if trimmed is None:
        return
    if len(words(text, trimmed)) <= MAX_SENTENCE_WORDS:
        yield trimmed
        return
    open_start, count = trimmed.start, 0
    last = trimmed.start
    for clause in clauses(text, trimmed):
        size = len(words(text, clause))
        if count and count + size > MAX_SENTENCE_WORDS:
            yield from _present(text, Span(open_start, last))
            open_start, count = clause.start, 0
        count += size
        last = clause.end
    yield from _present(text, Span(open_start, last))


def clauses(text: str, sentence: Span) -> list[Span]:
    """The clauses of one sentence; each has at least three words unless the sentence has fewer.

    A clause never exceeds 45 words, whatever the text looks like.
    """
    # A comma beside a filler word tells of a pause and not of a clause.
    pauses = [m.span() for m in _FILLER.finditer(text, sentence.start, sentence.end)]
    cuts = [
        m.end()
        for m in _CLAUSE_BREAK.finditer(text, sentence.start, sentence.end)
        if not any(start - 2 <= m.start() <= end for start, end in pauses)
    ]
    pieces: list[Span] = []
    start = sentence.start
    for cut in [*cuts, sentence.end]:
        if len(words(text, Span(start, cut))) >= _MIN_CLAUSE_WORDS:
            pieces.append(Span(start, cut))
            start = cut
    if start < sentence.end:
        if pieces:
            pieces[-1] = Span(pieces[-1].start, sentence.end)
        else:
            pieces.append(Span(start, sentence.end))
    return [part for piece in pieces for part in _present(text, *_halved(text, piece))]


def _halved(text: str, span: Span) -> list[Span]:
    inside = words(text, span)
    if len(inside) <= MAX_SENTENCE_WORDS:
        return [span]
    starts = [span.start, *(w.start for w in inside[MAX_SENTENCE_WORDS::MAX_SENTENCE_WORDS])]
    return [Span(a, b) for a, b in zip(starts, [*starts[1:], span.end], strict=True)]


def _present(text: str, *spans: Span) -> Iterator[Span]:
    for span in spans:
        trimmed = _trim(text, span)
        if trimmed is not None:
            yield trimmed


def _trim(text: str, span: Span) -> Span | None:
    """The span without surrounding space and separators, or None if no word is left."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;:-–—•*·"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:-–—•*·"):
        end -= 1
    return Span(start, end) if _WORD.search(text, start, end) else None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A stretch of text as the encoder reads it; `origin[i]` is where character i came from."""

    text: str
    origin: tuple[int, ...]


def cleaned(text: str, span: Span, respell: Callable[[Word], str] | None = None) -> Cleaned:
    """A stretch of text without filler words, each word passed through `respell` if given."""
    pieces: list[str] = []
    origin: list[int] = []

    def take(start: int, end: int) -> None:
        pieces.append(text[start:end])
        origin.extend(range(start, end))

    fillers = [(m.start(), m.end()) for m in _FILLER.finditer(text, span.start, span.end)]
    position = span.start
    for start, end in [*fillers, (span.end, span.end)]:
        for word in words(text, Span(position, start)) if respell else ():
            spelling = respell(word) if respell else word.form
            if spelling != word.form:
                take(position, word.start)
                pieces.append(spelling)
                origin.extend([word.start] * len(spelling))
                position = word.end
        take(position, start)
        position = end
    return Cleaned("".join(pieces), tuple(origin))
