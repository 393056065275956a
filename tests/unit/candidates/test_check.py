"""What may be stored of a candidate: nearly anything that a form or an interface may know."""

from __future__ import annotations

import pytest

from app.candidates.service import check
from app.core.errors import InvalidInputError


def checked(**fields):
    return check(**({"full_name": "Ada Example", "email": "ada@example.com"} | fields))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ada.Example@Example.COM", "ada.example@example.com"),
        (" ada@example.com\n", "ada@example.com"),
        ("ada+jobs@example.test", "ada+jobs@example.test"),
        ("ada@localhost", "ada@localhost"),
        ("ada@mail.internal.local", "ada@mail.internal.local"),
        ('"ada example"@example.com', '"ada example"@example.com'),
        ("ada@[192.0.2.1]", "ada@[192.0.2.1]"),
    ],
)
def test_addresses_of_every_valid_form_are_kept_in_lower_case(given: str, kept: str) -> None:
    assert checked(email=given).email == kept


@pytest.mark.parametrize("given", ["", "ada", "ada@", "@example.com", "a@b@example.test", 7, None])
def test_what_is_no_address_is_refused(given: object) -> None:
    with pytest.raises(InvalidInputError) as refused:
        checked(email=given)
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" +44 20  7946 0000 ", "+44 20 7946 0000"),
        ("1-800-FLOWERS", "1-800-FLOWERS"),
        ("ask for Ada", "ask for Ada"),
        ("123\x0045", "12345"),
        (" ", None),
        (None, None),
    ],
)
def test_a_phone_number_is_kept_as_it_was_written(given: object, kept: str | None) -> None:
    assert checked(phone=given).phone == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.com/cv.pdf", "https://example.com/cv.pdf"),
        ("urn:example:cv", "urn:example:cv"),
        ("", None),
        (None, None),
    ],
)
def test_a_resume_is_any_uri(given: object, kept: str | None) -> None:
    assert checked(resume_url=given).resume_url == kept


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("full_name", " \u200b"),
        ("full_name", "\x00\x1f"),
        ("full_name", "a" * 201),
        ("phone", "1" * 31),
        ("resume_url", "cv.pdf"),
        ("resume_url", "https://example.com/a b"),
        ("resume_url", "https:"),
        ("resume_url", "h:" + "x" * 2_000),
    ],
)
def test_the_rest_is_refused_with_the_field_named(field: str, given: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        checked(**{field: given})
    assert refused.value.field == field


def test_one_visible_sign_is_a_name() -> None:
    assert checked(full_name="\u200b!\x00").full_name
