"""What an organisation adds to what a model is told."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - part of a public value
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instructions:
    """An organisation's words, their hash, and the schema of its own answer if it wants one.

    `check` raises ValueError for an answer that does not keep to the schema. Nothing of a
    candidate's stands in the words.
    """

    text: str
    sha256: str
    schema: str | None = None
    check: Callable[[object], None] | None = None
