"""The words by which an interview is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interviews.terms import MAX_TERM, search_words, terms_of


def finds(search: str, **fields: str) -> bool:
    terms = terms_of(**({"name": "", "email": "", "title": ""} | fields))
    return all(any(term.startswith(word) for term in terms) for word in search_words(search))


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("zoe", "Zoë Müller"),
        ("MUL", "Zoë Müller"),
        ("müller zoë", "Zoë Müller"),
        ("o'br", "Ann O'Brien"),
        ("brien", "Ann O'Brien"),
        ("strasse", "Otto Straße"),
        ("李", "李 小龍"),
        ("김", "김민준"),
        ("ann-m", "Ann-Marie Doe"),
        ("marie", "Ann-Marie Doe"),
    ],
)
def test_a_name_is_found_without_accents_or_case(search: str, name: str) -> None:
    assert finds(search, name=name)


@pytest.mark.parametrize("search", ["ada.lace", "lace", "ADA.LACE@example.com", "ada.lace@exam"])
def test_an_address_is_found_whole_and_in_pieces(search: str) -> None:
    assert finds(search, email="ada.lace@example.com")


def test_a_title_is_found_and_others_are_not() -> None:
    assert finds("back eng", title="Back-end Engineer (remote)")
    assert finds("remote", title="Back-end Engineer (remote)")
    assert not finds("front", title="Back-end Engineer (remote)")


@given(st.text(max_size=200), st.text(max_size=80), st.text(max_size=120))
def test_whatever_was_typed_is_found_by_typing_it_again(name: str, email: str, title: str) -> None:
    terms = terms_of(name=name, email=email, title=title)
    assert all(0 < len(term) <= MAX_TERM for term in terms)
    for text in (name, title):
        assert finds(text, name=name, email=email, title=title)
