"""A concept outside the bank gets a full ladder of valid, clearly marked items."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.generic import generic_items, slug_of

names = st.text(max_size=120).filter(lambda name: name.strip())


@given(names, st.lists(st.text(max_size=40), max_size=7))
def test_any_name_gets_two_items_at_every_depth(name, focus_areas):
    items = generic_items(name, focus_areas)
    assert [item.depth for item in items] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [item.id for item in items] == [
        f"{slug_of(name)}-{depth}{letter}" for depth in range(1, 6) for letter in "ab"
    ]
    assert all(item.generic for item in items)
    assert all(len(item.points) >= 3 and item.follow_ups for item in items)


def test_the_name_stands_in_every_question():
    for item in generic_items("Terraform"):
        assert "Terraform" in item.question
        assert "Terraform" in item.rephrase
        assert "{" not in item.model_dump_json(exclude_defaults=True)[1:].replace('{"', "")


def test_the_focus_areas_take_turns():
    items = generic_items("Terraform", ["state", "modules"])
    assert [item.focus for item in items if item.focus] == [
        ("state",), ("modules",), ("state",), ("modules",), ("state",),
    ]  # fmt: skip
    assert "state in Terraform" in items[1].question


def test_a_name_with_braces_is_taken_literally():
    assert "What is {focus}" in generic_items("{focus}")[0].question


def test_a_statement_that_begins_with_the_name_begins_with_a_capital():
    assert generic_items("terraform")[0].points[0].text.startswith("Terraform is")


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Terraform", "terraform"), ("  Event  sourcing ", "event-sourcing"), ("Node.js", "node-js")],
)
def test_a_plain_name_gives_a_plain_slug(name, slug):
    assert slug_of(name) == slug


def test_names_that_look_alike_without_their_signs_get_different_slugs():
    names = ["C", "C#", "C++", "データ", "数据", "x" * 60, "x" * 61, "Éclair", "Eclair"]
    assert len({slug_of(name) for name in names}) == len(names)


@given(names)
def test_every_slug_is_well_formed_and_stable(name):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(name))
    assert len(slug_of(name)) <= 50
    assert slug_of(name) == slug_of(f" {name}\t")


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_a_name_of_nothing_is_refused(name):
    with pytest.raises(ValueError, match="name"):
        generic_items(name)
