"""/applications: who has applied, for every requisition. All that narrows it is in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.application_dialogs import act_dialog
from components.applications import applications, tools
from components.controls import link_button
from components.display import empty, page_head
from state.application_acts import DIALOG, ApplicationActsState
from state.application_lines import STATUS_CHOICES
from state.applications import ApplicationsState
from state.shell import ShellState

ROUTE = "/applications"
TITLE = "Applications"
ON_LOAD = [ShellState.load, ApplicationsState.load]

S: Any = ApplicationsState
Acts: Any = ApplicationActsState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Applications"),
        rx.el.div(
            rx.cond(S.rows | S.filtered, tools(S, statuses=STATUS_CHOICES, of_one=False)),
            applications(
                S,
                Acts,
                can_act=ShellState.can_edit_applications,
                of_one=False,
                nothing=_nothing(),
                on_look=S.refresh,
            ),
            class_name="stack",
        ),
        act_dialog(Acts, dialog_id=DIALOG),
        current="applications",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No application matches",
            rx.cond(
                S.wrong_days,
                "The first day is after the last: exchange them.",
                "Try fewer words, or fewer filters.",
            ),
            link_button("Show all applications", href="/applications"),
        ),
        empty(
            "No applications yet",
            "They come in from Workday, or are added on a requisition’s board.",
            link_button("Requisitions", href="/requisitions"),
        ),
    )
