"""Integrity signals: what may be recorded, how much of it, and in which words it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import clock
from app.core.errors import InvalidInputError
from app.interviews import repository
from app.interviews.events import iso, tell
from app.interviews.models import IntegritySignal, SignalKind
from app.positions.models import Proctoring
from app.webhooks.models import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview

MAX_SIGNALS = 500
"""More than this of one interview tells nobody anything."""

MAX_SECONDS, MAX_CHARACTERS = 7 * 24 * 3600, 10_000_000

# What may be told of each kind: a length of time or a size, never what was in the clipboard.
DETAILS: dict[SignalKind, dict[str, int]] = {
    SignalKind.TAB_HIDDEN: {"seconds": MAX_SECONDS},
    SignalKind.WINDOW_BLUR: {"seconds": MAX_SECONDS},
    SignalKind.PASTE: {"characters": MAX_CHARACTERS},
    SignalKind.COPY: {"characters": MAX_CHARACTERS},
    SignalKind.FULLSCREEN_EXIT: {"seconds": MAX_SECONDS},
    SignalKind.DISCONNECTED: {"seconds": MAX_SECONDS},
    SignalKind.SECOND_TAB: {},
}
_ALL_BUT_FULLSCREEN = frozenset(SignalKind) - {SignalKind.FULLSCREEN_EXIT}
RECORDED: dict[str, frozenset[SignalKind]] = {
    Proctoring.OFF: frozenset(),
    Proctoring.STANDARD: _ALL_BUT_FULLSCREEN,
    Proctoring.STRICT: frozenset(SignalKind),
}
_WORDS: dict[SignalKind, str] = {
    SignalKind.TAB_HIDDEN: "switched to another tab",
    SignalKind.WINDOW_BLUR: "left the window",
    SignalKind.PASTE: "pasted text",
    SignalKind.COPY: "copied text",
    SignalKind.FULLSCREEN_EXIT: "left full screen",
    SignalKind.DISCONNECTED: "was disconnected",
    SignalKind.SECOND_TAB: "opened the interview in a second tab",
}


def words(kind: SignalKind, details: Mapping[str, object]) -> str:
    """A signal in words, such as "left the window for 4 s" or "pasted 212 characters"."""
    seconds, characters = details.get("seconds"), details.get("characters")
    if isinstance(characters, int):
        unit = "character" if characters == 1 else "characters"
        return f"{_WORDS[kind].removesuffix(' text')} {characters:,} {unit}"
    if isinstance(seconds, int):
        return f"{_WORDS[kind]} for {_span(seconds)}"
    return _WORDS[kind]


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    said = [f"{value} {unit}" for value, unit in parts if value][:2]
    return " ".join(said) or "less than 1 s"


def check(kind: object, details: object) -> tuple[SignalKind, dict[str, int]]:
    """A signal as a browser sent it. Raises InvalidInputError for what cannot be one."""
    try:
        known = SignalKind(kind)  # type: ignore[arg-type]  # anything may come; the enum refuses
    except ValueError:
        raise InvalidInputError("There is no such signal.", field="kind") from None
    given = {} if details is None else details
    if not isinstance(given, dict) or not set(given) <= set(DETAILS[known]):
        raise InvalidInputError("This cannot be told of the signal.", field="details")
    for key, value in given.items():
        if type(value) is not int or not 0 <= value <= DETAILS[known][key]:
            raise InvalidInputError(f"{key} must be a whole number in range.", field="details")
    return known, dict(given)


async def record(
    session: AsyncSession,
    interview: Interview,
    kind: SignalKind,
    details: dict[str, int],
    *,
    at: datetime | None = None,
    turn_id: UUID | None = None,
) -> bool:
    """Add a signal, as far as the position wants it. Whether it was recorded.

    The caller holds the interview's lock.
    """
    if kind not in RECORDED.get(interview.proctoring, frozenset()):
        return False
    if await repository.count_signals(session, interview.id) >= MAX_SIGNALS:
        return False
    signal = IntegritySignal(
        organization_id=interview.organization_id,
        interview_id=interview.id,
        turn_id=turn_id,
        kind=kind,
        details=details,
        at=at or clock.now(),
    )
    session.add(signal)
    await session.flush()
    await tell(
        session,
        interview,
        EventType.PROCTORING_ALERT,
        signal_id=str(signal.id),
        signal=kind.value,
        at=iso(signal.at),
        details=details or None,
    )
    return True
