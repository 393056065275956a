"""How the built-in evaluator judges an answer, point by point.

Each reference point is looked for in every window of one to three neighbouring sentences of the
answer (`matching`). The smallest window that comes close enough is the evidence; a window that
says the opposite (`polarity`) earns nothing, one that gives another number (`amounts`) less, and a
misconception takes from the point it is about. Credit rises with the similarity along one curve,
from where chance ends; `tests/bench/calibrate.py` measures where that is, and how often a judgement
of each confidence is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from app.assessment.amounts import differs, is_essential, lacks_number
from app.assessment.answer_kind import kind_of, says_nothing
from app.assessment.items import AnswerKind, EvidenceSpan, Grade, PointGrade
from app.assessment.matching import Point, encode_answer, likeliest, similarities, wording
from app.assessment.polarity import Verdict, contradicts, negations, verdict
from app.assessment.quantities import quantities
from app.assessment.spelling import Respeller
from app.assessment.text import Span, content_stems, graded_length, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.assessment.embedding import Encoder, Floats
    from app.assessment.items import AnswerPart, Item
    from app.assessment.matching import Clause, EncodedAnswer, Wording

NAME = "built-in"
VERSION = "2.0"
# A point earns about half at this similarity, where the curve is steepest, and nothing up to what
# one answer in ten of the same length reaches by chance, to another question.
HALF_CREDIT_AT, STEEPNESS = 0.3, 7.0
CHANCE, CHANCE_PER_LOG_TOKEN = -0.02, 0.04
# Windows this close to the best say the same thing; the shortest of them is quoted.
EVIDENCE_TOLERANCE = 0.03
# Misconceptions look much like the points they get wrong. In other words than ours one counts only
# if it is this close, and closer than any point by this margin.
MISTAKEN_FROM, MISCONCEPTION_FROM, MISCONCEPTION_MARGIN = 0.4, 0.65, 0.3
# How much of a wording's content a window must hold before single words can turn it round.
MIN_RECALL = 0.5
MISCONCEPTION_LEAVES = 0.5
# What is left of a point said with another number, or without the number it is about.
OTHER_NUMBER_LEAVES, MISSING_NUMBER_LEAVES = 0.5, 0.7
GENERIC_CONFIDENCE = 0.3
_CERTAIN, _OFF_TOPIC_CONFIDENCE = 0.95, 0.8
# Confidence where credit is half and where it is surest, in an answer of at least this many words,
# and how much of it is left in the shortest.
UNSURE, SUREST, SHORT_LEAVES, _ENOUGH_WORDS = 0.55, 0.9, 0.8, 25
INSUFFICIENT = "Insufficient evidence in the answer."
CONTRADICTED = "The answer says the opposite."
OTHER_NUMBER = "The answer gives another number."
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

    points: tuple[Point, ...]
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

    points = tuple(Point.of(encoded((point.text, *point.also))) for point in item.points)
    wrong = encoded(item.misconceptions)
    texts = (item.question, *item.misconceptions, *(w.text for p in points for w in p.wordings))
    return PreparedItem(
        points=points,
        misconceptions=wrong,
        mistaken_points=tuple(
            int(
                np.argmax([max(float(w.sentence @ m.sentence) for w in p.wordings) for p in points])
            )
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
    # What is off topic for a general question is a guess; that nothing was said is not.
    if item.generic and kind is AnswerKind.OFF_TOPIC:
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


def chance_level(tokens: int) -> float:
    """The similarity that an answer of so many word pieces reaches without being about a point."""
    return max(0.0, CHANCE + CHANCE_PER_LOG_TOKEN * log(max(1, tokens)))


def credit_for(similarity: float, chance: float) -> float:
    """The credit for a similarity, 0 to 1: a logistic curve, cut off where chance ends."""
    low, high, here = (
        1 / (1 + exp(STEEPNESS * (HALF_CREDIT_AT - x))) for x in (chance, 1.0, similarity)
    )
    return round(min(1.0, max(0.0, (here - low) / (high - low))), 4)


def confidence_for(similarity: float, spoken: int) -> float:
    """How often a judgement at this similarity, of an answer of so many words, is right, 0 to 1.

    Least where credit is half. The constants are rounded from a fit to training answers of
    SemEval-2013 Task 7, 600 of each corpus. `tests/bench/calibrate.py` prints, by tenths
    of confidence: 0.07 off on average from the share rightly decided, from half of the credit on,
    and 0.05 from one minus the mean error. Between 0.5 and 0.8 it tells little.
    """
    distance = 2 / (1 + exp(-STEEPNESS * abs(similarity - HALF_CREDIT_AT))) - 1
    length = SHORT_LEAVES + (1 - SHORT_LEAVES) * min(1.0, spoken / _ENOUGH_WORDS)
    return (UNSURE + (SUREST - UNSURE) * distance) * length


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
        self._close = [point.similarities(answer) for point in prepared.points]
        self._sizes = np.asarray(
            [
                answer.clauses[last].span.end - answer.clauses[first].span.start
                for first, last in answer.windows.tolist()
            ]
        )
        self._chance = chance_level(len(answer.vectors))
        self._numbers = [one for part in parts for one in quantities(part.text)]
        self._mistakes = self._find_mistakes()

    @property
    def is_off_topic(self) -> bool:
        """Whether no part of the answer comes anywhere near a point or a misconception."""
        closest = max(float(row.max()) for row in self._close)
        return closest < self._chance and not self._mistakes

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The misconceptions held, in the item's words."""
        return tuple(self._item.misconceptions[index] for index in self._mistakes)

    def point_grades(self, note: str) -> list[PointGrade]:
        """The judgement of every point, in the item's order."""
        return [self._point_grade(index, note) for index in range(len(self._item.points))]

    def _find_mistakes(self) -> dict[int, int]:
        """The windows in which a misconception is held, by its number."""
        found: dict[int, int] = {}
        for index, wrong in enumerate(self._prepared.misconceptions):
            chosen = likeliest([wrong], self._answer)
            close = np.full(len(self._answer.windows), -np.inf, dtype=np.float32)
            close[chosen] = similarities(wrong, self._answer, chosen)
            chosen = np.flatnonzero(close >= MISTAKEN_FROM - EVIDENCE_TOLERANCE)
            if not len(chosen):
                continue
            points = np.max(
                [
                    similarities(w, self._answer, chosen)
                    for point in self._prepared.points
                    for w in point.wordings
                ],
                axis=0,
            )
            ahead = np.full(len(close), -np.inf, dtype=np.float32)
            ahead[chosen] = close[chosen] - points
            close = np.where(ahead > 0, close, -np.inf)
            window = self._smallest(close)
            if close[window] >= MISTAKEN_FROM and self._holds(
                wrong, window, float(close[window]), float(ahead[window])
            ):
                found[index] = window
        return found

    def _holds(self, wrong: Wording, window: int, close: float, ahead: float) -> bool:
        """Whether a window asserts a misconception, in its words or in very similar ones."""
        text, start, end = self._place(window)
        if _REFUTES.search(text, max(0, start - 60), end):
            return False
        verdicts = {verdict(wrong.text, text, clause.span) for clause in self._inside(window)}
        if Verdict.OPPOSES in verdicts:
            return False
        if Verdict.AGREES in verdicts and self._recalled(wrong, window) >= MIN_RECALL:
            return True
        same_sense = negations(text, Span(start, end)) % 2 == negations(wrong.text) % 2
        return same_sense and close >= MISCONCEPTION_FROM and ahead >= MISCONCEPTION_MARGIN

    def _place(self, window: int) -> tuple[str, int, int]:
        first, last = self._answer.windows[window].tolist()
        opening, closing = self._answer.clauses[first], self._answer.clauses[last]
        return self._parts[opening.part].text, opening.span.start, closing.span.end

    def _smallest(self, close: Floats) -> int:
        """The smallest window that is as good as the best."""
        candidates = np.flatnonzero(close >= close.max() - EVIDENCE_TOLERANCE)
        return int(min(candidates, key=lambda w: (self._sizes[w], -close[w], w)))

    def _inside(self, window: int) -> tuple[Clause, ...]:
        first, last = self._answer.windows[window].tolist()
        return self._answer.clauses[first : last + 1]

    def _recalled(self, reference: Wording, window: int) -> float:
        said = frozenset[str]().union(*(clause.stems for clause in self._inside(window)))
        return sum(weight for word, weight in reference.stems.items() if word in said)

    def _opposes(self, wordings: Sequence[Wording], window: int) -> bool:
        about = [w.text for w in wordings if self._recalled(w, window) >= MIN_RECALL]
        return any(
            contradicts(about, self._parts[clause.part].text, clause.span)
            for clause in self._inside(window)
        )

    def _best(self, index: int) -> tuple[int, float, bool]:
        """The window that speaks best for a point, how close it comes, whether it is opposed."""
        close = self._close[index].copy()
        window, best = self._smallest(close), float(close.max())
        opposed: tuple[int, float] | None = None
        while self._credit(best) > 0 and self._opposes(
            self._prepared.points[index].wordings, window
        ):
            opposed = opposed or (window, best)
            close[self._overlapping(window)] = -np.inf
            window, best = self._smallest(close), float(close.max())
        if opposed and self._credit(best) < self._credit(opposed[1]):
            return *opposed, True
        return window, best, False

    def _point_grade(self, index: int, note: str) -> PointGrade:
        window, similarity, contradicted = self._best(index)
        credit = 0.0 if contradicted else self._credit(similarity)
        notes = [CONTRADICTED] if contradicted else []
        if credit:
            window, credit, notes = self._by_numbers(index, window, credit)
            contradicted = not credit
        for mistake, held in self._mistakes.items():
            if self._prepared.mistaken_points[mistake] == index:
                contradicted, notes = True, [MISTAKEN]
                if held in self._overlapping(window) or not credit:
                    window, credit = held, 0.0
                credit = round(credit * MISCONCEPTION_LEAVES, 4)
        spans = self._evidence(window) if credit or contradicted else ()
        credit = credit if spans else 0.0
        if not credit and not notes:
            notes = [INSUFFICIENT]
        return PointGrade(
            point_id=self._item.points[index].id,
            credit=credit,
            confidence=self._confidence(similarity),
            evidence=spans,
            contradicted=contradicted,
            note=" ".join([*notes, note]).strip(),
        )

    def _by_numbers(self, index: int, window: int, credit: float) -> tuple[int, float, list[str]]:
        """The window and the credit once the numbers are compared, and what they say about it."""
        texts = [wording.text for wording in self._prepared.points[index].wordings]
        if not self._gives_another_number(texts, window):
            if lacks_number(texts, self._numbers):
                credit = round(credit * MISSING_NUMBER_LEAVES, 4)
            return window, credit, []
        close = self._close[index].copy()
        close[self._overlapping(window)] = -np.inf
        elsewhere, other = self._smallest(close), self._credit(float(close.max()))
        leaves = 0.0 if all(is_essential(text) for text in texts) else OTHER_NUMBER_LEAVES
        credit = round(credit * leaves, 4)
        if other > credit and not self._gives_another_number(texts, elsewhere):
            return elsewhere, other, []
        return window, credit, [OTHER_NUMBER]

    def _gives_another_number(self, texts: Sequence[str], window: int) -> bool:
        return any(
            differs(
                texts,
                self._item.question,
                self._parts[clause.part].text,
                clause.span,
                self._numbers,
            )
            for clause in self._inside(window)
        )

    def _credit(self, similarity: float) -> float:
        return credit_for(similarity, self._chance)

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
        spoken = sum(len(words(part.text)) for part in self._parts)
        confidence = confidence_for(similarity, spoken)
        if self._item.generic:
            confidence = min(confidence, GENERIC_CONFIDENCE)
        return round(float(confidence), 2)
