"""What a job asks for, as requirements that a résumé can be held against one by one.

From the requisition's words: technologies by name, concepts of the position or, without one, of
the question bank as `assessment.proposals` finds them, years, a degree, and every other sentence
that says what is needed or done. Sentences about the employer, pay and equal chances ask for
nothing. A requirement weighs 3 where it is stressed or must be had, 1 where it is only welcome,
and 2 otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from app.analysis.technologies import technologies_in
from app.assessment.bank import load_bank
from app.assessment.embedding import sentence_vectors
from app.assessment.proposals import propose_concepts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.analysis.job import Job, SoughtConcept

MAX_REQUIREMENTS = 24
STRESSED, USUAL, WELCOME = 3.0, 2.0, 1.0
_MAX_CHARACTERS = 30_000
_MAX_YEARS = 30
_MIN_WORDS, _MAX_WORDS = 3, 60
_STRONG_WEIGHT = 4


class Kind(StrEnum):
    """How a requirement is looked for."""

    TECHNOLOGY = "technology"
    CONCEPT = "concept"
    YEARS = "years"
    DEGREE = "degree"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the job asks for. `patterns` name it; `meaning` is what is compared by meaning."""

    kind: Kind
    text: str
    weight: float
    patterns: tuple[re.Pattern[str], ...] = field(default=(), compare=False)
    meaning: str = ""
    years: int = 0


class _Part(StrEnum):
    MUST = "must"
    WELCOME = "welcome"
    DUTIES = "duties"
    OTHER = "other"
    ASIDE = "aside"


_PARTS: tuple[tuple[_Part, re.Pattern[str]], ...] = tuple(
    (part, re.compile(rule, re.IGNORECASE))
    for part, rule in (
        (
            _Part.ASIDE,
            (
                r"\b(?:benefits?|perks|we offer|what you(?:'ll| will) get|compensation|salary|"
                r"about (?:us|the company)|who we are|equal opportunit|diversity|how to apply|"
                r"our (?:values|culture|process))\b"
            ),
        ),
        (
            _Part.WELCOME,
            r"\b(?:nice[- ]to[- ]have|bonus|plus(?:es)?|preferred|desirable|optional|ideally)\b",
        ),
        (
            _Part.MUST,
            (
                r"\b(?:requirements?|qualifications?|must[- ]haves?|required|essential|"
                r"what you(?:'ll)? (?:bring|need)|you have|you bring|your profile|skills|"
                r"who you are|we(?:'re| are) looking for|about you|needed)\b"
            ),
        ),
        (
            _Part.DUTIES,
            (
                r"\b(?:responsibilit(?:y|ies)|duties|what you(?:'ll| will) do|tasks|your role|"
                r"the role|you will|key activities|your mission)\b"
            ),
        ),
    )
)
_STRESSES = re.compile(
    r"\b(?:must|required?|essential|need(?:ed)? to|strong|deep|expert\w*)\b", re.I
)
_WELCOMES = re.compile(
    r"\b(?:nice[- ]to[- ]have|bonus|a plus|desirable|optional(?:ly)?|ideally|familiar\w*|preferred|"
    r"advantage)\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:must|require[sd]?|needs?|experience[d]?|knowledge|skills?|able to|ability|proficien\w+|"
    r"understanding|you will|you'll|responsible for|looking for|certif\w+|fluent|degree)\b",
    re.I,
)
_IDLE = re.compile(
    r"\b(?:equal opportunity|regardless of|we offer|salary|holidays?|remote|hybrid|office|"
    r"our company|we are an?|we're an?|founded|benefits?|apply)\b",
    re.I,
)
_YEARS = re.compile(
    r"\b(?P<years>\d{1,2})\s*(?:\+|plus|or more)?\s*(?:(?:-|–|to)\s*\d{1,2}\s*)?\+?\s*"
    r"(?:years?|yrs?)\b(?!\s*old)",
    re.I,
)
_DEGREE = re.compile(
    r"\b(?:(?:bachelor|master)(?:['’]s|s?\s+degree|\s+of\s+(?:science|arts|engineering|business|"
    r"technology))|(?:university|college|academic) degree|"
    r"degree in|ph\.?d|b\.?sc|m\.?sc)\b",
    re.I,
)
HOLDS_DEGREE = re.compile(
    r"(?<!\w)(?:B\.?Sc\.?|M\.?Sc\.?|B\.?Eng\.?|M\.?Eng\.?|B\.?Tech|M\.?Tech|MBA|Ph\.?D\.?|"
    r"Bachelor(?:['’]s)?|Master(?:['’]s| of))(?=[\s,(:–-]|$)"
)
# Among studies shorter forms mean a degree too.
HOLDS_DEGREE_THERE = re.compile(
    r"(?<!\w)(?:B\.?Sc\.?|M\.?Sc\.?|B\.?A\.?|M\.?A\.?|B\.?Eng\.?|M\.?Eng\.?|B\.?Tech|M\.?Tech|MBA|"
    r"Ph\.?D\.?|B\.?S\.?|M\.?S\.?|(?i:bachelor|master|doctorate|diplom|licence|magister)"
    r"(?:['’]?s)?(?:\s+(?:of|in|degree)\b)?)(?=[\s,(:–-]|$)"
)


