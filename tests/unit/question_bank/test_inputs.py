"""What is wrong with an item is said beside the field at fault."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.bank import load_bank
from app.core.errors import InvalidInputError
from app.question_bank.inputs import FIELDS, MAX_POINTS, parse_item, values_of

GOOD = {"depth": "2", "question": "Why?", "points": [{"text": "Because."}]}


def test_every_built_in_item_could_have_been_entered() -> None:
    for concept in load_bank().values():
        for item in concept.items:
            assert parse_item(values_of(item), item_id=item.id) == item


def test_what_is_missing_has_a_sound_default() -> None:
    item = parse_item(GOOD, item_id="tea-2a")
    assert (item.depth, item.rephrase, item.points[0].id) == (2, "Why?", "p1")
    assert item.points[0].weight == 1.0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"depth": 6}, "depth"),
        ({"depth": True}, "depth"),
        ({"depth": 1.5}, "depth"),
        ({"question": " ?! "}, "question"),
        ({"question": 7}, "question"),
        ({"rephrase": "…"}, "rephrase"),
        ({"points": []}, "points"),
        ({"points": "text"}, "points"),
        ({"points": ["x"] * (MAX_POINTS + 1)}, "points"),
        ({"points": ["fine", {"text": ""}]}, "points.1.text"),
        ({"points": ["fine", 3]}, "points.1"),
        ({"points": [{"text": "x", "weight": 0}]}, "points.0.weight"),
        ({"points": [{"text": "x", "weight": "nan"}]}, "points.0.weight"),
        ({"points": [{"text": "x", "id": "Not One"}]}, "points.0.id"),
        ({"points": [{"text": "x", "id": "a"}, {"text": "y", "id": "a"}]}, "points.1.id"),
        ({"points": [{"text": "x", "star": "moon"}]}, "points.0.star"),
        ({"points": [{"text": "x", "colour": "red"}]}, "points.0"),
        ({"points": [{"text": "x", "also": ["y" * 501]}]}, "points.0.also.0"),
        ({"misconceptions": ["ok", ""]}, "misconceptions.1"),
        ({"follow_ups": [{"question": "And?", "points": ["p9"]}]}, "follow_ups.0.points"),
        ({"follow_ups": [{"question": "", "points": ["p1"]}]}, "follow_ups.0.question"),
        ({"focus": [" "]}, "focus.0"),
        ({"sample_answer": "x" * 4001}, "sample_answer"),
        ({"colour": "red"}, None),
    ],
)
def test_the_field_at_fault_is_named(wrong: dict, field: str | None) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_item(GOOD | wrong, item_id="tea-2a")
    assert caught.value.field == field


_junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(FIELDS), _junk))
def test_whatever_is_given_is_an_item_or_refused_in_words(values: dict) -> None:
    with suppress(InvalidInputError):
        item = parse_item(GOOD | values, item_id="tea-2a")
        assert parse_item(values_of(item), item_id=item.id) == item
