"""The words that go with a grade, made by rules from what was and was not found in the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.items import AnswerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.assessment.service import EvaluationView, PointView

MAX_SCORE = 10
NOT_GRADED = "Your answer is kept, but it could not be graded."

_COVERED, _MISSING = 0.6, 0.3
_MAX_COVERED, _MAX_MISSING = 2, 2
_QUOTE_WORDS, _POINT_CHARACTERS = 14, 110
_OPENINGS = (
    (0.85, "A full answer."),
    (0.6, "A good answer, with something left out."),
    (0.3, "Part of what the question asks for is there."),
    (0.0, "Little of what the question asks for could be found in your answer."),
)
_BESIDE_THE_POINT: dict[AnswerKind, str] = {
    AnswerKind.EMPTY: "There was no answer to grade.",
    AnswerKind.DONT_KNOW: "You said that you don't know, which is better than guessing.",
    AnswerKind.REPEATS_QUESTION: "Your answer repeats the question without answering it.",
    AnswerKind.KEYWORDS: "These are key words without a statement: say how they hang together.",
    AnswerKind.GIBBERISH: "This could not be read as an answer.",
    AnswerKind.OFF_TOPIC: "Your answer is about something else than the question.",
}
_GENERAL = "The question bank does not hold this subject, so the grade is a rough one."


def score_of(score: float) -> int:
    """A score from 0 to 1 as whole points from 0 to 10, halves rounded up."""
    return int(score * MAX_SCORE + 0.5)


def words_of(evaluation: EvaluationView, *, is_general: bool = False) -> str:
    """The feedback on an answer: what it covers, in its own words, and briefly what is missing.

    `is_general` says that the item was made from a template for a subject outside the bank.
    """
    if evaluation.kind is AnswerKind.SUBSTANTIVE:
        opening = next(text for least, text in _OPENINGS if evaluation.score >= least)
        sentences = [opening, *_covered(evaluation.points)]
    else:
        sentences = [_BESIDE_THE_POINT[evaluation.kind]]
    sentences += _wrong(evaluation)
    # The points of a template fit any subject, so naming them would help nobody.
    sentences += [_GENERAL] if is_general else _missing(evaluation.points)
    return " ".join(sentences)


def quote_of(point: PointView) -> str:
    """The beginning of the candidate's own words for a point; empty where there is no evidence."""
    words = point.evidence[0].quote.split() if point.evidence else []
    cut = " ".join(words[:_QUOTE_WORDS]).rstrip(".,;:")
    return f"{cut} …" if len(words) > _QUOTE_WORDS else cut


def brief(text: str, longest: int = _POINT_CHARACTERS) -> str:
    """A reference point in so many characters, without its full stop."""
    plain = " ".join(text.split()).rstrip(".")
    if len(plain) <= longest:
        return plain
    return f"{plain[:longest].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _covered(points: Iterable[PointView]) -> list[str]:
    good = [p for p in _heaviest(points) if p.credit >= _COVERED and not p.contradicted]
    quotes = list(dict.fromkeys(filter(None, map(quote_of, good))))[:_MAX_COVERED]
    if not quotes:
        return []
    return ["What counts: " + " and ".join(f"“{quote}”" for quote in quotes) + "."]


def _wrong(evaluation: EvaluationView) -> list[str]:
    opposite = [p.text for p in _heaviest(evaluation.points) if p.contradicted][:1]
    sentences = [f"Check this, where you say the opposite: {brief(text)}." for text in opposite]
    return sentences + [
        f"A common misunderstanding: {brief(text)}." for text in evaluation.misconceptions[:1]
    ]


def _missing(points: Iterable[PointView]) -> list[str]:
    lacking = [p for p in _heaviest(points) if p.credit < _MISSING and not p.contradicted]
    if not lacking:
        return []
    named = "; ".join(brief(point.text) for point in lacking[:_MAX_MISSING])
    more = len(lacking) - _MAX_MISSING
    return [f"Not there yet: {named}" + (f"; and {more} more." if more > 0 else ".")]


def _heaviest(points: Iterable[PointView]) -> Sequence[PointView]:
    return sorted(points, key=lambda point: -point.weight)
