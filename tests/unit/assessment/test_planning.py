"""The preview of a position says what the selector will do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assessment.planning import plan
from app.assessment.targets import ConceptTarget
from tests.unit.assessment.ladders import ladder, ladders, make_item, make_targets

DURATION = timedelta(minutes=45)


def plan_of(targets, duration=DURATION, items=None):
    return plan(targets, items or ladders(targets), duration)


def test_the_shares_add_up_to_the_whole():
    found = plan_of(make_targets(6))
    assert sum(share.questions for share in found.shares) == found.expected_questions
    assert sum(share.minutes for share in found.shares) == pytest.approx(found.expected_minutes)
    assert found.expected_minutes <= 45
    assert 12 <= found.expected_questions <= 18
    assert found.unreachable == ()


def test_the_same_position_always_gets_the_same_plan():
    assert plan_of(make_targets(4)) == plan_of(make_targets(4))


def test_more_time_gives_a_narrower_interval():
    targets = make_targets(6)
    widths = [
        plan_of(targets, timedelta(minutes=minutes)).expected_interval_points
        for minutes in (15, 30, 60)
    ]
    assert widths[0] > widths[1] > widths[2] > 0


def test_concepts_that_do_not_fit_are_named():
    targets = [*make_targets(5), ConceptTarget("must", weight=1, target=3, must_have=True)]
    found = plan_of(targets, timedelta(minutes=6))
    asked = {share.concept for share in found.shares if share.questions}
    assert "must" in asked
    assert set(found.unreachable) == {target.concept for target in targets} - asked
    assert found.unreachable


def test_a_concept_without_items_is_unreachable_and_has_no_example():
    targets = make_targets(2)
    found = plan_of(targets, items={"concept-0": ladder("concept-0"), "concept-1": ()})
    assert found.unreachable == ("concept-1",)
    assert [example.concept for example in found.example_items] == ["concept-0"]


def test_examples_are_at_the_target_depth_and_on_the_focus():
    target = ConceptTarget("alpha", weight=1, target=4, focus=("Expiry",))
    items = (*ladder("alpha"), make_item("alpha-4z", 4, focus=("expiry",)))
    (example,) = plan_of([target], items={"alpha": items}).example_items
    assert example.item.id == "alpha-4z"


def test_without_an_item_at_the_target_the_nearest_is_the_example():
    items = {"alpha": (make_item("alpha-1a", 1), make_item("alpha-4a", 4))}
    (example,) = plan_of([ConceptTarget("alpha", weight=1, target=3)], items=items).example_items
    assert example.item.id == "alpha-4a"


@pytest.mark.parametrize("targets", [[], make_targets(2)])
def test_no_time_or_nothing_to_ask_makes_an_empty_plan(targets):
    found = plan_of(targets, timedelta())
    assert found.expected_questions == 0
    assert found.expected_interval_points == 100
    assert found.unreachable == tuple(target.concept for target in targets)
