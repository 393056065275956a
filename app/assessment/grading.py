"""How the built-in evaluator judges an answer, point by point.

Each reference point is looked for in every window of one to three neighbouring sentences of the
answer (`matching`). The smallest window that comes close enough is the evidence; a window that
says the opposite (`polarity`) earns nothing, and a misconception takes from the point it is about.
Credit rises in a straight line between two similarities, fitted on questions other than those it
was checked on (`tests/bench/calibrate.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.assessment.answer_kind import kind_of, says_nothing
from app.assessment.items import AnswerKind, EvidenceSpan, Grade, PointGrade
from app.assessment.matching import encode_answer, point_similarities, wording
from app.assessment.polarity import contradicts
from app.assessment.spelling import Respeller
from app.assessment.text import content_stems, graded_length, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.assessment.embedding import Encoder, Floats
    from app.assessment.items import AnswerPart, Item
    from app.assessment.matching import EncodedAnswer, Wording

NAME = "built-in"
VERSION = "1.0"
# Below the first similarity a point earns nothing, from the second on everything.
NO_CREDIT_BELOW, FULL_CREDIT_FROM = -0.7, 0.2
# Windows this close to the best say the same thing; the shortest of them is quoted.
EVIDENCE_TOLERANCE = 0.25
OFF_TOPIC_BELOW = -0.9
MISCONCEPTION_FROM = 1.5
MISCONCEPTION_MARGIN = 1.0
MISCONCEPTION_LEAVES = 0.5
GENERIC_CONFIDENCE = 0.3
_CERTAIN, _OFF_TOPIC_CONFIDENCE = 0.95, 0.8
# An answer of this many words is long enough to be judged with full confidence.
_ENOUGH_WORDS = 25
INSUFFICIENT = "Insufficient evidence in the answer."
CONTRADICTED = "The answer says the opposite."
MISTAKEN = "The answer holds a misconception about this."
CUT_SHORT = "Only the first part of this very long answer was read."
_KIND_NOTES = {
    AnswerKind.EMPTY: "The answer is empty.",
    AnswerKind.DONT_KNOW: "The candidate said they do not know.",
    AnswerKind.REPEATS_QUESTION: "The answer repeats the question.",
    AnswerKind.KEYWORDS: "The answer lists words without saying anything about them.",
    AnswerKind.GIBBERISH: "The answer could not be understood.",
    AnswerKind.OFF_TOPIC: "Nothing in the answer is about what was asked.",
}
_REFUTES = re.compile(
    r"\b(?:myth|misconception|mistake|mistaken|mistakenly|wrong|wrongly|false|untrue|not true|"
    r"incorrect|contrary|some (?:people|folks|developers)|people (?:often )?(?:think|believe|say)|"
    r"commonly (?:thought|believed)|one might think|you might think|many (?:people )?think)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedItem:
    """An item, encoded: per point its wordings, and per misconception the point it is about."""

    points: tuple[tuple[Wording, ...], ...]
    misconceptions: tuple[Wording, ...]
    mistaken_points: tuple[int, ...]
    terms: frozenset[str]


def prepare(item: Item, model: Encoder) -> PreparedItem:
    """Encode an item's points and misconceptions."""
    asked = content_stems(item.question)
    question = model.encode([item.question])[0]

    def encoded(texts: Sequence[str]) -> tuple[Wording, ...]:
        results = model.encode(texts)
        return tuple(wording(t, e, question, asked) for t, e in zip(texts, results, strict=True))

    points = tuple(encoded((point.text, *point.also)) for point in item.points)
    wrong = encoded(item.misconceptions)
    texts = (item.question, *item.misconceptions, *(w.text for ws in points for w in ws))
    return PreparedItem(
        points=points,
        misconceptions=wrong,
        mistaken_points=tuple(
            int(np.argmax([max(float(w.sentence @ m.sentence) for w in ws) for ws in points]))
            for m in wrong
        ),
        terms=frozenset(word.form for text in texts for word in words(text)),
    )


