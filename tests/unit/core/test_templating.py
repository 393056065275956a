"""What a template of a member may do, and what it may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidInputError
from app.core.templating import LONGEST_TEMPLATE, RenderError, Variable, VariableType, check, render

NAME = Variable("name", VariableType.TEXT, "A name", "Ada")
SKILLS = Variable("skills", VariableType.LIST, "Skills", ("Lisp", "SQL"), True)
SCORE = Variable("score", VariableType.NUMBER, "A score", 78, True)
VARIABLES = (NAME, SKILLS, SCORE)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Hello {{ name }}.", "Hello Ada."),
        ("{{ skills|join(', ') }}", "Lisp, SQL"),
        ("{% for one in skills %}{{ loop.index }} {{ one|upper }}\n{% endfor %}", "1 LISP\n2 SQL"),
        ("{% if score is not none and score > 70 %}high{% else %}low{% endif %}", "high"),
        ("{{ name if name else 'you' }} {# no one sees this #}", "Ada"),
        ("{{ '{{ name }}' }} {% raw %}{% if %}{% endraw %}", "{{ name }} {% if %}"),
        ("a {{ name ~ '!' }}\r\nb\x00\ud800", "a Ada!\nb"),
    ],
)
def test_what_is_allowed_is_rendered(template: str, expected: str) -> None:
    text = check(template, VARIABLES, field="template")
    assert (
        render(text, VARIABLES, {"name": "Ada", "skills": ("Lisp", "SQL"), "score": 78}) == expected
    )


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("", "needed"),
        (None, "needed"),
        ("x" * (LONGEST_TEMPLATE + 1), "characters"),
        ("Hi\n{{ nam }}", "Line 2: there is no variable “nam”. Known are: name, skills, score"),
        ("{{ name", "Line 1"),
        ("a\n\n{% iff name %}", "Line 3"),
        ("{{ name.__class__ }}", "“.__class__”"),
        ("{{ name['x'] }}", "an index"),
        ("{{ name.upper() }}", "a call"),
        ("{{ range(9) }}", "a call"),
        ("{{ name|attr('x') }}", "“attr”"),
        ("{{ name|replace('a', 'aa') }}", "“replace”"),
        ("{{ skills|sort(attribute='x') }}", "an argument with a name"),
        ("{{ 'a' * 999999999 }}", "not allowed"),
        ("{{ '%999999999d' % 1 }}", "not allowed"),
        ("{{ 9 ** 9 ** 9 }}", "not allowed"),
        ("{% set a = name ~ name %}", "an assignment"),
        ("{% with a = name %}{% endwith %}", "an assignment"),
        ("{% include 'x' %}", "an include"),
        ("{% import 'x' as y %}", "an import"),
        ("{% extends 'x' %}", "a parent template"),
        ("{% macro a() %}{% endmacro %}", "a macro"),
        ("{% filter upper %}{% endfilter %}", "a block of a filter"),
        ("{{ skills|join(skills|join(skills|join)) }}", "“join”"),
        ("{% for a in skills %}{% for b in skills %}{% endfor %}{% endfor %}", "a loop in a loop"),
        ("{% for a in name %}{% endfor %}", "goes through a list"),
        ("{% for a in skills %}{{ name|upper }}{% endfor %}", "only be shown as it is"),
        ("{{ self }}", "“self”"),
        ("{% for a in skills %}{{ loop }}{% endfor %}", "“loop”"),
        ("{{ score + 1 }}", "cannot be rendered"),  # as there may be none
        ("{{ skills|first }}", "cannot be rendered"),
        ("{{" + "(" * 3_000 + "1" + ")" * 3_000 + "}}", "deeply"),
        ("{{" + "not " * 3_000 + "name }}", "deeply"),
        ("{% if name %}" * 60 + "{% endif %}" * 60, "deeply"),
        ("{{ name }}" * 1_100, "too large"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(template: object, words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check(template, VARIABLES, field="template")
    assert caught.value.field == "template"
    assert words in caught.value.message


@given(st.text())
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    said = f"{value}{{{{ score }}}}{{% if %}}{{#"
    assert render("<{{ name }}>", VARIABLES, {"name": said}) == f"<{said}>"


@pytest.mark.parametrize("value", [{"name": 1}, {"skills": "Lisp"}, {"score": True}, {"nam": "x"}])
def test_a_value_of_another_type_or_name_is_no_value(value: dict) -> None:
    with pytest.raises(RenderError):
        render("x", VARIABLES, value)


def test_what_grows_too_long_is_not_rendered() -> None:
    template = check("{% for one in skills %}{{ name }}{% endfor %}", VARIABLES, field="template")
    with pytest.raises(RenderError, match="more than"):
        render(template, VARIABLES, {"name": "x" * 50_000, "skills": ("a",) * 9})
