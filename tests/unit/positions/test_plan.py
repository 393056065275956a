"""What an interview takes along."""

from __future__ import annotations

from app.assessment.bank import load_bank
from app.positions.plan import InterviewPlan, PlannedConcept, concept_items, plan_from_json

TEA = PlannedConcept(
    slug="tea-ceremony",
    name="Tea ceremony",
    in_bank=False,
    weight=4,
    target_depth=3,
    focus_areas=("whisking",),
)


def test_a_plan_survives_being_stored() -> None:
    plan = InterviewPlan(targets=(TEA,))
    assert plan_from_json(plan.model_dump(mode="json")) == plan


def test_a_concept_of_the_bank_brings_its_items() -> None:
    known = next(iter(load_bank().values()))
    planned = TEA.model_copy(update={"slug": known.concept, "in_bank": True})
    assert concept_items(planned) is known


def test_a_concept_outside_the_bank_gets_general_items_of_every_depth() -> None:
    concept = concept_items(TEA)
    assert {item.depth for item in concept.items} == {1, 2, 3, 4, 5}
    assert all(item.generic for item in concept.items)
    assert concept.concept == TEA.slug


def test_a_concept_that_left_the_bank_gets_general_items() -> None:
    gone = TEA.model_copy(update={"in_bank": True})
    assert concept_items(gone).items == concept_items(TEA).items


def test_targets_are_what_the_selector_takes() -> None:
    (target,) = InterviewPlan(targets=(TEA,)).concept_targets
    assert (target.concept, target.weight, target.target) == ("tea-ceremony", 4.0, 3)
    assert target.focus == ("whisking",)
