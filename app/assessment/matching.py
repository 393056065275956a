"""How much of a reference wording each stretch of an answer says.

Mostly soft alignment by token: every token of the reference is paired with at most one token of a
window of neighbouring clauses, so that the sum of the similarities of the pairs is greatest, and
the tokens count by how rare the word is and by how little the question already says it. The
similarity is the cosine of contextual vectors (BERTScore, Zhang et al., 2020); pairing one to one
and leaving out what the question gives away follow Sultan, Salazar & Sumner, 2016, "Fast and easy
short answer grading with high accuracy". A small part is the recall of the content words' stems.

Nothing else added to that on both halves of the training data of SemEval-2013 Task 7 (Dzikovska et
al., 2013) when fitted on the other half: cosines of sentences, precision, runs of characters,
pairs of words, lengths, middle layers, the worst aligned word. The constants stand on a plateau
there (`tests/bench/calibrate.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # ships no types

from app.assessment.text import (
    Span,
    Word,
    clauses,
    cleaned,
    content_stems,
    graded_length,
    sentences,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from app.assessment.embedding import Encoder, Floats, TokenVectors

MAX_WINDOW_CLAUSES = 4
MAX_WINDOW_SENTENCES = 3
# A window of several clauses is no longer than this, so that whoever speaks without full stops gets
# no wider windows than the others.
MAX_WINDOW_TOKENS = 48
# So many windows are compared closely with a point, the likeliest ones; the others earn nothing.
MOST_WINDOWS = 24
# The vocabulary of the tokenizer is ordered by frequency from here on; before it stand single
# characters and unused places.
_FIRST_WORD, _LAST_WORD = 1996, 30522
_STOPWORD_WEIGHT = 0.1
_KNOWN_STEM_WEIGHT = 0.35
BEST_SHARE = np.float32(0.3)
RECALL_SHARE = 1 / 6
# Among several wordings: how much is asked where they say 0.25 of each other less than they do.
REACH, REACH_FROM = 0.65, 0.25
# How far common words count less than rare ones: at 0 not at all, at 1 as `word_weight` has it.
RARITY = np.float32(0.75)
# Cosines below this say nothing: any two words of English come as close.
NOISE = np.float32(0.3)
# A token this close to one of the question's counts half, and hardly at all from a little more on.
GIVEN, GIVEN_WIDTH, GIVEN_LEAVES = np.float32(0.68), np.float32(0.05), np.float32(0.1)


def word_weight(word: Word, token_id: int, *, whole: bool) -> float:
    """How much a word says, 0 to 1, from its rank in the tokenizer's vocabulary.

    A word that is not in the vocabulary as a whole is rare and weighs 1.
    """
    if not word.is_content:
        return _STOPWORD_WEIGHT
    if not whole or token_id < _FIRST_WORD:
        return 1.0
    return 0.3 + 0.7 * math.log1p(token_id - _FIRST_WORD) / math.log(_LAST_WORD - _FIRST_WORD)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """An encoded reference wording.

    `vectors` (n, 384) are its tokens and `weights` (n,) what each counts, summing to 1. `sentence`
    (384,) is its unit vector. `stems` gives the weight of each content word, summing to 1 if there
    are any.
    """

    text: str
    vectors: Floats
    weights: Floats
    sentence: Floats
    stems: dict[str, float]


def token_weights(text: str, encoded: TokenVectors) -> tuple[Floats, dict[str, float]]:
    """Raw weights per token, and per content stem."""
    weights = np.zeros(len(encoded.ids), dtype=np.float32)
    stems: dict[str, float] = {}
    for word in words(text):
        inside = np.flatnonzero((encoded.starts >= word.start) & (encoded.starts < word.end))
        if not len(inside):
            continue
        weight = word_weight(word, int(encoded.ids[inside[0]]), whole=len(inside) == 1)
        weights[inside] = weight / len(inside)
        if word.is_content:
            stems[word.stem] = max(weight, stems.get(word.stem, 0.0))
    return weights, stems


def wording(
    text: str, encoded: TokenVectors, question: TokenVectors, asked: frozenset[str]
) -> Wording:
    """A wording to compare with, given the encoded question and the stems `asked` in it."""
    weights, stems = token_weights(text, encoded)
    weights = weights**RARITY
    if len(question.ids) and len(weights):
        # What the question already says earns little, however it is put.
        given = (encoded.vectors @ question.vectors.T).max(axis=1)
        said = 1 / (1 + np.exp((GIVEN - given) / GIVEN_WIDTH))
        weights *= 1 + GIVEN_LEAVES - said
    stems = {s: w * (_KNOWN_STEM_WEIGHT if s in asked else 1.0) for s, w in stems.items()}
    total = sum(stems.values())
    return Wording(
        text=text,
        vectors=encoded.vectors,
        weights=weights / max(float(weights.sum()), 1e-6),
        sentence=encoded.sentence,
        stems={s: w / total for s, w in stems.items()},
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of one part of the answer: its place, its sentence's number and its stems.

    `detached` says that something between it and the clause before was left out.
    """

    part: int
    span: Span
    sentence: int
    stems: frozenset[str]
    detached: bool


