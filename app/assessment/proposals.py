"""Concepts of the bank that a job description seems to ask for, each with the words that say so.

A sentence speaks for a concept when it names one of its keywords or lies close to it in meaning.
Nothing is taken over by itself: a person accepts each proposal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.assessment.items import MAX_DEPTH, Area

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.assessment.estimation import FloatArray
    from app.assessment.items import Concept

    Embed = Callable[[Sequence[str]], np.ndarray]

MAX_PROPOSALS = 8

# Bounds on the work: so much is read at all, and so many sentences are read for their meaning.
_MAX_CHARACTERS, _MAX_SENTENCES, _MAX_QUOTE = 60_000, 80, 240

# Cosines between a sentence and a concept: below the first they say nothing, at the second they
# say as much as a keyword does.
_COSINE_NOTHING, _COSINE_CERTAIN = 0.36, 0.54
# What one keyword, and each further different one, is worth as confidence.
_FIRST_KEYWORD, _NEXT_KEYWORD = 0.45, 0.2
_SHORTEST_NAME = 3
_PROPOSED_FROM = 0.4

# What a sentence says about depth, looked for in this order: "familiar" outdoes "design", and
# "deep" outdoes "understanding".
_DEPTH_WORDS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (depth, re.compile(rf"\b(?:{'|'.join(words.split('/'))})\b", re.IGNORECASE))
    for depth, words in (
        (2, "familiar/familiarity/exposure/basics?/aware(?:ness)?/nice to have/bonus/a plus"),
        (5, "architect(?:ing|ure)?/design(?:s|ed|ing)?/experts?/expertise/authority/strategy"),
        (
            4,
            "deep(?:ly)?/strong/advanced/extensive/proficien(?:t|cy)/lead(?:s|ing)?/owns?/ownership",
        ),
        (
            4,
            "troubleshoot(?:ing)?/debug(?:ging)?/optimi[sz](?:e|ing)/diagnos(?:e|ing)/tun(?:e|ing)",
        ),
        (3, "solid/hands-on/experienced?/build(?:ing)?/implement(?:ing)?/develop(?:ing)?/use"),
        (2, "understanding/knowledge/desirable/interest in"),
    )
)
_FAMILIAR = 2
_SENIORITY_DEPTH = {"junior": 2, "mid": 3, "senior": 4, "staff": 4, "lead": 4, "principal": 5}
_DEFAULT_DEPTH = 3
_JOB = r"(?:engineer|developer|programmer|architect|scientist|analyst|designer|administrator)"
# Titles rather than single words: "you lead", "a graduate degree" say nothing about the level.
_SENIORITY_WORDS = re.compile(
    rf"\b(?P<junior>junior|entry[- ]level|intern|graduate (?:\w+ )?{_JOB})\b|"
    r"\b(?P<mid>mid[- ](?:level|senior)|intermediate)\b|"
    r"\b(?P<senior>senior|sr)\b|\b(?P<staff>staff) (?:\w+ ){0,2}"
    rf"{_JOB}\b|\b(?P<lead>head of|(?:tech(?:nical)?|team) lead|lead (?:\w+ ){{0,2}}{_JOB})\b|"
    rf"\b(?P<principal>principal (?:\w+ ){{0,2}}{_JOB})\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:must|required?|essential|need to|strong|deep|expert\w*)\b", re.IGNORECASE
)
_OPTIONAL = re.compile(
    r"\b(?:nice to have|bonus|a plus|desirable|optional(?:ly)?|ideally|familiar\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A concept to consider. `because` is quoted from the description, word for word.

    `weight` is 1 (nice to have), 2 or 3 (stressed); `confidence`, 0 to 1, how surely the concept
    is meant.
    """

    concept: str
    name: str
    target: int
    weight: float
    confidence: float
    because: str


@dataclass(frozen=True, slots=True)
class _Support:
    """What the sentences of a description say for one concept."""

    confidence: float
    sentence: str
    mentions: int


def propose_concepts(
    job_description: str,
    bank: Mapping[str, Concept],
    embed: Embed,
    seniority: str | None = None,
) -> list[Proposal]:
    """At most eight concepts the description asks for, the surest first; none if it asks for none.

    `embed` gives one L2-normalised row for each text. `seniority` is one of the six levels of a
    position; without it, it is read from the description.
    """
    concepts = list(bank.values())
    sentences = _most_promising(split_sentences(job_description), concepts)
    if not sentences or not concepts:
        return []
    usual = _SENIORITY_DEPTH.get(seniority or _seniority(job_description), _DEFAULT_DEPTH)
    cosines = _cosines(sentences, concepts, embed)
    proposals = []
    for column, concept in enumerate(concepts):
        support = _support(concept, sentences, cosines[:, column])
        if support.confidence >= _PROPOSED_FROM:
            proposals.append(_proposal(concept, support, usual))
    proposals.sort(key=lambda one: (-one.confidence, one.name.casefold()))
    return proposals[:MAX_PROPOSALS]


