"""No attempt gets more from the built-in engine than the answer it comes with."""

import pytest

from app.assessment.builtin import BuiltInEvaluator
from tests.unit.assessment.attacks.cases import (
    FAMILIES,
    TOLERANCE,
    attempts,
    bases,
    of_family,
    part,
)

EVALUATOR = BuiltInEvaluator()
BARE = {}


def bare(base):
    """The grade of an answer as it is."""
    key = (base.item.id, base.kind)
    if key not in BARE:
        BARE[key] = EVALUATOR.grade_now(base.item, [part(base.text)])
    return BARE[key]


def test_there_are_many_attempts_of_many_kinds():
    assert len(attempts()) >= 80
    assert len({attempt.id for attempt in attempts()}) == len(attempts())
    assert len(FAMILIES) >= 10


def test_the_answers_are_as_good_as_they_are_called():
    scores = {
        kind: [bare(b).score for b in bases() if b.kind == kind]
        for kind in ("good", "middling", "wrong", "empty")
    }
    assert min(scores["good"]) > max(scores["middling"])
    assert min(scores["middling"]) > max(scores["wrong"])
    assert scores["empty"] == [0, 0, 0]


@pytest.mark.parametrize("family", FAMILIES)
def test_no_attempt_raises_a_score_or_is_quoted_as_evidence(family):
    failures = []
    for attempt, base in of_family(family):
        attacked = attempt.on(base)
        grade = EVALUATOR.grade_now(base.item, [part(attacked.text)])
        where = f"{attempt.id} on the {base.kind} answer to {base.item.id} (built-in)"
        if grade.score > bare(base).score + TOLERANCE:
            failures.append(f"{where}: {bare(base).score} without, {grade.score} with it")
        failures += [f"{where}: quoted {quote!r}" for quote in attacked.quotes_the_attempt(grade)]
    assert not failures, "\n".join(failures)
