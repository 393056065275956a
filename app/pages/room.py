"""/interview/[token]: the candidate's room, before, during and after the interview."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages import room_before, room_dialogs, room_running
from components import room as layout
from components.controls import link
from components.display import tag
from components.room_live import Arrival, TimeLeft, Watch
from state.room import RoomState

ROUTE = "/interview/[token]"
TITLE = rx.cond(RoomState.position, RoomState.position, "Interview")
ON_LOAD = [RoomState.load]


def page() -> rx.Component:
    """The room as it stands. Nothing is shown until that is known."""
    return rx.fragment(
        layout.room(
            rx.match(
                RoomState.status,
                ("", _opening()),
                ("ready", room_before.content()),
                ("running", room_running.content()),
                ("finished", _finished()),
                _closed(),
            ),
            bar=_bar(),
            foot=_foot(),
        ),
        room_dialogs.dialogs(),
        rx.cond(_is_running(), _watch()),
    )


def _is_running() -> Any:
    return RoomState.status == "running"


def _watch() -> rx.Component:
    return Watch.create(
        level=RoomState.proctoring, on_beat=RoomState.beat, on_signal=RoomState.signal
    )


def _bar() -> rx.Component:
    return layout.bar(
        rx.cond(RoomState.position, RoomState.position, "Interview"),
        RoomState.organization,
        rx.cond(RoomState.is_trial, tag("Trial run, not counted", "accent")),
        rx.cond(RoomState.is_practice, tag("Practice, not counted", "accent")),
        rx.cond(
            _is_running(),
            rx.fragment(
                layout.dots(RoomState.dots, RoomState.number, RoomState.expected),
                TimeLeft.create(
                    seconds=RoomState.seconds_left,
                    synced=RoomState.contacts,
                    paused=RoomState.waiting,
                ),
            ),
        ),
    )


def _foot() -> rx.Component:
    return rx.match(
        RoomState.status,
        ("ready", layout.foot(rx.el.span(_AI), room_dialogs.human_button())),
        (
            "running",
            layout.foot(
                rx.el.span(_AI),
                # Whoever practises is nobody's candidate: there is no one to ask for.
                rx.cond(RoomState.is_practice, rx.fragment(), room_dialogs.human_button()),
                room_dialogs.recorded_button(),
                room_dialogs.end_button(),
            ),
        ),
        layout.foot(rx.el.span("Vivavoce holds structured interviews with an AI interviewer.")),
    )


_AI = "You are talking to an AI interviewer."


def _opening() -> rx.Component:
    return rx.el.p("Opening the room…", role="status", class_name="dim opening")


def _finished() -> rx.Component:
    return rx.el.div(
        Arrival.create(
            "This interview is finished. Thank you.",
            custom_attrs={"data-testid": "room-message"},
        ),
        rx.cond(RoomState.is_practice, _after_practice(), _after_interview()),
        rx.cond(
            RoomState.is_trial,
            rx.el.p(
                "This was a trial run. ",
                link("See its report", href=RoomState.report_url),
            ),
        ),
        class_name="room-text",
    )


def _after_practice() -> rx.Component:
    return rx.fragment(
        rx.el.p("Nobody but you sees what you practised."),
        rx.el.p(
            link("Read your report", href=RoomState.report_url),
            " or go ",
            link("back to practice", href="/practice"),
            ".",
        ),
    )


def _after_interview() -> rx.Component:
    return rx.fragment(
        rx.el.p("Everything you sent is kept. You can close this page."),
        rx.el.div(
            rx.el.h2("What happens next"),
            rx.el.ol(
                rx.el.li(
                    "A report is made of your answers, with your own words as the evidence for "
                    "everything it says."
                ),
                rx.el.li(
                    "A person on the hiring team at ",
                    RoomState.organization,
                    " reads your answers and the report, and decides. The software doesn’t.",
                ),
                rx.el.li("They get back to you themselves."),
            ),
            class_name="next",
        ),
        rx.el.div(
            rx.el.h2("If something went wrong"),
            rx.el.p(
                "Write to the person who invited you. You can ask that a human looks at your "
                "answers again without the software’s assessment, and for what was recorded "
                "about you to be corrected or deleted."
            ),
            class_name="next",
        ),
    )


def _closed() -> rx.Component:
    return rx.el.div(
        Arrival.create(
            rx.match(
                RoomState.status,
                ("expired", "This link has expired"),
                ("cancelled", "This interview was cancelled"),
                ("abandoned", "This interview has ended"),
                "This link doesn’t work",
            )
        ),
        rx.el.p(RoomState.message, custom_attrs={"data-testid": "room-message"}),
        class_name="room-text",
    )