def requirements_of(job: Job) -> tuple[Requirement, ...]:
    """What a job asks for, the weightiest first; none where it says nothing."""
    return _requirements(job)


@lru_cache(maxsize=64)
def _requirements(job: Job) -> tuple[Requirement, ...]:
    stated = list(_statements(job))
    wanted = [(one, said) for said, weight, _ in stated for one in _named(said, weight)]
    named = {one.text.casefold() for one, _ in wanted if one.kind is Kind.TECHNOLOGY}
    wanted += [
        (_concept(name, weight), because)
        for name, weight, because in _concepts(job)
        if name.casefold() not in named
    ]
    taken = {because for _, because in wanted}
    wanted += [
        (Requirement(Kind.STATEMENT, said, weight, meaning=said), said)
        for said, weight, asks in stated[1:]
        if asks and said not in taken
    ]
    found: dict[tuple[Kind, str], Requirement] = {}
    for one, _ in wanted:
        key = (one.kind, one.text.casefold())
        if key not in found or found[key].weight < one.weight:
            found[key] = one
    ordered = sorted(found.values(), key=lambda one: (-one.weight, list(Kind).index(one.kind)))
    return tuple(ordered[:MAX_REQUIREMENTS])


def _named(sentence: str, weight: float) -> Iterator[Requirement]:
    """What a sentence asks for by name or number."""
    for technology, _, _ in technologies_in(sentence):
        yield Requirement(Kind.TECHNOLOGY, technology.name, weight, (technology.pattern,))
    years = _YEARS.search(sentence)
    if years and 0 < int(years["years"]) <= _MAX_YEARS:
        number = int(years["years"])
        text = f"{number} year{'' if number == 1 else 's'} of experience"
        yield Requirement(Kind.YEARS, text, weight, years=number)
    if _DEGREE.search(sentence):
        yield Requirement(Kind.DEGREE, "A degree", weight, (HOLDS_DEGREE, HOLDS_DEGREE_THERE))


def _statements(job: Job) -> Iterator[tuple[str, float, bool]]:
    """The title, and each sentence of the description that may ask for something.

    With each its weight, and whether it is a requirement as a whole.
    """
    yield job.title, STRESSED, False
    part = _Part.OTHER
    for raw in re.split(r"[\r\n•●▪]+", job.description[:_MAX_CHARACTERS]):
        line = raw.strip(" \t-–—*·")
        heading = _part(line)
        part = heading or part
        if heading is not None and line.endswith(":"):
            continue
        if heading is not None and len(line.split()) <= _MAX_WORDS // 10:
            continue
        if part is _Part.ASIDE:
            continue
        for sentence in re.split(r"(?<=[.!?;])\s+", line):
            said = sentence.strip()
            if _IDLE.search(said) and not technologies_in(said):
                continue
            yield said, _weight(said, part), _is_request(said, part)


def _part(line: str) -> _Part | None:
    """The part of a description that a heading begins."""
    if not line or len(line.split()) > 8 or line.endswith((".", ";", "!")):  # noqa: PLR2004
        return None
    if not line.endswith(":") and not line.istitle() and len(line.split()) > 4:  # noqa: PLR2004
        return None
    return next((part for part, rule in _PARTS if rule.search(line)), None)


def _weight(sentence: str, part: _Part) -> float:
    if _WELCOMES.search(sentence) or part is _Part.WELCOME:
        return WELCOME
    if _STRESSES.search(sentence) or part is _Part.MUST:
        return STRESSED
    return USUAL


def _is_request(sentence: str, part: _Part) -> bool:
    count = len(sentence.split())
    asks = part in (_Part.MUST, _Part.WELCOME, _Part.DUTIES) or _ASKS.search(sentence)
    return _MIN_WORDS <= count <= _MAX_WORDS and bool(asks)


def _concepts(job: Job) -> Iterator[tuple[str, float, str]]:
    """The names of what the position measures, or of what the bank sees in the description."""
    if job.concepts:
        for one in job.concepts:
            yield one.name, _concept_weight(one), ""
        return
    for proposal in propose_concepts(
        f"{job.title}.\n{job.description}", load_bank(), sentence_vectors
    ):
        yield proposal.name, proposal.weight, proposal.because


def _concept_weight(one: SoughtConcept) -> float:
    if one.must_have or one.weight >= _STRONG_WEIGHT:
        return STRESSED
    return USUAL if one.weight > 1 else WELCOME


def _concept(name: str, weight: float) -> Requirement:
    known = next(
        (one for one in load_bank().values() if one.name.casefold() == name.casefold()), None
    )
    keywords = (*known.keywords, known.name) if known else (name,)
    words = [word for word in keywords if len(word) > 2]  # noqa: PLR2004 - "Go" is a word too
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    meaning = f"{known.name}: {', '.join(known.keywords)}. {known.summary}" if known else name
    return Requirement(
        Kind.CONCEPT,
        name,
        weight,
        (re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE),) if words else (),
        meaning,
    )
