"""/settings/queue: what is to be done, is being done, and went wrong."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.display import empty, page_head, panel
from components.queue import add_dialog, clear_dialog, counts, table, tools
from components.settings import settings_tabs
from components.tables import by_phase
from state.invite import ZONE
from state.queue import ADD_DIALOG, CLEAR_DIALOG, HERE, JOB_CHOICES, REFRESH, QueueState
from state.shell import ShellState

ROUTE = "/settings/queue"
TITLE = "Queue"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=QueueState.show)]

S: Any = QueueState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            "Queue",
            rx.cond(S.can_manage, button("Add to queue", kind="primary", on_click=S.begin_adding)),
            above="Settings",
        ),
        settings_tabs("queue", is_admin=ShellState.is_admin),
        by_phase(S, _queue(), what="queue"),
        rx.cond(
            S.can_manage,
            rx.fragment(
                add_dialog(S, dialog_id=ADD_DIALOG, jobs=JOB_CHOICES),
                clear_dialog(S, dialog_id=CLEAR_DIALOG),
            ),
        ),
        current="settings",
    )


def _queue() -> rx.Component:
    return rx.el.div(
        counts(S),
        panel(
            tools(S, jobs=JOB_CHOICES, refresh_id=REFRESH),
            rx.cond(S.rows, table(S), _nothing()),
            padded=False,
            aria_label="Items",
        ),
        class_name="stack",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.total,
        empty(
            "No item matches",
            "Nothing of that type stands so at the moment.",
            link_button("Show all items", href=HERE),
        ),
        empty(
            "The queue is empty",
            "Synchronising, analysing, inviting and writing reports pass through here. Add an "
            "application, or synchronise a requisition, and it begins.",
        ),
    )
