"""The room during the interview: one question, one box, and what has been said."""

from __future__ import annotations

import reflex as rx

from components import room as layout
from components.controls import button
from components.room_live import AnswerBox, FullScreen, Spoken
from state.room import RoomState


def content() -> rx.Component:
    """The question that stands, and the box for its answer."""
    return rx.fragment(
        rx.cond(RoomState.proctoring == "strict", FullScreen.create()),
        rx.el.div(
            Spoken.create(
                text=RoomState.question,
                heading=True,
                key=RoomState.turn_id,
                class_name="ask",
                custom_attrs={"data-testid": "question"},
            ),
            rx.foreach(
                RoomState.clarifications,
                lambda text, place: Spoken.create(
                    text=text,
                    key=place,
                    class_name="voice clarification",
                    custom_attrs={"data-testid": "clarification"},
                ),
            ),
            # What is added here is read out once, whole: all its words are there at once.
            aria_live="polite",
            class_name="room-asked",
        ),
        rx.cond(RoomState.is_stale, _stale()),
        rx.cond(
            RoomState.turn_id,
            AnswerBox.create(
                key=RoomState.turn_id,
                turn_id=RoomState.turn_id,
                draft=RoomState.draft,
                saves=RoomState.saves,
                replies=RoomState.replies,
                taken=RoomState.taken,
                waiting=RoomState.waiting,
                problem=RoomState.problem,
                on_send=RoomState.send,
                on_draft=RoomState.save_draft,
            ),
        ),
        layout.said(RoomState.lines, RoomState.said),
    )


def _stale() -> rx.Component:
    return rx.el.div(
        rx.el.span("The interview has gone on in another tab or window."),
        button("Go on here", on_click=RoomState.load),
        class_name="notice warn strip",
        role="status",
    )
