"""The room before the interview: what it is, what is recorded, and a question to try."""

from __future__ import annotations

import reflex as rx

from components.controls import button, check
from components.display import notice
from components.room_live import Arrival, Moment, Practice
from state.room import RoomState

PRACTICE = (
    "Describe a place you know well, so that somebody who has never been there finds their way."
)


def content() -> rx.Component:
    """Who asks and for what, the terms, practice, and the way in."""
    return rx.el.div(
        rx.el.div(
            Arrival.create("Interview for ", RoomState.position),
            rx.el.p(
                "Hello ",
                RoomState.first_name,
                ". ",
                rx.el.strong(RoomState.organization),
                " invites you to a written interview. It takes up to ",
                rx.el.strong(RoomState.duration_min, " minutes"),
                ". One question is asked at a time, and you answer in your own words. Saying "
                "that you don’t know is fine: not everybody gets every question.",
            ),
            rx.el.p(
                "You can leave and come back by the same link, until ",
                Moment.create(at=RoomState.expires_at),
                ". The time stands still while you are away.",
            ),
            rx.cond(
                RoomState.opens_at,
                notice(
                    rx.el.p(
                        "The interview opens on ",
                        Moment.create(at=RoomState.opens_at),
                        ". Come back then by the same link.",
                    )
                ),
            ),
        ),
        rx.el.section(
            rx.el.h2("Before you begin"),
            rx.el.dl(
                rx.foreach(
                    RoomState.terms,
                    lambda term: rx.el.div(
                        rx.el.dt(term["title"]), rx.el.dd(term["text"]), key=term["title"]
                    ),
                ),
                class_name="terms",
            ),
        ),
        rx.el.section(
            rx.el.h2("Try it first, if you like"),
            rx.el.p("This question doesn’t count, and there is no time limit.", class_name="dim"),
            Practice.create(question=PRACTICE),
        ),
        rx.el.section(
            check(
                "I agree to take this interview on these terms",
                # The browser ticks it at once; the button follows the server.
                default_checked=RoomState.agreed,
                on_change=RoomState.agree,
            ),
            rx.el.div(
                _start_button(),
                rx.cond(
                    RoomState.agreed,
                    rx.fragment(),
                    rx.el.span("Tick the box to go on.", class_name="dim"),
                ),
                class_name="row",
            ),
            rx.el.div(RoomState.problem, role="alert", class_name="error"),
            class_name="way-in",
        ),
        class_name="room-text before",
    )


def _start_button() -> rx.Component:
    """Full screen has to be asked for in the click itself, or the browser refuses it."""
    enter = "document.documentElement.requestFullscreen?.().catch(() => {})"
    return rx.cond(
        RoomState.proctoring == "strict",
        _start(on_click=[rx.call_script(enter), RoomState.start]),
        _start(on_click=RoomState.start),
    )


def _start(**props: object) -> rx.Component:
    return button(
        "Start interview",
        kind="primary large",
        disabled=~RoomState.agreed | RoomState.waiting,
        **props,
    )
