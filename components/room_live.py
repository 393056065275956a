"""The parts of the interview room that live in the browser, from `assets/room`.

They hold what must not wait for the server: the text being typed, the seconds left, the words of
a question as they appear.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

_ANSWER = "$/public/room/answer.jsx"
_PRESENCE = "$/public/room/presence.jsx"
_READING = "$/public/room/reading.jsx"


def _answer_sent(
    turn_id: rx.Var[str], text: rx.Var[str], client_key: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return turn_id, text, client_key


def _draft_kept(turn_id: rx.Var[str], text: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return turn_id, text


def _signal_seen(
    kind: rx.Var[str], details: rx.Var[dict[str, int]]
) -> tuple[rx.Var[str], rx.Var[dict[str, int]]]:
    return kind, details


class AnswerBox(rx.Component):
    """The box for an answer, with its buttons. Keeps a copy of what is typed in the tab."""

    library = _ANSWER
    tag = "AnswerBox"

    turn_id: rx.Var[str]
    draft: rx.Var[str]
    saves: rx.Var[int]
    replies: rx.Var[int]
    taken: rx.Var[str]
    waiting: rx.Var[bool]
    problem: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """`on_send` gives question, text and key; `on_draft` question and text."""
        return {
            **super().get_event_triggers(),
            "on_send": _answer_sent,
            "on_draft": _draft_kept,
        }


class TimeLeft(rx.Component):
    """The time left, counted down in the browser."""

    library = _PRESENCE
    tag = "TimeLeft"

    seconds: rx.Var[int]
    synced: rx.Var[int]
    paused: rx.Var[bool]


class Watch(rx.Component):
    """Heartbeats, and signals as far as the level of proctoring asks for them. Shows nothing."""

    library = _PRESENCE
    tag = "Watch"

    level: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """`on_beat` comes every ten seconds; `on_signal` gives a kind and its details."""
        return {
            **super().get_event_triggers(),
            "on_beat": rx.event.no_args_event_spec,
            "on_signal": _signal_seen,
        }


class FullScreen(rx.Component):
    """A way back to full screen, while the page is not."""

    library = _PRESENCE
    tag = "FullScreen"


class Spoken(rx.Component):
    """Text that appears word by word, as a heading or a paragraph."""

    library = _READING
    tag = "Spoken"

    text: rx.Var[str]
    heading: rx.Var[bool]


class Moment(rx.Component):
    """A moment in the reader's own time zone; with `clock` only the time of day."""

    library = _READING
    tag = "Moment"

    at: rx.Var[str]
    clock: rx.Var[bool]


class Arrival(rx.Component):
    """A page's heading that takes the focus when it appears."""

    library = _READING
    tag = "Arrival"


class Practice(rx.Component):
    """A question to try the box with, which stays in the browser."""

    library = _READING
    tag = "Practice"

    question: rx.Var[str]
