"""The words by which an application is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.applications.models import MAX_BESIDE
from app.applications.terms import beside, fold, search_words, terms_of

WORDS = st.text("aábcß'-. ", min_size=1, max_size=30)


def all_words(name: str, email: str) -> set[str]:
    local = fold(email).split("@")[0]
    pieces = (fold(name) + " " + local).replace("'", " ").replace("-", " ").replace(".", " ")
    return {*fold(name).split(), *pieces.split(), fold(email), local}


@given(WORDS, st.text("abc.-", min_size=1, max_size=12), WORDS)
def test_a_word_finds_what_any_word_of_it_begins_with_and_finds_it_once(name, local, asked) -> None:
    email = f"{local}@example.com"
    terms = terms_of(name=name, email=email)
    for word in search_words(asked):
        found = [term for term in terms if term.startswith(word)]
        assert bool(found) is any(own.startswith(word) for own in all_words(name, email))
        assert sum(terms[term] < len(word) for term in found) == bool(found)
        assert (f" {word}" in (beside(terms) or "")) is bool(found)


def test_very_long_terms_stand_beside_none() -> None:
    terms = terms_of(name=" ".join(f"{number}" * 9 for number in range(10, 40)), email="")
    assert beside(terms) is None
    assert len(beside(list(terms)[:10]) or "") < MAX_BESIDE