def split_sentences(text: str) -> list[str]:
    """The distinct sentences and list entries of a text, verbatim and in order."""
    found: dict[str, str] = {}
    for piece in re.split(r"(?<=[.!?;])\s+|[\r\n•●▪]+", text[:_MAX_CHARACTERS]):
        sentence = _cut(piece.strip(" \t-–—*·"))
        if re.search(r"\w", sentence) and not sentence.endswith((":", "?")):
            found.setdefault(sentence.casefold(), sentence)
    return list(found.values())


def _cut(sentence: str) -> str:
    """As much of the sentence as can be quoted, whole words where it has any."""
    if len(sentence) <= _MAX_QUOTE:
        return sentence
    whole_words, _, _ = sentence[:_MAX_QUOTE].rpartition(" ")
    return (whole_words or sentence[:_MAX_QUOTE]).strip()


def _most_promising(sentences: list[str], concepts: Sequence[Concept]) -> list[str]:
    """Those that name a keyword first, then from the top, but no more than can be read."""
    if len(sentences) <= _MAX_SENTENCES:
        return sentences
    pattern = _any_of(tuple(word for concept in concepts for word in concept.keywords))
    return sorted(sentences, key=lambda one: pattern.search(one) is None)[:_MAX_SENTENCES]


def _seniority(text: str) -> str:
    found = _SENIORITY_WORDS.search(text)
    return found.lastgroup or "" if found else ""


@lru_cache(maxsize=4)
def _concept_vectors(texts: tuple[str, ...], embed: Embed) -> FloatArray:
    return np.asarray(embed(texts), dtype=np.float64)


def _cosines(sentences: Sequence[str], concepts: Sequence[Concept], embed: Embed) -> FloatArray:
    """Cosine of each sentence with each concept, of shape (sentence, concept)."""
    texts = tuple(
        f"{concept.name}: {', '.join(concept.keywords)}. {concept.summary}" for concept in concepts
    )
    rows = np.asarray(embed(list(sentences)), dtype=np.float64)
    return np.asarray(rows @ _concept_vectors(texts, embed).T)


def _support(concept: Concept, sentences: Sequence[str], cosines: FloatArray) -> _Support:
    keywords = _any_of(concept.keywords)
    # A name as short as "Go" is a word of any sentence; its keywords say what is meant.
    named = _any_of((concept.name,) if len(concept.name) >= _SHORTEST_NAME else concept.keywords)
    scores = []
    words: set[str] = set()
    mentions = 0
    for sentence, cosine in zip(sentences, cosines, strict=True):
        hits = {hit.casefold() for hit in keywords.findall(sentence)}
        words |= hits
        mentions += bool(hits)
        closeness = (cosine - _COSINE_NOTHING) / (_COSINE_CERTAIN - _COSINE_NOTHING)
        from_words = _FIRST_KEYWORD * bool(hits) + _NEXT_KEYWORD * max(len(hits) - 1, 0)
        from_name = _FIRST_KEYWORD if named.search(sentence) else 0.0
        scores.append(from_words + from_name + float(np.clip(closeness, 0, 1)) * _FIRST_KEYWORD)
    best = int(np.argmax(scores))
    confidence = min(scores[best] + _NEXT_KEYWORD / 2 * max(len(words) - 1, 0), 0.95)
    return _Support(confidence, sentences[best], mentions)


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    # Longest first, so that "unit test" is found as such where "test" is a keyword too.
    either = "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _proposal(concept: Concept, support: _Support, usual: int) -> Proposal:
    sentence = support.sentence
    weight = 2.0
    if _OPTIONAL.search(sentence):
        weight = 1.0
    elif _REQUIRED.search(sentence) or support.mentions > _FAMILIAR:
        weight = 3.0
    return Proposal(
        concept=concept.concept,
        name=concept.name,
        target=_target(sentence, usual, concept.area),
        weight=weight,
        confidence=round(support.confidence, 2),
        because=sentence,
    )


def _target(sentence: str, usual: int, area: Area) -> int:
    """The depth the sentence asks for, kept within a level of what the seniority asks for."""
    for depth, pattern in _DEPTH_WORDS:
        if pattern.search(sentence):
            # "System design" names the subject, not how deep one has to know it.
            if depth == MAX_DEPTH and area is Area.SYSTEM_DESIGN:
                continue
            return min(max(depth, usual - 1), usual + 1, MAX_DEPTH) if depth > _FAMILIAR else depth
    return usual
