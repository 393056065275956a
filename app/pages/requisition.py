"""/requisitions/[number]: one requisition, its applications and its settings."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.application_dialogs import act_dialog
from components.applications import applications, tools
from components.controls import link, link_button
from components.display import empty, loading, page_head, panel
from components.requisition import (
    crumb,
    delete_dialog,
    missing,
    places,
    settings_form,
    stages,
    sync_panel,
    tags,
)
from state.application_acts import DIALOG, ApplicationActsState
from state.application_lines import STATUS_CHOICES
from state.applications import ApplicationsState
from state.requisition import DELETING, REFRESH, SETTINGS, RequisitionState
from state.shell import ShellState

ROUTE = "/requisitions/[number]"
ON_LOAD = [ShellState.load, RequisitionState.load, ApplicationsState.load]

S: Any = RequisitionState
List: Any = ApplicationsState
Acts: Any = ApplicationActsState
TITLE = rx.cond(S.head.name, S.head.name, "Requisition")


def page() -> rx.Component:
    """The page, or a word on why there is nothing to see."""
    return member_page(
        rx.script(src="/scripts/unsaved.js"),
        rx.cond(
            S.loaded,
            rx.cond(S.missing, _missing(), _requisition()),
            rx.fragment(
                page_head("Requisition", above=_crumb()),
                panel(loading(rows=8, label="Loading the requisition")),
            ),
        ),
        rx.el.button("Look again", id=REFRESH, type="button", hidden=True, on_click=S.refresh),
        act_dialog(Acts, dialog_id=DIALOG),
        delete_dialog(S, dialog_id=DELETING),
        current="requisitions",
    )


def _crumb() -> rx.Component:
    return link("Requisitions", href="/requisitions")


def _missing() -> rx.Component:
    return rx.fragment(page_head("Requisition", above=_crumb()), panel(empty(*missing())))


def _requisition() -> rx.Component:
    return rx.fragment(
        page_head(
            S.head.name,
            sync_panel(S, can_edit=ShellState.can_edit_requisitions),
            above=crumb(S.head),
            beside=tags(S.head),
        ),
        rx.cond(
            S.view == SETTINGS,
            rx.el.div(
                places(S.head.number, "settings"),
                settings_form(S, can_edit=ShellState.can_edit_requisitions),
                class_name="stack",
            ),
            rx.el.div(
                places(S.head.number, "applications"),
                stages(S),
                rx.cond(
                    List.rows | List.filtered, tools(List, statuses=STATUS_CHOICES, of_one=True)
                ),
                applications(
                    List,
                    Acts,
                    can_act=ShellState.can_edit_applications,
                    of_one=True,
                    nothing=_nothing(),
                    on_look=[List.refresh, S.refresh],
                ),
                class_name="stack",
            ),
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        List.filtered,
        empty(
            "No application matches",
            "Try fewer words, or fewer filters.",
            link_button("Show all of this requisition", href=List.everything),
        ),
        empty(
            "No applications yet",
            rx.cond(
                S.head.of_workday,
                "They come in with the next synchronisation, or are added on the board.",
                "Add them on the board: drop résumés there.",
            ),
            link_button("Open the board", href=f"/requisitions/{S.head.number}/board"),
        ),
    )
