import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.spelling import Respeller, within_edits
from app.assessment.text import words

LETTERS = st.text("abc", max_size=7)


@pytest.mark.parametrize(
    ("left", "right", "limit", "near"),
    [
        ("cache", "chache", 1, True),
        ("database", "databsae", 1, True),
        ("invalidation", "invaldiaton", 2, True),
        ("cache", "catch", 1, False),
        ("queue", "queue", 0, True),
    ],
)
def test_edits_are_counted_with_swapped_neighbours_as_one(left, right, limit, near):
    assert within_edits(left, right, limit) is near


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_nearness_goes_both_ways(left, right, limit):
    assert within_edits(left, right, limit) == within_edits(right, left, limit)


def respelt(text, *terms, known=frozenset()):
    respeller = Respeller(terms, lambda form: form in known)
    return [respeller(word) for word in words(text)]


def test_a_near_miss_becomes_the_term():
    assert respelt("idempotant consumers", "idempotent") == ["idempotent", "consumers"]


def test_words_of_the_language_are_left_alone():
    assert respelt("serve", "server", known={"serve"}) == ["serve"]
    assert respelt("affect", "effect") == ["affect"]


def test_another_form_of_a_term_is_left_alone():
    assert respelt("idempotents", "idempotent") == ["idempotents"]


def test_short_words_and_numbers_are_left_alone():
    assert respelt("teh 12345x", "the", "12345y") == ["teh", "12345x"]
