"""Cutting an answer where its evidence begins and ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.reports.highlights import Mark, Segment, segments


def test_evidence_is_marked_and_the_rest_is_not() -> None:
    found = segments("I delete the key then.", [Mark(2, 16, "write")])
    assert found == (
        Segment("I "),
        Segment("delete the key", ("write",)),
        Segment(" then."),
    )
    assert [one.mark for one in found] == [False, True, False]


def test_shared_words_belong_to_both_points() -> None:
    found = segments("abcdef", [Mark(0, 4, "one"), Mark(2, 6, "two")])
    assert [(one.text, one.point_ids) for one in found] == [
        ("ab", ("one",)),
        ("cd", ("one", "two")),
        ("ef", ("two",)),
    ]


def test_offsets_count_code_points() -> None:
    found = segments("👩🏽‍💻 e\u0301 ok", [Mark(8, 10, "point")])
    assert [one.text for one in found if one.mark] == ["ok"]


marks = st.builds(
    Mark,
    st.integers(-2, 30),
    st.integers(-2, 30),
    st.sampled_from(["one", "two", "three"]),
)


@given(st.text(max_size=25), st.lists(marks, max_size=6))
def test_the_pieces_are_the_text_and_each_piece_knows_its_points(
    text: str, wanted: list[Mark]
) -> None:
    found = segments(text, wanted)
    assert "".join(one.text for one in found) == text
    assert all(one.text for one in found)
    of_each = [set(one.point_ids) for one in found for _ in one.text]
    assert of_each == [
        {mark.point_id for mark in wanted if 0 <= mark.start <= at < mark.end <= len(text)}
        for at in range(len(text))
    ]
