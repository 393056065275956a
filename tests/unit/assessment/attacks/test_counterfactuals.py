"""The same answer from somebody else, or said in another way, gets the same grade."""

from __future__ import annotations

from statistics import mean

import pytest

from app.assessment.bank import load_bank
from app.assessment.builtin import BuiltInEvaluator
from tests.unit.assessment.attacks.cases import bases, part
from tests.unit.assessment.attacks.perturbations import FAMILIES

EVALUATOR = BuiltInEvaluator()
# How far one score may move, up or down, and how far all of them together may on average.
TOLERANCES = {
    "identity": (0.02, 0.005),
    "manners": (0.02, 0.005),
    "fillers": (0.05, 0.02),
    "form": (0.06, 0.02),
    "dialect": (0.06, 0.02),
    "typos-2": (0.06, 0.02),
    "typos-5": (0.12, 0.05),
}
SAMPLED = (
    "caching-2a",
    "concurrency-1a",
    "model-evaluation-1a",
    "react-1a",
    "message-queues-2a",
    "mentoring-2a",
)


def answers():
    """Good and middling answers, and the beginnings of some strong ones."""
    found = [(b.item, b.text) for b in bases() if b.kind in {"good", "middling"}]
    items = {item.id: item for concept in load_bank().values() for item in concept.items}
    found += [
        (items[name], ". ".join(items[name].sample_answer.split(". ")[:4]).rstrip(".") + ".")
        for name in SAMPLED
    ]
    return found


ANSWERS = answers()
BARE = {}


def score(item, text):
    return EVALUATOR.grade_now(item, [part(text)]).score


def bare(item, text):
    if text not in BARE:
        BARE[text] = score(item, text)
    return BARE[text]


def test_there_are_a_dozen_answers_and_a_tolerance_for_every_family():
    assert len(ANSWERS) >= 12
    assert set(TOLERANCES) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_who_says_it_and_how_changes_no_grade_beyond_its_tolerance(family):
    most, on_average = TOLERANCES[family]
    failures, changes = [], []
    for name, put in FAMILIES[family].items():
        for item, text in ANSWERS:
            said = put(text)
            before, after = (
                bare(item, text),
                bare(item, text) if said == text else score(item, said),
            )
            changes.append(after - before)
            if abs(after - before) > most:
                failures.append(f"{name} on {item.id}: {before} before, {after} after: {said!r}")
    assert not failures, f"{len(failures)} of {len(changes)}\n" + "\n".join(failures)
    assert abs(mean(changes)) <= on_average, f"on average {mean(changes):+.4f}"
