"""Cleaning what people type, in one place."""

from __future__ import annotations

import re
import unicodedata

from app.core.errors import InvalidInputError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_line(value: object, *, field: str, name: str, longest: int, required: bool = True) -> str:
    """One line of text: trimmed, inner white space folded.

    Raises InvalidInputError, naming the field, when it is not text, too long, or missing.
    """
    text = " ".join(clean_text(value, field=field, name=name, longest=longest).split())
    if required and not text:
        raise InvalidInputError(f"{name} is needed.", field=field)
    return text


def clean_text(value: object, *, field: str, name: str, longest: int) -> str:
    """Text of several lines, without control characters, in Unicode's composed form.

    Raises InvalidInputError, naming the field, when it is not text or too long.
    """
    if not isinstance(value, str):
        raise InvalidInputError(f"{name} must be text.", field=field)
    text = unicodedata.normalize("NFC", _CONTROL.sub("", value.replace("\r\n", "\n"))).strip()
    if len(text) > longest:
        raise InvalidInputError(f"{name} can have {longest:,} characters at most.", field=field)
    return text
