"""/settings/recruiters: who stands for requisitions, and what candidates read of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.display import empty, page_head, panel
from components.recruiters import delete_recruiter_dialog, edit_recruiter_dialog, recruiter_item
from components.settings import settings_tabs
from components.tables import by_phase, pages, search_field
from state.settings_recruiters import (
    DELETE_DIALOG,
    EDIT_DIALOG,
    HERE,
    TITLE_ID,
    RecruitersState,
)
from state.shell import ShellState

ROUTE = HERE
TITLE = "Recruiters"
ON_LOAD = [ShellState.load, RecruitersState.load]

S: Any = RecruitersState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Recruiters", rx.cond(S.may_manage, _add("primary")), above="Settings"),
        settings_tabs("recruiters", is_admin=ShellState.is_admin),
        by_phase(S, _list(), what="recruiters"),
        edit_recruiter_dialog(S, dialog_id=EDIT_DIALOG),
        delete_recruiter_dialog(S, dialog_id=DELETE_DIALOG),
        current="settings",
    )


def _add(kind: str = "") -> rx.Component:
    return button("Add recruiter", kind=kind, on_click=S.begin_recruiter(""))


def _list() -> rx.Component:
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Who stands for requisitions", id=TITLE_ID, tab_index=-1),
                rx.el.p(
                    "Candidates read who invites them, and how that person can be reached.",
                    class_name="dim",
                ),
            ),
            search_field(
                S,
                placeholder="Search names and addresses",
                label="Search recruiters",
                kind="dev-search",
            ),
            class_name="panel-head",
        ),
        rx.cond(
            S.rows,
            rx.fragment(
                rx.el.ul(
                    rx.foreach(S.rows, lambda row: recruiter_item(S, row)), class_name="dev-list"
                ),
                pages(S),
            ),
            _nothing(),
        ),
        padded=False,
        aria_labelledby=TITLE_ID,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.none_yet,
        rx.cond(
            S.may_manage,
            empty(
                "No recruiters yet",
                "Add whoever stands for your requisitions. They need no account here.",
                _add(),
            ),
            empty("No recruiters yet", "An administrator of yours adds them."),
        ),
        empty(
            "No recruiter matches",
            "Try a part of the name or of the address.",
            link_button("Show all recruiters", href=HERE),
        ),
    )
