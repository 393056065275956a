"""A model's reading of a résumé, as far as it stands.

A quote counts only where it stands verbatim in what the model was shown. The risk score follows
from the requirements by the same rule as ever (`risk`); no number of a model's goes into it. How
much of a model's verdict on a requirement stands:

- Without a quote that stands, nothing. Years and degrees are counted, not judged.
- Where the résumé says that it is lacking, nothing.
- Where the built-in analyser sees no evidence at all, half at most, and that only if the quote has
  to do with the requirement (a cosine of 0.3).
- Where the résumé speaks to whoever screens it or hides text, never more than the built-in analyser
  gives, and none of the model's own sentences is shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.analysis import builtin
from app.analysis.compliance import told
from app.analysis.evidence import LISTED, MAX_SPANS, Match
from app.analysis.requirements import Kind
from app.analysis.values import Finding, Findings, Suggestion
from app.assessment.embedding import sentence_vectors
from app.engines.openai.fence import visible
from app.engines.openai.schemas import CREDITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.analysis.builtin import Examined
    from app.analysis.quotes import Quotable
    from app.analysis.values import Evidence
    from app.engines.openai.analyst import Asked, JudgedRequirement, Noted, Reading

RELATED = 0.3
MAX_NOTED, MAX_QUESTIONS = 5, 6
MAX_SENTENCE = 300
_COUNTED = {Kind.YEARS, Kind.DEGREE}
_QUOTES_TO_CONTRADICT = 2


def combined(examined: Examined, quotable: Quotable, reading: Reading) -> Findings:
    """The findings of a model's reading, checked. Some tens of milliseconds of computing."""
    given = {one.number: one for one in reversed(reading.requirements)}
    is_suspect = bool(examined.tricks)
    matches = tuple(
        _judged(match, given.get(number), quotable, is_suspect=is_suspect)
        for number, match in enumerate(examined.matches, start=1)
    )
    findings = builtin.findings_of(replace(examined, matches=matches))
    if is_suspect:
        return findings
    strengths = _noted(reading.strengths, quotable, least=1)
    concerns = _noted(reading.concerns, quotable, least=1)
    contradictions = _noted(reading.contradictions, quotable, least=_QUOTES_TO_CONTRADICT)
    questions = tuple(_asked(reading.questions))
    return findings.model_copy(
        update={
            "pros": (*findings.pros, *strengths),
            "cons": (*findings.cons, *concerns),
            "red_flags": (*findings.red_flags, *contradictions),
            "suggested_questions": (*questions, *findings.suggested_questions),
        }
    )


def _judged(
    match: Match, given: JudgedRequirement | None, quotable: Quotable, *, is_suspect: bool
) -> Match:
    """How far a requirement is met by the model's quotes that stand."""
    if match.requirement.kind in _COUNTED or match.lacking is not None:
        return match
    quotes = given.quotes[:MAX_SPANS] if given else []
    spans = [span for quote in quotes if (span := quotable.find(quote)) is not None]
    credit = CREDITS[given.met] if given else 0.0
    if match.credit <= 0 and spans:
        spans = _related(match.requirement.meaning or match.requirement.text, spans)
        credit = min(credit, LISTED)
    if is_suspect:
        # Which of its words a model was talked into quoting is of no use either.
        credit, spans = min(credit, match.credit), list(match.evidence)
    if not spans or credit <= 0:
        return replace(match, credit=0.0, evidence=())
    return replace(match, credit=credit, evidence=tuple(dict.fromkeys(spans)))


def _related(meaning: str, spans: Sequence[Evidence]) -> list[Evidence]:
    vectors = sentence_vectors([meaning, *(span.quote for span in spans)])
    close = vectors[1:] @ vectors[0]
    return [span for span, cosine in zip(spans, close, strict=True) if cosine >= RELATED]


def _noted(noted: Sequence[Noted], quotable: Quotable, *, least: int) -> tuple[Finding, ...]:
    """The sentences with enough quotes that stand."""
    found = []
    for one in noted:
        spans = [span for quote in one.quotes if (span := quotable.find(quote)) is not None]
        text = _line(one.text)
        if text and len(dict.fromkeys(spans)) >= least:
            found.append(Finding(text=text, evidence=tuple(dict.fromkeys(spans[:MAX_SPANS]))))
    return tuple(found[:MAX_NOTED])


def _asked(asked: Sequence[Asked]) -> Iterator[Suggestion]:
    for one in asked[:MAX_QUESTIONS]:
        text, why = _line(one.text), _line(one.why)
        if text and why:
            yield Suggestion(text=text, why=why, is_general=not one.only_here)


def _line(text: str) -> str:
    """A sentence of a model's on one line; nothing for one that tells something protected."""
    line = " ".join(visible(text).text.split())
    return "" if len(line) > MAX_SENTENCE or told(line) else line