def grade_answer(
    item: Item, parts: Sequence[AnswerPart], prepared: PreparedItem, model: Encoder
) -> Grade:
    """Judge the parts of one answer together. The same input always gives the same grade."""
    texts = [part.text for part in parts]
    cut_short = any(graded_length(text) < len(text.rstrip()) for text in texts)
    note = CUT_SHORT if cut_short else ""
    kind = kind_of(
        texts,
        (item.question, item.rephrase),
        lambda form: form in prepared.terms or model.has_word(form),
    )
    if kind is not None:
        return _nothing(item, kind, note)
    answer = encode_answer(
        model,
        texts,
        keep=lambda clause: not says_nothing(clause),
        respell=Respeller(prepared.terms, model.has_word),
    )
    if answer is None:
        return _nothing(item, AnswerKind.OFF_TOPIC, note)
    found = _Findings(item, parts, prepared, answer)
    if found.is_off_topic:
        return _nothing(item, AnswerKind.OFF_TOPIC, note)
    return _result(item, AnswerKind.SUBSTANTIVE, found.point_grades(note), found.misconceptions)


def _nothing(item: Item, kind: AnswerKind, note: str) -> Grade:
    confidence = _OFF_TOPIC_CONFIDENCE if kind is AnswerKind.OFF_TOPIC else _CERTAIN
    if item.generic:
        confidence = min(confidence, GENERIC_CONFIDENCE)
    notes = f"{_KIND_NOTES[kind]} {note}".strip()
    points = [
        PointGrade(point_id=p.id, credit=0, confidence=confidence, note=notes) for p in item.points
    ]
    return _result(item, kind, points, ())


def _result(
    item: Item, kind: AnswerKind, points: Sequence[PointGrade], misconceptions: Sequence[str]
) -> Grade:
    weights = np.asarray([point.weight for point in item.points])
    earned = np.asarray([grade.credit for grade in points])
    confidences = np.asarray([grade.confidence for grade in points])
    return Grade(
        item_id=item.id,
        kind=kind,
        points=tuple(points),
        score=round(min(1.0, float(weights @ earned / weights.sum())), 4),
        confidence=round(min(1.0, float(weights @ confidences / weights.sum())), 4),
        misconceptions=tuple(misconceptions),
        engine=NAME,
        engine_version=VERSION,
    )


def credit_for(similarity: float) -> float:
    """The credit for a similarity: 0 below, 1 above, a straight line between, in hundredths."""
    share = (similarity - NO_CREDIT_BELOW) / (FULL_CREDIT_FROM - NO_CREDIT_BELOW)
    return round(min(1.0, max(0.0, share)), 2)


