"""Shortening long answers around their evidence."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.highlights import Mark, segments
from state.excerpts import GAP, LONG, MOST_MARKED, excerpt


@st.composite
def answers(draw):
    text = draw(st.text(min_size=0, max_size=200)) * draw(st.integers(1, 60))
    edges = st.integers(0, max(len(text) - 1, 0))
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(edges)
        marks.append(Mark(start, start + draw(st.integers(1, 300)), f"p{number}"))
    return text, segments(text, marks)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_what_is_shown_and_what_is_left_out_make_up_the_answer(answer) -> None:
    text, whole = answer
    shown, left_out = excerpt(whole)
    assert sum(len(one.text) for one in shown if one is not GAP) + left_out == len(text)
    place = 0
    for one in shown:
        if one is GAP:
            continue
        place = text.index(one.text, place) + len(one.text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_evidence_is_kept_up_to_a_limit(answer) -> None:
    _, whole = answer
    shown, _ = excerpt(whole)
    marked = [one for one in whole if one.mark]
    kept = [one for one in shown if one.mark]
    assert kept == marked[: len(kept)]
    if sum(len(one.text) for one in marked) <= MOST_MARKED:
        assert kept == marked


def test_a_short_answer_is_shown_whole() -> None:
    whole = segments("a" * LONG, [])
    assert excerpt(whole) == (list(whole), 0)


def test_a_long_answer_without_evidence_shows_its_beginning() -> None:
    shown, left_out = excerpt(segments("word " * 4_000, []))
    assert shown[0].text.startswith("word word")
    assert shown[-1] is GAP
    assert left_out > 18_000
