"""/interviews: the table of interviews. Search, filters, order and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.display import empty, page_head, panel
from components.interviews import table, tools
from components.invite import invite_dialog
from components.tables import by_phase
from state.interviews import InterviewsState
from state.invite import InviteState
from state.shell import ShellState

ROUTE = "/interviews"
TITLE = "Interviews"
ON_LOAD = [ShellState.load, InterviewsState.load]

S: Any = InterviewsState
Invite: Any = InviteState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Interviews", _invite()),
        by_phase(S, _list(), what="interviews"),
        invite_dialog(Invite, on_close=S.refresh),
        current="interviews",
    )


def _invite() -> rx.Component:
    return rx.cond(
        ShellState.can_invite,
        button("Invite candidate", kind="primary", on_click=Invite.begin("")),
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.cond(S.rows | S.filtered, tools(S)),
        panel(
            rx.cond(S.rows, table(S), _nothing()),
            padded=False,
            aria_label="Interviews",
        ),
        class_name="stack",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No interview matches",
            "Try fewer words, or fewer filters.",
            link_button("Show all interviews", href="/interviews"),
        ),
        empty(
            "No interviews yet",
            "Invite a candidate for an open position; the interview appears here at once.",
            link_button("Positions", href="/positions"),
        ),
    )
