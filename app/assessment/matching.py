"""How close each stretch of an answer comes to a reference wording.

Three signals for every window of neighbouring clauses. Soft alignment by token: for each reference
token the best cosine with a token of the window, weighted by how rare the word is and by how little
the question already says it (after BERTScore, Zhang et al., 2020). The cosine of the pooled
vectors, with the direction of the question taken out of both, which tells "says this" from "is on
the subject". And the recall of the reference's content words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.assessment.embedding import unit
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
# The vocabulary of the tokenizer is ordered by frequency from here on; before it stand single
# characters and unused places.
_FIRST_WORD, _LAST_WORD = 1996, 30522
_STOPWORD_WEIGHT = 0.1
_KNOWN_STEM_WEIGHT = 0.35
# Logistic regression, fitted by `tests/bench/calibrate.py`.
INTERCEPT = np.float32(-4.5)
WEIGHTS = np.asarray([6.5, 5.3, 0.2], dtype=np.float32)
BEST_SHARE = np.float32(0.3)


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
    (384,) is its unit vector without the direction of `question` (384,). `stems` gives the weight
    of each content word, summing to 1 if there are any.
    """

    text: str
    vectors: Floats
    weights: Floats
    sentence: Floats
    question: Floats
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
    if len(question.ids) and len(weights):
        # What the question already says earns little, however it is put.
        given = (encoded.vectors @ question.vectors.T).max(axis=1)
        weights *= np.clip(np.float32(1.1) - given, np.float32(0.05), np.float32(1))
    stems = {s: w * (_KNOWN_STEM_WEIGHT if s in asked else 1.0) for s, w in stems.items()}
    total = sum(stems.values())
    return Wording(
        text=text,
        vectors=encoded.vectors,
        weights=weights / max(float(weights.sum()), 1e-6),
        sentence=_without(encoded.sentence, question.sentence),
        question=question.sentence,
        stems={s: w / total for s, w in stems.items()},
    )


def _without(vectors: Floats, direction: Floats) -> Floats:
    """Unit vectors with one unit direction projected out."""
    along = vectors @ direction
    return unit(vectors - along[..., None] * direction)


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

    `vectors` (n, 384) are the unit vectors of all its tokens and `owner` (n,) the clause of each.
    `windows` (w, 2) are first and last clause, both included; `pooled` (w, 384) the unit vectors
    of their mean token.
    """

    clauses: tuple[Clause, ...]
    vectors: Floats
    owner: NDArray[np.int64]
    windows: NDArray[np.int64]
    pooled: Floats


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
    totals = np.zeros((len(found) + 1, stacked.shape[1]), dtype=np.float32)
    np.add.at(totals, owner + 1, stacked)
    running = np.cumsum(totals, axis=0)
    windows = _windows(found)
    pooled = unit(running[windows[:, 1] + 1] - running[windows[:, 0]])
    return EncodedAnswer(tuple(found), stacked, owner, windows, pooled)


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


def signals(reference: Wording, answer: EncodedAnswer) -> Floats:
    """Alignment, cosine and recall of a wording in each window, shape (windows, 3)."""
    per_token = reference.vectors @ answer.vectors.T
    best = np.full((len(answer.clauses), len(reference.vectors)), -1, dtype=np.float32)
    np.maximum.at(best, answer.owner, per_token.T)
    aligned = window_maxima(best, answer.windows) @ reference.weights
    cosine = _without(answer.pooled, reference.question) @ reference.sentence
    said = np.asarray(
        [[stem in clause.stems for stem in reference.stems] for clause in answer.clauses],
        dtype=np.float32,
    )
    stem_weights = np.asarray(list(reference.stems.values()), dtype=np.float32)
    recalled = (window_maxima(said, answer.windows) * stem_weights).sum(axis=1)
    return np.stack([aligned, cosine, recalled], axis=1)


def similarities(reference: Wording, answer: EncodedAnswer) -> Floats:
    """How close each window comes to a wording: a logit, shape (windows,)."""
    logits: Floats = INTERCEPT + signals(reference, answer) @ WEIGHTS
    return logits


def point_similarities(wordings: Sequence[Wording], answer: EncodedAnswer) -> Floats:
    """How close each window comes to a point put in several wordings, shape (windows,).

    Mostly the mean over the wordings, which is steadier than the best of them; the best keeps its
    part, so that saying exactly one of them is enough.
    """
    each = np.stack([similarities(reference, answer) for reference in wordings])
    mixed: Floats = BEST_SHARE * each.max(axis=0) + (1 - BEST_SHARE) * each.mean(axis=0)
    return mixed


def window_maxima(rows: Floats, windows: NDArray[np.int64]) -> Floats:
    """For each window the maximum over its rows, shape (windows, columns).

    Windows come in order of their first clause, each one clause longer than the one before, so
    every maximum follows from the previous one.
    """
    out = np.empty((len(windows), rows.shape[1]), dtype=np.float32)
    for index, (first, last) in enumerate(windows.tolist()):
        out[index] = rows[first] if first == last else np.maximum(out[index - 1], rows[last])
    return out
