"""Which requirements a résumé meets, and with which of its words.

The rule, in one place:

- A technology or a concept that a sentence about work names counts in full (1); one that only
  stands in a list counts half (0.5), as does a sentence that is close to a concept in meaning.
- A required statement is met in full by a sentence whose meaning comes close, and half by one that
  comes near.
- Years are met by the dated roles together, months that overlap counted once; from 70 % of them on
  they count half.
- What a sentence says is lacking, or only hoped for, is no evidence; it is shown as such.

Only what redaction leaves of a résumé is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.analysis.layout import Section
from app.analysis.requirements import Kind, Requirement
from app.analysis.values import Evidence
from app.assessment.embedding import sentence_vectors
from app.assessment.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.analysis.careers import Career
    from app.analysis.layout import Passage
    from app.analysis.redaction import Redacted

SHOWN, LISTED = 1.0, 0.5
CLOSE, NEAR = 0.55, 0.42
"""Cosines between sentences: from here on they say the same, or something near it."""

CLOSE_TO_CONCEPT = 0.5
ENOUGH_OF_YEARS = 0.7
MAX_SPANS = 3
_MAX_PASSAGES = 150
_FEWEST_WORDS = 4
_LIST_TERMS, _TERM_WORDS = 4, 3.0
_NO_WORK = {Section.SKILLS, Section.LANGUAGES, Section.PERSONAL, Section.EDUCATION}
_SEPARATORS = re.compile(r"[,;|•/·]")
_LACKS = re.compile(
    r"\b(?:no|not|never|without|lack(?:ing)?(?: of)?|little|limited|haven['’]t|hasn['’]t)\b "
    r"(?:\w+ ){0,3}?(?:experience|exposure|knowledge|background|used|worked|touched|familiar)\b"
    r"[^.;]{0,50}$|"
    r"\b(?:learn(?:ing)?|interested in|would like to|eager to|keen to|plan(?:ning)? to|"
    r"hop(?:e|ing) to|looking forward to|curious about|never)\b[^.;]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """How far a requirement is met, 0 to 1, and by which words. `lacking` says that it is not."""

    requirement: Requirement
    credit: float
    evidence: tuple[Evidence, ...] = ()
    lacking: Evidence | None = None
    found_years: float | None = None


def matches(
    requirements: Sequence[Requirement], resume: Redacted, career: Career
) -> tuple[Match, ...]:
    """Each requirement held against the résumé, in order."""
    passages = resume.layout.passages(resume.shown)[:_MAX_PASSAGES]
    telling = [one for one in passages if _is_statement(resume.shown, one)]
    cosines = _cosines(requirements, [resume.shown[one.start : one.end] for one in telling])
    found = []
    for row, requirement in enumerate(requirements):
        if requirement.kind is Kind.YEARS:
            found.append(_years(requirement, resume, career))
            continue
        match = _named(requirement, resume, passages)
        if match.credit < SHOWN and requirement.meaning and telling and match.lacking is None:
            match = _better(match, _meant(requirement, resume, telling, cosines[row]))
        found.append(match)
    return tuple(found)


def _named(requirement: Requirement, resume: Redacted, passages: Sequence[Passage]) -> Match:
    """What names the requirement: sentences before lists."""
    shown, listed = [], []
    lacking: Evidence | None = None
    for one in passages:
        said = resume.shown[one.start : one.end]
        rules = requirement.patterns
        if requirement.kind is Kind.DEGREE and one.section is not Section.EDUCATION:
            rules = rules[:1]
        hit = next((hit for rule in rules if (hit := rule.search(said))), None)
        if hit is None:
            continue
        evidence = _evidence(resume, one)
        if _LACKS.search(said[: hit.start()]):
            lacking = lacking or evidence
        elif requirement.kind is Kind.DEGREE or _is_statement(resume.shown, one):
            shown.append(evidence)
        else:
            listed.append(evidence)
    if shown:
        return Match(requirement, SHOWN, tuple(shown[:MAX_SPANS]))
    if lacking is not None:
        return Match(requirement, 0.0, lacking=lacking)
    return Match(requirement, LISTED if listed else 0.0, tuple(listed[:1]))


def _meant(
    requirement: Requirement, resume: Redacted, telling: Sequence[Passage], cosines: np.ndarray
) -> Match:
    """What comes closest in meaning."""
    order = np.argsort(-cosines, kind="stable")[:MAX_SPANS]
    best = float(cosines[order[0]])
    if requirement.kind is Kind.CONCEPT:
        credit, least = (LISTED, CLOSE_TO_CONCEPT) if best >= CLOSE_TO_CONCEPT else (0.0, 1.0)
    else:
        credit = SHOWN if best >= CLOSE else LISTED if best >= NEAR else 0.0
        least = CLOSE if credit == SHOWN else NEAR
    chosen = [telling[place] for place in order if cosines[place] >= least]
    stated = [one for one in chosen if not _LACKS.search(f"{resume.shown[one.start : one.end]}")]
    if not credit or not stated:
        return Match(requirement, 0.0)
    return Match(requirement, credit, tuple(_evidence(resume, one) for one in stated))


def _better(one: Match, other: Match) -> Match:
    return other if other.credit > one.credit else one


def _years(requirement: Requirement, resume: Redacted, career: Career) -> Match:
    years = career.months / 12
    spans = tuple(
        Evidence.of(resume.original, one.start, one.end)
        for one in career.periods
        if one.is_work and one not in career.contradictory and one not in career.future
    )
    credit = 0.0
    if years >= requirement.years:
        credit = SHOWN
    elif years >= ENOUGH_OF_YEARS * requirement.years:
        credit = LISTED
    return Match(requirement, credit, spans if credit else (), found_years=years)


def _is_statement(shown: str, one: Passage) -> bool:
    """Whether a passage tells of something, rather than list it."""
    if one.section in _NO_WORK:
        return False
    said = shown[one.start : one.end]
    count = len(words(said))
    terms = len(_SEPARATORS.findall(said)) + 1
    return count >= _FEWEST_WORDS and not (terms >= _LIST_TERMS and count / terms <= _TERM_WORDS)


def _evidence(resume: Redacted, one: Passage) -> Evidence:
    """The passage's longest stretch in which nothing barred stands, verbatim."""
    cuts = [(first, last) for first, last in resume.barred if first < one.end and one.start < last]
    edges = [one.start, *(place for cut in sorted(cuts) for place in cut), one.end]
    start, end = max(
        zip(edges[::2], edges[1::2], strict=True), key=lambda stretch: stretch[1] - stretch[0]
    )
    while start < end and not resume.original[start].isalnum():
        start += 1
    while end > start and resume.original[end - 1].isspace():
        end -= 1
    return Evidence.of(resume.original, start, max(end, start + 1))


def _cosines(requirements: Sequence[Requirement], said: Sequence[str]) -> np.ndarray:
    """Of shape (requirement, passage); requirements without a meaning have zeros."""
    if not said or not requirements:
        return np.zeros((len(requirements), 0))
    meanings = _meanings(tuple(one.meaning for one in requirements))
    vectors = sentence_vectors([" ".join(one.split()) for one in said])
    return np.asarray(meanings @ vectors.T)


@lru_cache(maxsize=64)
def _meanings(texts: tuple[str, ...]) -> np.ndarray:
    """One unit row for each text, of zeros for an empty one."""
    rows = sentence_vectors(texts)
    return np.asarray(rows * np.asarray([bool(text) for text in texts])[:, None])
