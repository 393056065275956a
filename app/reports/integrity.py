"""How closely a person may want to look at what the room recorded. Never part of a score."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.interviews.models import SignalKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.interviews.models import IntegritySignal

# A glance elsewhere of a few seconds is nothing; a long one counts more, up to a limit.
_GLANCE_S, _PER_SECONDS, _MOST_FOR_AWAY = 5, 15, 4
_LONG_PASTE = 80
_MEDIUM_FROM, _HIGH_FROM = 4, 12


class Level(StrEnum):
    """How much there is to look at. It says nothing about what was behind it."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def words(self) -> str:
        """The level as people read it."""
        return _WORDS[self]


_WORDS = {
    Level.NONE: "None: nothing was recorded",
    Level.LOW: "Low: nothing to look at closer",
    Level.MEDIUM: "Medium: some things to look at closer",
    Level.HIGH: "High: look closer before you decide",
}


def level(signals: Iterable[IntegritySignal]) -> Level:
    """The level of an interview, from the signals that nobody has dismissed."""
    counted = [signal for signal in signals if signal.dismissed_at is None]
    if not counted:
        return Level.NONE
    total = sum(_weight(signal.kind, signal.details) for signal in counted)
    if total >= _HIGH_FROM:
        return Level.HIGH
    return Level.MEDIUM if total >= _MEDIUM_FROM else Level.LOW


def _weight(kind: SignalKind, details: Mapping[str, object]) -> int:
    if kind is SignalKind.DISCONNECTED:
        # A bad line is nobody's doing.
        return 0
    if kind is SignalKind.PASTE:
        return 3 if _number(details, "characters") >= _LONG_PASTE else 1
    if kind in {SignalKind.TAB_HIDDEN, SignalKind.WINDOW_BLUR}:
        away = _number(details, "seconds")
        return 0 if away < _GLANCE_S else min(1 + away // _PER_SECONDS, _MOST_FOR_AWAY)
    return 2 if kind is SignalKind.SECOND_TAB else 1


def _number(details: Mapping[str, object], key: str) -> int:
    value = details.get(key)
    return value if isinstance(value, int) else 0
