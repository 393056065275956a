"""Reading Workday's records by the mapping, and noticing where it leads nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.workday.errors import WorkdayRefusedError
from app.workday.mapping import find

REFERENCE = "descriptor"
"""A reference's name in Workday, for a path that leads to the reference itself."""


@dataclass(slots=True)
class Reading:
    """Values of many records of one kind, such as "application", with a tally of each path."""

    kind: str
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def text(self, record: object, path: str | None, meaning: str) -> str | None:
        """What stands at the path as text, or None; `meaning` says in words what it is for."""
        if path is None:
            return None
        there, value = find(record, path)
        self.asked[meaning, path] += 1
        self.found[meaning, path] += there
        return _as_text(value)

    def moment(self, record: object, path: str | None, meaning: str) -> datetime | None:
        """What stands at the path as a moment, or None where it is none."""
        text = self.text(record, path, meaning)
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            return None
        if moment is None or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=UTC)

    def unknown(self) -> list[str]:
        """In words, the paths that no record has."""
        return [
            f"No {self.kind} has “{path}”, where the field mapping looks for {meaning}."
            for (meaning, path), times in self.asked.items()
            if times and not self.found[meaning, path]
        ]

    def require(self, meaning: str) -> None:
        """Raise WorkdayRefusedError where records came and none had what cannot be done without."""
        for (asked, path), times in self.asked.items():
            if asked == meaning and times and not self.found[asked, path]:
                raise WorkdayRefusedError(
                    f"No {self.kind} has “{path}”, where the field mapping looks for {meaning}: "
                    "correct the field mapping."
                )


def rows_of(answer: dict[str, Any], name: str, what: str) -> list[dict[str, Any]]:
    """The records of a page or report. Raises WorkdayRefusedError where it has none."""
    rows = answer.get(name)
    if not isinstance(rows, list):
        raise WorkdayRefusedError(f"Workday's answer for {what} has no “{name}”.")
    return [row for row in rows if isinstance(row, dict)]


def _as_text(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get(REFERENCE)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None