@dataclass(frozen=True, slots=True, eq=False)
class EncodedAnswer:
    """An answer as a row of clauses.

    `vectors` (n, 384) are the unit vectors of all its tokens in their order. `windows` (w, 2) are
    first and last clause, both included, and `tokens` (w, 2) where their tokens begin and end.
    """

    clauses: tuple[Clause, ...]
    vectors: Floats
    windows: NDArray[np.int64]
    tokens: NDArray[np.int64]


def _runs(texts: Sequence[str], keep: Callable[[str], bool]) -> tuple[list[Clause], list[range]]:
    """The clauses worth reading, and which of them stand together in one sentence."""
    found: list[Clause] = []
    runs: list[range] = []
    sentence_number = 0
    for part, text in enumerate(texts):
        detached = True
        for sentence in sentences(text, graded_length(text)):
            first = len(found)
            for span in clauses(text, sentence):
                said = text[span.start : span.end]
                if not keep(said):
                    detached = True
                    runs.append(range(first, len(found)))
                    first = len(found)
                    continue
                found.append(Clause(part, span, sentence_number, content_stems(said), detached))
                detached = False
            runs.append(range(first, len(found)))
            sentence_number += 1
    return found, [run for run in runs if run]


def encode_answer(
    encoder: Encoder,
    texts: Sequence[str],
    keep: Callable[[str], bool] = lambda clause: True,
    respell: Callable[[Word], str] | None = None,
) -> EncodedAnswer | None:
    """Encode the parts of an answer, leaving out clauses `keep` refuses; None if none is left."""
    found, runs = _runs(texts, keep)
    inputs = [
        cleaned(
            texts[found[run[0]].part],
            Span(found[run[0]].span.start, found[run[-1]].span.end),
            respell,
        )
        for run in runs
    ]
    vectors: list[Floats] = []
    owners: list[NDArray[np.int64]] = []
    for run, source, encoded in zip(
        runs, inputs, encoder.encode([i.text for i in inputs]), strict=True
    ):
        if len(encoded.ids):
            place = np.asarray(source.origin)[encoded.starts]
            starts = np.asarray([found[i].span.start for i in run])
            owners.append(run.start + np.searchsorted(starts, place, "right") - 1)
            vectors.append(encoded.vectors)
    if not vectors:
        return None
    stacked, owner = np.concatenate(vectors), np.concatenate(owners)
    windows = _windows(found)
    begins = np.searchsorted(owner, windows[:, 0], "left")
    ends = np.searchsorted(owner, windows[:, 1], "right")
    short = (windows[:, 0] == windows[:, 1]) | (ends - begins <= MAX_WINDOW_TOKENS)
    windows, begins, ends = windows[short], begins[short], ends[short]
    return EncodedAnswer(tuple(found), stacked, windows, np.stack([begins, ends], axis=1))


