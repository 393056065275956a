"""What the foot of the room opens: a human, what is recorded, the end."""

from __future__ import annotations

import reflex as rx

from components import room as layout
from components.dialog import close_dialog, dialog, dialog_foot, open_dialog
from components.room_live import Moment
from state.room import RoomState

HUMAN, RECORDED, END = "human", "recorded", "end"


def dialogs() -> rx.Component:
    """All of them, closed."""
    return rx.fragment(_human(), _recorded(), _end())


def human_button() -> rx.Component:
    """Asks for a human; after that it says that this was done."""
    return rx.cond(
        RoomState.human_requested,
        rx.el.span("The hiring team knows that you ask for a human.", role="status"),
        layout.foot_button("Ask for a human", on_click=open_dialog(HUMAN)),
    )


def recorded_button() -> rx.Component:
    """Opens what is recorded."""
    return layout.foot_button("What is recorded", on_click=open_dialog(RECORDED))


def end_button() -> rx.Component:
    """Asks whether to end the interview."""
    return layout.foot_button("End interview", on_click=open_dialog(END))


def _human() -> rx.Component:
    return layout.confirm(
        rx.el.p(
            "We tell the hiring team at ",
            RoomState.organization,
            " that you would rather talk to a person, and they get in touch with you. You can go "
            "on meanwhile, or leave the interview as it is. Neither counts against you.",
        ),
        dialog_id=HUMAN,
        title="Ask for a human",
        yes="Yes, tell them",
        cancel="Not now",
        on_yes=[RoomState.ask_human, close_dialog(HUMAN)],
    )


def _end() -> rx.Component:
    return layout.confirm(
        rx.el.p(
            "What you have sent so far is kept and read. Words still in the box are not. You "
            "can’t come back to the interview afterwards."
        ),
        dialog_id=END,
        title="End the interview?",
        yes="Yes, end the interview",
        cancel="Go on with the interview",
        on_yes=[close_dialog(END), RoomState.end],
    )


def _recorded() -> rx.Component:
    return dialog(
        rx.el.p(
            "Your answers and when you sent them are recorded",
            rx.cond(
                RoomState.proctoring == "off",
                ", and nothing else.",
                ". So is what is listed here. It stands beside the assessment and never changes "
                "it.",
            ),
        ),
        rx.cond(
            RoomState.proctoring != "off",
            rx.cond(
                RoomState.signals,
                rx.el.ul(
                    rx.foreach(
                        RoomState.signals,
                        lambda signal: rx.el.li(
                            Moment.create(at=signal["at"], clock=True), " ", signal["words"]
                        ),
                    ),
                    class_name="recorded",
                    tab_index=0,
                    aria_label="Recorded so far",
                ),
                rx.el.p("Nothing so far.", class_name="dim"),
            ),
        ),
        dialog_foot(dialog_id=RECORDED, cancel="Close"),
        dialog_id=RECORDED,
        title="What is recorded",
    )
