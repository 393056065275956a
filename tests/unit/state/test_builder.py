"""The rows of the position builder."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.planning import plan
from app.core.errors import InvalidInputError
from app.positions.building import Preview
from app.positions.inputs import parse_concepts
from app.positions.plan import items_by_concept
from state import builder


def rows(*names: str, **fields) -> list[builder.ConceptRow]:
    values = [{"name": name, "target_depth": 3, "weight": 2} | fields for name in names]
    return [builder.concept_row(one) for one in parse_concepts(values)]


def test_a_concept_of_the_bank_comes_with_the_focus_areas_it_suggests() -> None:
    row = rows("Caching", focus_areas=["Invalidation", "write-behind"])[0]

    assert row.in_bank
    assert row.focus == ["Invalidation", "write-behind"]
    assert row.focus_words == "Invalidation, write-behind"
    assert "expiry" in row.suggested
    assert "invalidation" not in row.suggested


def test_a_concept_outside_the_bank_suggests_nothing() -> None:
    row = rows("Tea ceremony")[0]

    assert not row.in_bank
    assert row.suggested == []


def test_what_is_shown_of_a_concept_is_handed_back_unchanged() -> None:
    shown = rows("Caching", "Tea ceremony", must_have=True, focus_areas=["expiry"], weight=5)

    again = parse_concepts([builder.concept_values(row) for row in shown])

    assert [
        builder.concept_row(one, key=row.key) for one, row in zip(again, shown, strict=True)
    ] == (shown)


def test_a_change_keeps_the_row_in_its_place_and_clears_its_error() -> None:
    first, second = rows("Caching", "Concurrency")
    faulty = builder.concept_row(parse_concepts([builder.concept_values(second)])[0], error="No.")

    changed = builder.changed_concept([first, faulty], faulty.key, {"target_depth": 5})

    assert changed[0] == first
    assert (changed[1].key, changed[1].target, changed[1].target_word) == (faulty.key, 5, "design")
    assert changed[1].error == ""


@pytest.mark.parametrize(
    "changes", [{"weight": 6}, {"weight": "much"}, {"target_depth": 0}, {"must_have": "yes"}, {}]
)
def test_a_change_out_of_bounds_is_refused(changes: dict) -> None:
    shown = rows("Caching")
    if not changes:
        changes = {"focus_areas": ["a"] * 9}
    with pytest.raises(InvalidInputError):
        builder.changed_concept(shown, shown[0].key, changes)


def test_a_change_to_a_row_that_is_gone_changes_nothing() -> None:
    shown = rows("Caching")

    assert builder.changed_concept(shown, {"not": "a key"}, {"weight": 5}) == shown


def test_a_new_concept_starts_at_what_the_seniority_usually_asks_for() -> None:
    added = {
        seniority: builder.added_concept([], {"slug": "caching"}, seniority)[0].target
        for seniority in ("junior", "senior", "principal", "unheard of")
    }

    assert added == {"junior": 2, "senior": 4, "principal": 5, "unheard of": 3}


def test_no_concept_is_added_twice() -> None:
    shown = builder.added_concept([], {"slug": "caching"}, "mid")

    with pytest.raises(InvalidInputError, match="twice"):
        builder.added_concept(shown, {"name": "caching"}, "mid")


@given(
    st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=6),
    st.one_of(st.text("abc", max_size=3), st.none(), st.integers()),
    st.one_of(st.integers(-3, 3), st.none(), st.text(max_size=2)),
)
def test_moving_keeps_every_row_and_moves_by_one_at_most(keys, key, step) -> None:
    order = builder.moved(keys, key, step)

    assert sorted(order) == list(range(len(keys)))
    assert all(abs(place - at) <= 1 for place, at in enumerate(order))


def test_moving_up_swaps_with_the_row_above() -> None:
    assert builder.moved(["a", "b", "c"], "c", -1) == [0, 2, 1]
    assert builder.moved(["a", "b", "c"], "a", -1) == [0, 1, 2]


def test_an_error_shows_in_the_row_it_is_about() -> None:
    concepts, questions = rows("Caching", "Concurrency"), [builder.question_row("Why?")]

    errors, marked, _ = builder.place_error(
        InvalidInputError("Too heavy.", field="concepts.1.weight"), concepts, questions
    )
    assert [row.error for row in marked] == ["", "Too heavy."]
    assert not any(errors.values())

    errors, _, marked_questions = builder.place_error(
        InvalidInputError("Too long.", field="must_ask.0.question"), concepts, questions
    )
    assert [row.error for row in marked_questions] == ["Too long."]
    assert not any(errors.values())


@pytest.mark.parametrize(
    ("field", "beside"),
    [
        ("duration_min", "duration_min"),
        ("interview_types.3", "interview_types"),
        ("concepts", "concepts"),
        ("concepts.7.weight", "concepts"),
        (None, "title"),
        ("nobody.knows", "title"),
    ],
)
def test_every_other_error_shows_beside_a_field(field: str | None, beside: str) -> None:
    errors, _, _ = builder.place_error(InvalidInputError("No.", field=field), rows("Caching"), [])

    assert {name for name, words in errors.items() if words} == {beside}


@pytest.mark.parametrize(
    ("ideal", "limit", "hint"),
    [
        ("A rollback.", "4", "up to 4 min, graded against your ideal answer"),
        ("", "", "no time limit, recorded, not graded"),
    ],
)
def test_a_question_says_what_becomes_of_its_answer(ideal: str, limit: str, hint: str) -> None:
    assert builder.question_row("Why?", ideal, limit).hint == hint


def test_the_plan_is_told_in_words_with_the_heaviest_concepts_first() -> None:
    shown = [*rows("Caching", weight=1), *rows("Concurrency", weight=3)]
    planned = parse_concepts([builder.concept_values(row) for row in shown])
    expected = plan(
        [one.target for one in planned], items_by_concept(planned), timedelta(minutes=30)
    )

    view = builder.plan_view(Preview(expected, 1, 3), shown, 33)

    assert view.summary.startswith(f"about {expected.expected_questions} questions in 33 min")
    assert f"±{round(expected.expected_interval_points / 2)} points" in view.summary
    assert view.must_ask == "plus 1 question asked of everyone, about 3 of those minutes"
    assert [share.name for share in view.shares] == ["Caching", "Concurrency"]
    assert view.examples[0].label.startswith("Concurrency")
    assert view.unreachable == ""


def test_the_plan_names_what_there_is_no_time_for() -> None:
    shown = rows("Caching", "Concurrency", "API design", "SQL indexing")
    planned = parse_concepts([builder.concept_values(row) for row in shown])
    expected = plan(
        [one.target for one in planned], items_by_concept(planned), timedelta(minutes=5)
    )

    view = builder.plan_view(Preview(expected, 0, 0), shown, 5)

    assert expected.unreachable
    assert len(view.unreachable.split(", ")) == len(expected.unreachable)
    assert len(view.examples) + len(view.more_examples) == len(shown)