class _Findings:
    """What an answer says about each point of an item, and which misconceptions it holds."""

    def __init__(
        self,
        item: Item,
        parts: Sequence[AnswerPart],
        prepared: PreparedItem,
        answer: EncodedAnswer,
    ) -> None:
        self._item = item
        self._parts = parts
        self._prepared = prepared
        self._answer = answer
        self._close = [point_similarities(ws, answer) for ws in prepared.points]
        self._sizes = np.asarray(
            [
                answer.clauses[last].span.end - answer.clauses[first].span.start
                for first, last in answer.windows.tolist()
            ]
        )
        self._mistakes = self._find_mistakes()

    @property
    def is_off_topic(self) -> bool:
        """Whether no part of the answer comes anywhere near a point or a misconception."""
        closest = max(float(row.max()) for row in self._close)
        return closest < OFF_TOPIC_BELOW and not self._mistakes

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The misconceptions held, in the item's words."""
        return tuple(self._item.misconceptions[index] for index in self._mistakes)

    def point_grades(self, note: str) -> list[PointGrade]:
        """The judgement of every point, in the item's order."""
        return [self._point_grade(index, note) for index in range(len(self._item.points))]

    def _find_mistakes(self) -> dict[int, int]:
        """The windows in which a misconception is held, by its number."""
        best_point = np.max(self._close, axis=0)
        found: dict[int, int] = {}
        for index, wrong in enumerate(self._prepared.misconceptions):
            close = point_similarities((wrong,), self._answer)
            close = np.where(close > best_point + MISCONCEPTION_MARGIN, close, -np.inf)
            window = self._smallest(close)
            if close[window] >= MISCONCEPTION_FROM and not self._refutes(wrong, window):
                found[index] = window
        return found

    def _refutes(self, wrong: Wording, window: int) -> bool:
        text, start, end = self._place(window)
        before = max(0, start - 60)
        return bool(_REFUTES.search(text, before, end)) or self._opposes((wrong,), window)

    def _place(self, window: int) -> tuple[str, int, int]:
        first, last = self._answer.windows[window].tolist()
        opening, closing = self._answer.clauses[first], self._answer.clauses[last]
        return self._parts[opening.part].text, opening.span.start, closing.span.end

    def _smallest(self, close: Floats) -> int:
        """The smallest window that is as good as the best."""
        candidates = np.flatnonzero(close >= close.max() - EVIDENCE_TOLERANCE)
        return int(min(candidates, key=lambda w: (self._sizes[w], -close[w], w)))

    def _opposes(self, wordings: Sequence[Wording], window: int) -> bool:
        first, last = self._answer.windows[window].tolist()
        return any(
            contradicts(w.text, self._parts[clause.part].text, clause.span)
            for clause in self._answer.clauses[first : last + 1]
            for w in wordings
        )

    def _point_grade(self, index: int, note: str) -> PointGrade:
        point = self._item.points[index]
        wordings = self._prepared.points[index]
        close = self._close[index].copy()
        opposed: int | None = None
        window = self._smallest(close)
        while credit_for(float(close[window])) > 0 and self._opposes(wordings, window):
            opposed = window if opposed is None else opposed
            close[self._overlapping(window)] = -np.inf
            if not np.isfinite(close.max()):
                break
            window = self._smallest(close)
        credit = credit_for(float(close[window]))
        contradicted = opposed is not None and credit < credit_for(
            float(self._close[index][opposed])
        )
        if contradicted and opposed is not None:
            window, credit, notes = opposed, 0.0, [CONTRADICTED]
        else:
            notes = []
        for mistake, held in self._mistakes.items():
            if self._prepared.mistaken_points[mistake] == index:
                contradicted = True
                notes.append(MISTAKEN)
                overlap = held in self._overlapping(window)
                credit = 0.0 if overlap else round(credit * MISCONCEPTION_LEAVES, 2)
        spans = self._evidence(window) if credit > 0 or contradicted else ()
        if not spans:
            credit = 0.0
        if not credit and not notes:
            notes.append(INSUFFICIENT)
        return PointGrade(
            point_id=point.id,
            credit=credit,
            confidence=self._confidence(float(self._close[index].max())),
            evidence=spans,
            contradicted=contradicted,
            note=" ".join([*notes, note]).strip(),
        )

    def _overlapping(self, window: int) -> NDArray[np.int64]:
        first, last = self._answer.windows[window].tolist()
        windows = self._answer.windows
        return np.flatnonzero((windows[:, 0] <= last) & (windows[:, 1] >= first))

    def _evidence(self, window: int) -> tuple[EvidenceSpan, ...]:
        text, start, end = self._place(window)
        part = self._parts[self._answer.clauses[self._answer.windows[window, 0]].part]
        span = EvidenceSpan(turn_id=part.turn_id, start=start, end=end, quote=text[start:end])
        return (span,) if span.is_verbatim(part) else ()

    def _confidence(self, similarity: float) -> float:
        """How sure the judgement is: least where credit is half, less in a short answer."""
        middle = (NO_CREDIT_BELOW + FULL_CREDIT_FROM) / 2
        probability = 1 / (1 + np.exp(-abs(similarity - middle)))
        spoken = sum(len(words(part.text)) for part in self._parts)
        confidence = probability * (0.6 + 0.4 * min(1.0, spoken / _ENOUGH_WORDS))
        if self._item.generic:
            confidence = min(confidence, GENERIC_CONFIDENCE)
        return round(float(confidence), 2)
