"""The six scores of an evaluation, each from the exchanges its rule names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from app.assessment.bank import load_bank
from app.assessment.folding import fold
from app.assessment.items import AnswerKind, Area
from app.assessment.scoring import concept_score
from app.evaluations.rules import FOCUS_FACTOR, TRAITS, WORDS, Score, Trait
from app.interviews.models import TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from app.assessment.items import EvidenceSpan
    from app.assessment.service import EvaluationView, PointView
    from app.reports.exchanges import Exchange

_MOST_EVIDENCE = 6
# Words were strung together, or the question given back: known or not, nothing was explained.
_UNEXPLAINED = frozenset({AnswerKind.KEYWORDS, AnswerKind.REPEATS_QUESTION})


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of 0 to 10, or None where nothing shows it, and what it rests on."""

    score: Score
    value: int | None
    exact: float | None = None
    inputs: tuple[dict[str, Any], ...] = ()
    evidence: tuple[dict[str, Any], ...] = field(default=())

    @property
    def basis(self) -> dict[str, Any]:
        """The rule, what went into it, and the candidate's own words behind it."""
        return {
            "rule": WORDS[self.score],
            "value": self.exact,
            "inputs": list(self.inputs),
            "evidence": list(self.evidence),
        }


def all_scores(
    concept_depth: Sequence[dict[str, Any]], exchanges: Sequence[Exchange]
) -> dict[Score, Scored]:
    """Every score, by `rules`. `concept_depth` is that of the report."""
    return {
        **{score: _conduct(score, trait, exchanges) for score, trait in TRAITS.items()},
        Score.COMMUNICATION: _communication(exchanges),
        Score.TECHNICAL: _technical(concept_depth),
    }


def _scored(
    score: Score,
    mean: float | None,
    inputs: Iterable[dict[str, Any]],
    evidence: Iterable[dict[str, Any]],
) -> Scored:
    """`mean` is a fraction. Halves are rounded up."""
    if mean is None:
        return Scored(score, None, inputs=tuple(inputs))
    value = min(10, max(0, int(mean * 10 + 0.5)))
    shown = tuple(evidence)[:_MOST_EVIDENCE]
    return Scored(score, value, round(mean * 10, 3), tuple(inputs), shown)


def _technical(concept_depth: Sequence[dict[str, Any]]) -> Scored:
    graded = [
        one
        for one in concept_depth
        if one["depth"] is not None and one["concept"] not in behavioural()
    ]
    inputs = [
        {
            "concept": one["concept"],
            "depth": one["depth"],
            "target": one["target"],
            "weight": one["weight"],
            "points": round(_points(one["depth"], one["target"]), 1),
        }
        for one in graded
    ]
    evidence = [span for one in graded for span in one["evidence"]]
    if not evidence:
        return _scored(Score.TECHNICAL, None, inputs, ())
    total = sum(one["weight"] for one in graded)
    mean = sum(one["weight"] * _points(one["depth"], one["target"]) for one in graded) / total
    return _scored(Score.TECHNICAL, mean / 100, inputs, evidence)


def _points(depth: float, target: int) -> float:
    return float(concept_score(np.array([depth]), target)[0])


def _communication(exchanges: Sequence[Exchange]) -> Scored:
    inputs, shares, evidence = [], [], []
    for number, exchange in enumerate(exchanges, start=1):
        grade = exchange.counted
        if grade is None:
            continue
        earned = [point for point in grade.points if point.credit > 0]
        if grade.kind in _UNEXPLAINED:
            share = 0.0
        elif earned:
            first = _first_answer(exchange)
            unasked = [one for one in earned if any(s.turn_id == first for s in one.evidence)]
            share = _credit(unasked) / _credit(earned)
            evidence += [_span(one, one.evidence[0]) for one in unasked if one.evidence]
        else:
            continue
        shares.append(share)
        inputs.append(
            {"question": number, "points": len(earned), "share_unprompted": round(share, 3)}
        )
    mean = sum(shares) / len(shares) if shares and evidence else None
    return _scored(Score.COMMUNICATION, mean, inputs, evidence)


def _conduct(score: Score, trait: Trait, exchanges: Sequence[Exchange]) -> Scored:
    total = earned = 0.0
    inputs, evidence = [], []
    for number, exchange in enumerate(exchanges, start=1):
        grade = exchange.counted
        if grade is None or not _is_about(exchange, trait):
            continue
        parts = _star(exchange)
        for point in grade.points:
            factor = FOCUS_FACTOR if parts.get(point.point_id) in trait.focus else 1.0
            total += factor * point.weight
            earned += factor * point.weight * point.credit
            evidence += [_span(point, span) for span in point.evidence[:1] if point.credit > 0]
        inputs.append({"question": number, "score": round(grade.score, 3)})
    mean = earned / total if evidence and total else None
    return _scored(score, mean, inputs, evidence)


def _credit(points: Iterable[PointView]) -> float:
    return sum(point.weight * point.credit for point in points)


def _first_answer(exchange: Exchange) -> UUID | None:
    return next((turn.id for turn in exchange.turns if turn.kind is TurnKind.ANSWER), None)


def _span(point: PointView, span: EvidenceSpan) -> dict[str, Any]:
    return {
        "turn_id": str(span.turn_id),
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
        "point": point.text,
        "credit": round(point.credit, 2),
    }


def _star(exchange: Exchange) -> dict[str, str | None]:
    """Which part of a STAR answer each point of the item stands for."""
    points = (exchange.question.item or {}).get("points", ())
    return {one["id"]: one.get("star") for one in points}


def _is_about(exchange: Exchange, trait: Trait) -> bool:
    """By the concept it was asked for; a question asked of everyone by the words it has."""
    concept = exchange.question.concept
    if concept is not None:
        return concept in trait.concepts
    words = fold(exchange.question.text).text
    return any(_speaks_of(one).search(words) for one in trait.concepts)


@lru_cache(maxsize=16)
def _speaks_of(slug: str) -> re.Pattern[str]:
    known = load_bank().get(slug)
    words = (known.name, *known.keywords) if known else (slug,)
    return re.compile(rf"\b(?:{'|'.join(re.escape(fold(word).text) for word in words)})\b")


@lru_cache(maxsize=1)
def behavioural() -> frozenset[str]:
    """The concepts of the bank that are about conduct and not about the field."""
    bank = load_bank().values()
    return frozenset(one.concept for one in bank if one.area is Area.BEHAVIOURAL)


def graded_of(exchanges: Iterable[Exchange]) -> list[EvaluationView]:
    """The grades that count."""
    return [grade for one in exchanges if (grade := one.counted) is not None]
