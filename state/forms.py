"""Reading what a form sends, which a client may send as it likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def fields_of(form: object) -> dict[str, Any]:
    """The form's fields, or none where it is no form."""
    return form if isinstance(form, dict) else {}


def words_of(form: Mapping[str, Any], name: str) -> str:
    """What was typed there, or nothing."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def lines_of(form: Mapping[str, Any], name: str) -> list[str]:
    """What was typed there, by lines and commas, without empty ones."""
    parts = words_of(form, name).replace(",", "\n").splitlines()
    return [part.strip() for part in parts if part.strip()]


def no_errors(names: Iterable[str]) -> dict[str, str]:
    """No error beside any of those fields."""
    return dict.fromkeys(names, "")