def _windows(found: Sequence[Clause]) -> NDArray[np.int64]:
    pairs = []
    for first, start in enumerate(found):
        for last in range(first, min(first + MAX_WINDOW_CLAUSES, len(found))):
            end = found[last]
            if end.sentence - start.sentence >= MAX_WINDOW_SENTENCES or (
                last > first and end.detached
            ):
                break
            pairs.append((first, last))
    return np.asarray(pairs, dtype=np.int64)


def _alike(reference: Wording, vectors: Floats) -> Floats:
    """What each token of a wording gets from each of the given ones, shape (own, given)."""
    cosines = reference.vectors @ vectors.T
    alike: Floats = np.clip((cosines - NOISE) / (1 - NOISE), 0, 1) * reference.weights[:, None]
    return alike


def _paired(alike: Floats) -> float:
    """The greatest sum of one-to-one pairs (Kuhn, 1955)."""
    return float(alike[linear_sum_assignment(alike, maximize=True)].sum())


def _recalled(reference: Wording, said: frozenset[str]) -> float:
    return sum(weight for stem, weight in reference.stems.items() if stem in said)


def similarities(reference: Wording, answer: EncodedAnswer, chosen: NDArray[np.int64]) -> Floats:
    """How much of a wording each chosen window says, from 0 to 1, shape (chosen,)."""
    alike = _alike(reference, answer.vectors)
    found = np.zeros(len(chosen), dtype=np.float32)
    for place, window in enumerate(chosen.tolist()):
        first, last = answer.windows[window].tolist()
        begin, end = answer.tokens[window].tolist()
        said = frozenset[str]().union(*(c.stems for c in answer.clauses[first : last + 1]))
        found[place] = _mixed(_paired(alike[:, begin:end]), _recalled(reference, said))
    return found


def likeliest(wordings: Sequence[Wording], answer: EncodedAnswer) -> NDArray[np.int64]:
    """The windows that are likely to say most of a point, at most 24 of them, in their order.

    Found without pairing: every token takes its best, which is quick and never too low.
    """
    if len(answer.windows) <= MOST_WINDOWS:
        return np.arange(len(answer.windows))
    total = np.zeros(len(answer.windows), dtype=np.float32)
    for reference in wordings:
        # A column of nothing at the end keeps a window at the very end within the row.
        alike = np.pad(_alike(reference, answer.vectors), ((0, 0), (0, 1)))
        best = np.maximum.reduceat(alike, answer.tokens.ravel(), axis=1)[:, ::2]
        total += best.sum(axis=0)
    return np.sort(np.argsort(-total, kind="stable")[:MOST_WINDOWS])


def between(reference: Wording, other: Wording) -> float:
    """How much of a wording another one says, from 0 to 1."""
    aligned = _paired(_alike(reference, other.vectors))
    return _mixed(aligned, _recalled(reference, frozenset(other.stems)))


def _mixed(aligned: float, recalled: float) -> float:
    return (1 - RECALL_SHARE) * aligned + RECALL_SHARE * recalled


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A reference point put in one or more wordings.

    `reach` makes points comparable: how much of its own other wordings a wording says tells how
    much may be asked of somebody who means the same and says it in their own words.
    """

    wordings: tuple[Wording, ...]
    reach: float

    @classmethod
    def of(cls, wordings: Sequence[Wording]) -> Point:
        """A point with its reach, measured between its wordings if there are several."""
        pairs = [between(a, b) for a, b in permutations(wordings, 2)]
        reach = REACH / (sum(pairs) / len(pairs) + REACH_FROM) if pairs else 1.0
        return cls(tuple(wordings), reach)

    def similarities(self, answer: EncodedAnswer) -> Floats:
        """How much of the point each window says, from 0, shape (windows,).

        Mostly the mean over the wordings, which is steadier than the best of them; the best keeps
        its part, so that saying exactly one of them is enough.
        """
        chosen = likeliest(self.wordings, answer)
        each = np.stack([similarities(wording, answer, chosen) for wording in self.wordings])
        mixed = BEST_SHARE * each.max(axis=0) + (1 - BEST_SHARE) * each.mean(axis=0)
        found = np.zeros(len(answer.windows), dtype=np.float32)
        found[chosen] = mixed * np.float32(self.reach)
        return found
