"""The question bank keeps its own rules, and a file that breaks one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from app.assessment.bank import BankError, load_bank, read_concept
from app.assessment.items import MAX_DEPTH, Area

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BANK = load_bank()
ITEMS = [item for concept in BANK.values() for item in concept.items]
STAR = {"situation", "task", "action", "result"}


def test_there_are_eighty_concepts_over_every_area() -> None:
    assert len(BANK) >= 80
    assert {concept.area for concept in BANK.values()} == set(Area)


@pytest.mark.parametrize("concept", BANK.values(), ids=list(BANK))
def test_every_concept_can_be_asked_about_at_every_depth(concept) -> None:
    assert {item.depth for item in concept.items} == set(range(1, MAX_DEPTH + 1))


def test_no_two_items_of_the_bank_share_an_id_or_a_question() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)
    assert len({item.question for item in ITEMS}) == len(ITEMS)


def test_every_item_says_what_a_full_answer_contains() -> None:
    for item in ITEMS:
        assert len(item.points) >= 3, item.id
        assert item.misconceptions, item.id
        assert len(item.follow_ups) >= 2, item.id
        assert all(point.weight > 0 for point in item.points), item.id


def test_a_rephrasing_is_not_the_question_again() -> None:
    assert [item.id for item in ITEMS if item.rephrase == item.question] == []


def test_behavioural_stories_are_judged_by_their_four_parts() -> None:
    stories = [
        item
        for concept in BANK.values()
        if concept.area is Area.BEHAVIOURAL
        for item in concept.items
        if any(point.star for point in item.points)
    ]
    assert len(stories) >= 20
    whole = [item for item in stories if {point.star for point in item.points} >= STAR]
    assert len(whole) >= len(stories) * 3 / 4


def test_focus_areas_of_items_are_those_of_their_concept() -> None:
    for concept in BANK.values():
        for item in concept.items:
            assert set(item.focus) <= set(concept.focus_areas), item.id


def broken(change: Callable[[dict], object]) -> dict:
    content = BANK["caching"].model_dump(mode="json")
    change(content)
    return content


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.update(concept="other"), "must carry its name"),
        (lambda c: c.update(items=[i for i in c["items"] if i["depth"] != 3]), "no items at depth"),
        (lambda c: c["items"].append(c["items"][0]), "share an id"),
        (lambda c: c["items"][0].update(id="caching-9a"), "the id must be"),
        (lambda c: c["items"][0].update(follow_ups=[]), "fewer than 2 follow-ups"),
        (lambda c: c["items"][0].update(misconceptions=[]), "no misconception"),
        (lambda c: c["items"][0].update(sample_answer=" "), "no sample answer"),
        (lambda c: c["items"][0]["follow_ups"][0].update(points=["none-such"]), "unknown points"),
        (lambda c: c.update(surprise=1), "surprise"),
        (lambda c: c["items"][0].update(depth=6), "depth"),
    ],
)
def test_a_file_that_breaks_a_rule_is_named_with_the_rule(
    tmp_path: Path, change: Callable[[dict], object], said: str
) -> None:
    file = tmp_path / "caching.yaml"
    file.write_text(yaml.safe_dump(broken(change)), encoding="utf-8")
    with pytest.raises(BankError, match=r"caching\.yaml") as problem:
        read_concept(file)
    assert said in str(problem.value)


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "caching.yaml"
    file.write_text("concept: [", encoding="utf-8")
    with pytest.raises(BankError, match=r"caching\.yaml"):
        read_concept(file)
