"""What an interview takes along."""

from __future__ import annotations

from app.assessment.bank import load_bank
from app.assessment.items import Item, ReferencePoint
from app.positions.plan import InterviewPlan, PlannedConcept, concept_items, plan_from_json
from app.question_bank.values import OrganizationItems

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
    assert concept_items(planned) == known.items


def test_a_concept_outside_the_bank_gets_general_items_of_every_depth() -> None:
    items = concept_items(TEA)
    assert {item.depth for item in items} == {1, 2, 3, 4, 5}
    assert all(item.generic for item in items)


def test_a_concept_that_left_the_bank_gets_general_items() -> None:
    gone = TEA.model_copy(update={"in_bank": True})
    assert concept_items(gone) == concept_items(TEA)


def own(item_id: str, depth: int, question: str = "Ours?") -> Item:
    return Item(
        id=item_id,
        depth=depth,
        question=question,
        rephrase=question,
        points=(ReferencePoint(id="p1", text="It is so."),),
    )


def test_own_items_come_instead_of_beside_or_not_at_all() -> None:
    known = load_bank()["caching"]
    planned = TEA.model_copy(update={"slug": "caching", "in_bank": True})
    first, second, *_ = known.items
    edited, added = own(first.id, first.depth), own("caching-3x", 3)
    ours = OrganizationItems((added, edited), frozenset({second.id}))
    items = concept_items(planned, ours)
    assert items[0] == edited
    assert items[-1] == added
    assert second.id not in {item.id for item in items}
    assert len(items) == len(known.items)
    everything = OrganizationItems((), frozenset(item.id for item in known.items))
    assert all(item.generic for item in concept_items(planned, everything))


def test_outside_the_bank_general_items_fill_the_depths_without_own_ones() -> None:
    ours = OrganizationItems((own("tea-ceremony-2x", 2), own("tea-ceremony-4x", 4)))
    items = concept_items(TEA, ours)
    assert {item.depth for item in items} == {1, 2, 3, 4, 5}
    assert [item.depth for item in items if not item.generic] == [2, 4]
    assert {item.depth for item in items if item.generic} == {1, 3, 5}
    plan = InterviewPlan(targets=(TEA,))
    assert plan.items_by_concept({TEA.slug: ours}) == {TEA.slug: items}


def test_targets_are_what_the_selector_takes() -> None:
    (target,) = InterviewPlan(targets=(TEA,)).concept_targets
    assert (target.concept, target.weight, target.target) == ("tea-ceremony", 4.0, 3)
    assert target.focus == ("whisking",)
