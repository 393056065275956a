"""Whether an answer gives another number than a reference point for the same thing.

Embeddings put all numbers next to each other, so this compares them as amounts, in clauses that
share their content with a wording. It prefers to miss a difference to seeing one that is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.polarity import negations
from app.assessment.quantities import NUMBER_STEMS, Quantity, quantities
from app.assessment.text import Span, clauses, content_stems

if TYPE_CHECKING:
    from collections.abc import Sequence

# How much of a reference clause's content, and of the answer's, both must share before a number is
# about the same thing: a bare count needs more than a number whose unit or label says what it is.
_SHARED_COUNT, _SHARED_UNIT = (0.7, 0.5), (0.5, 0.3)
_LITTLE_ELSE = 2
# What is more than a count of things, which most points could do without.
_MEASURED = frozenset({"time", "size", "percent", "pixels", "volts", "order", "port", "status"})


def _stems(text: str, span: Span) -> frozenset[str]:
    said = content_stems(text[span.start : span.end])
    return frozenset(one for one in said if not any(c.isdigit() for c in one)) - NUMBER_STEMS


def _inside(text: str, span: Span) -> list[Quantity]:
    return [q for q in quantities(text) if span.start <= q.start < span.end]


def differs(
    references: Sequence[str], given: str, text: str, span: Span, said: Sequence[Quantity]
) -> bool:
    """Whether a clause, `text[span]`, gives another number than the wordings of a point.

    Only a number of the first wording can be differed from: in the others it mostly illustrates.
    A number of the question (`given`) is no statement of the candidate's, and where the answer has
    a wording's number anywhere (`said` has all of its numbers), another one is something more.
    """
    if negations(text, span) % 2:
        return False
    for one in _inside(text, span):
        if one.loose or not one.kind or _has(quantities(given), [one]):
            continue
        if any(_has(said, _of_kind(reference, one.kind)) for reference in references):
            continue
        firm = [q for q in _of_kind(references[0], one.kind) if not q.loose]
        clause = _clause_of(references[0], firm)
        if clause and _comparable(_stems(references[0], clause), _stems(text, span), one.kind):
            return True
    return False


def lacks_number(references: Sequence[str], said: Sequence[Quantity]) -> bool:
    """Whether every wording is about a number and no wording's number is in an answer."""
    return all(is_essential(one) for one in references) and not any(
        _has(said, quantities(one)) for one in references
    )


def _has(said: Sequence[Quantity], numbers: Sequence[Quantity]) -> bool:
    return any(a.equals(b) for a in numbers for b in said)


def _of_kind(text: str, kind: str) -> list[Quantity]:
    return [one for one in quantities(text) if one.kind == kind]


def _clause_of(text: str, numbers: Sequence[Quantity]) -> Span | None:
    """The clause of a wording that has the first of its numbers."""
    for span in clauses(text, Span(0, len(text))):
        if numbers and span.start <= numbers[0].start < span.end:
            return span
    return None


def _comparable(meant: frozenset[str], said: frozenset[str], kind: str) -> bool:
    count = kind.startswith("count:")
    of_reference, of_answer = _SHARED_COUNT if count else _SHARED_UNIT
    shared = len(meant & said)
    return (
        shared >= 1 + count
        and shared >= of_reference * len(meant)
        and shared >= of_answer * len(said)
    )


def is_essential(reference: str) -> bool:
    """Whether a wording has a number with a unit or a label, and little else."""
    firm = [q for q in quantities(reference) if q.kind in _MEASURED and not q.loose]
    units = frozenset[str]().union(*(_stems(reference, Span(q.start, q.end)) for q in firm))
    besides = _stems(reference, Span(0, len(reference))) - units - _MEASURED
    return bool(firm) and len(besides) <= _LITTLE_ELSE
