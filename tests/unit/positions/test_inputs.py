"""What may be entered for a position, and what is said about what may not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.bank import load_bank
from app.core.errors import InvalidInputError
from app.positions.inputs import parse_position
from app.positions.models import Difficulty, Proctoring

BANKED = next(iter(load_bank().values()))


def entered(**fields: object) -> dict[str, object]:
    return {
        "title": "Back-end engineer",
        "seniority": "senior",
        "interview_types": ["technical"],
        "duration_min": 45,
    } | fields


def concept(**fields: object) -> dict[str, object]:
    return {"name": "Tea ceremony", "target_depth": 3} | fields


def fault(**fields: object) -> str | None:
    with pytest.raises(InvalidInputError) as error:
        parse_position(entered(**fields))
    assert error.value.message.endswith(".")
    return error.value.field


def test_what_is_left_out_gets_the_usual_value() -> None:
    position = parse_position(entered(concepts=[concept()]))
    assert (position.difficulty, position.proctoring) == (Difficulty.STANDARD, Proctoring.STANDARD)
    assert (position.language, position.must_ask) == ("en", ())
    assert (position.concepts[0].weight, position.concepts[0].must_have) == (2, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 121),
        ("title", None),
        ("title", ["a"]),
        ("seniority", "wizard"),
        ("seniority", None),
        ("difficulty", ["easy"]),
        ("proctoring", {}),
        ("interview_types", []),
        ("interview_types", "technical"),
        ("duration_min", 4),
        ("duration_min", 181),
        ("duration_min", True),
        ("duration_min", 45.5),
        ("duration_min", float("nan")),
        ("duration_min", float("inf")),
        ("duration_min", "soon"),
        ("duration_min", "9" * 5_000),
        ("language", "tlh"),
        ("job_description", "x" * 50_001),
        ("job_description", 7),
        ("concepts", "caching"),
        ("concepts", [{}] * 16),
        ("must_ask", [{}] * 11),
        ("must_ask", None),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(field: str, value: object) -> None:
    assert fault(**{field: value}) == field


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("weight", 0),
        ("weight", 6),
        ("target_depth", 0),
        ("target_depth", 6),
        ("target_depth", None),
        ("must_have", "yes"),
        ("focus_areas", ["x"] * 9),
        ("focus_areas.1", ["fine", 3]),
        ("focus_areas.0", ["x" * 81]),
        ("name", ""),
        ("name", "x" * 81),
    ],
)
def test_a_fault_in_a_concept_is_named_by_its_path(path: str, value: object) -> None:
    field = path.split(".", maxsplit=1)[0]
    assert fault(concepts=[concept(name="Kettles"), concept(**{field: value})]) == (
        f"concepts.1.{path}"
    )


@pytest.mark.parametrize("value", [None, 3, "caching", ["caching"]])
def test_a_concept_that_is_no_mapping_is_refused(value: object) -> None:
    assert fault(concepts=[value]) == "concepts.0"


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("question", {"question": " "}),
        ("question", {"question": "x" * 501}),
        ("ideal_answer", {"question": "Why?", "ideal_answer": "x" * 4_001}),
        ("time_limit_min", {"question": "Why?", "time_limit_min": 31}),
        ("time_limit_min", {"question": "Why?", "time_limit_min": [3]}),
        ("dealbreaker", {"question": "Why?", "ideal_answer": "So.", "dealbreaker": "yes"}),
        ("ideal_answer", {"question": "Why?", "ideal_answer": " … ", "dealbreaker": True}),
    ],
)
def test_a_fault_in_a_question_is_named_by_its_path(path: str, question: object) -> None:
    assert fault(must_ask=[{"question": "Fine?"}, question]) == f"must_ask.1.{path}"


def test_the_same_concept_twice_is_refused_however_it_is_written() -> None:
    twice = [concept(name=BANKED.name.upper()), concept(slug=BANKED.concept, name="")]
    assert fault(concepts=twice) == "concepts.1.name"


def test_a_concept_of_the_bank_keeps_its_own_name() -> None:
    by_slug, by_name = (
        parse_position(entered(concepts=[one])).concepts[0]
        for one in (concept(slug=BANKED.concept, name="Forged"), concept(name=BANKED.name.lower()))
    )
    assert by_slug == by_name
    assert (by_slug.slug, by_slug.name, by_slug.in_bank) == (BANKED.concept, BANKED.name, True)


def test_a_slug_nobody_knows_makes_a_concept_of_the_name() -> None:
    found = parse_position(entered(concepts=[concept(slug="../etc", name="Tea ceremony")]))
    assert (found.concepts[0].slug, found.concepts[0].in_bank) == ("tea-ceremony", False)


def test_numbers_may_come_as_the_text_of_a_form() -> None:
    position = parse_position(entered(duration_min=" 30 ", concepts=[concept(weight="5")]))
    assert (position.duration_min, position.concepts[0].weight) == (30, 5)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
fields = st.sampled_from(
    [*entered(), "difficulty", "language", "proctoring", "concepts", "must_ask", "job_description"]
)


@given(st.dictionaries(fields, anything))
def test_whatever_is_forged_is_read_or_refused_in_words(forged: dict[str, object]) -> None:
    with suppress(InvalidInputError):
        assert 5 <= parse_position(entered(**forged)).duration_min <= 180


@given(anything)
def test_what_is_no_position_at_all_is_refused(forged: object) -> None:
    with pytest.raises(InvalidInputError):
        parse_position(forged)
