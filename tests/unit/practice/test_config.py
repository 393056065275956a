"""What is asked of a session, in whatever spelling people use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidInputError
from app.positions.models import Seniority
from app.practice.config import (
    LEVELS,
    STYLES,
    Style,
    UnknownValueError,
    parse_config,
    seniority_of,
    style_of,
)


def parse(**members):
    values = {
        "job_role": "Software Engineer",
        "experience_level": "Senior",
        "skills": ["Python", "React"],
        "interview_type": "technical",
        "duration": 30,
    }
    return parse_config(**(values | members))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Senior", Seniority.SENIOR),
        ("entry-level", Seniority.JUNIOR),
        ("Mid Level", Seniority.MID),
        ("mid-senior level", Seniority.SENIOR),
        ("Sr. Engineer", Seniority.SENIOR),
        ("Senior Staff Engineer", Seniority.STAFF),
        ("Tech Lead", Seniority.LEAD),
        ("PRINCIPAL", Seniority.PRINCIPAL),
        ("1 year", Seniority.JUNIOR),
        ("2+ years", Seniority.MID),
        ("5-7 years of experience", Seniority.SENIOR),
        ("10 yrs", Seniority.STAFF),
    ],
)
def test_a_level_is_known_in_the_spellings_people_use(text, level) -> None:
    assert seniority_of(text) is level


@given(
    st.sampled_from([(level, word) for level, words in LEVELS.items() for word in words]),
    st.sampled_from(["{}", " {} ", "{}-level", "({})", "{} developer", "a {}, perhaps"]),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_the_words_of_a_level_mean_it_wherever_they_stand(known, frame, case) -> None:
    level, word = known
    assert seniority_of(case(frame.format(word))) is level


@pytest.mark.parametrize(
    ("text", "style"),
    [
        *[(spelling, style) for style, spellings in STYLES.items() for spelling in spellings],
        ("Behavioral", Style.BEHAVIOURAL),
        ("SYSTEM_DESIGN", Style.SYSTEM_DESIGN),
        ("system-design interview", Style.SYSTEM_DESIGN),
        ("Technical Interview", Style.TECHNICAL),
    ],
)
def test_a_type_is_known_in_the_spellings_people_use(text, style) -> None:
    assert style_of(text) is style


@pytest.mark.parametrize("text", ["purple", "seniority", "???", "yearly", "technically speaking"])
def test_what_names_neither_is_told_what_is_known(text) -> None:
    for read, accepted in ((seniority_of, Seniority), (style_of, Style)):
        with pytest.raises(UnknownValueError) as refused:
            read(text)
        assert refused.value.accepted == tuple(one.value for one in accepted)
        assert all(one in refused.value.message for one in refused.value.accepted)


def test_what_was_given_is_kept_in_its_own_words() -> None:
    config = parse(experience_level=" Mid-level ", skills=("React", "react", " Vue.js "))
    assert config.as_given() == {
        "job_role": "Software Engineer",
        "experience_level": "Mid-level",
        "skills": ["React", "Vue.js"],
        "interview_type": "technical",
        "duration": 30,
    }
    assert (config.seniority, config.style) == (Seniority.MID, Style.TECHNICAL)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("job_role", ""),
        ("job_role", 7),
        ("experience_level", None),
        ("skills", "Python"),
        ("skills.1", ["Python", ""]),
        ("skills", ["a"] * 11),
        ("interview_type", ""),
        ("duration", 4),
        ("duration", 181),
        ("duration", True),
        ("duration", "30"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_its_name(field, value) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse(**{field.split(".")[0]: value})
    assert refused.value.field == field
