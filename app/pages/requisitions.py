"""/requisitions: the jobs to be filled. Search, filters, order and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.display import empty, page_head, panel
from components.requisitions import new_dialog, table, tools
from components.tables import by_phase
from state.requisition_new import DIALOG, NewRequisitionState
from state.requisitions import REFRESH, RequisitionsState
from state.shell import ShellState

ROUTE = "/requisitions"
TITLE = "Requisitions"
ON_LOAD = [ShellState.load, RequisitionsState.load]

S: Any = RequisitionsState
New: Any = NewRequisitionState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Requisitions", rx.cond(ShellState.can_edit_requisitions, _new("primary"))),
        by_phase(S, _list(), what="requisitions"),
        rx.el.button("Look again", id=REFRESH, type="button", hidden=True, on_click=S.refresh),
        rx.cond(ShellState.can_edit_requisitions, new_dialog(New, dialog_id=DIALOG)),
        current="requisitions",
    )


def _new(kind: str) -> rx.Component:
    return button("New requisition", kind=kind, on_click=New.begin)


def _list() -> rx.Component:
    return rx.el.div(
        rx.cond(S.rows | S.filtered, tools(S)),
        panel(
            rx.cond(S.rows, table(S, can_sync=ShellState.can_edit_requisitions), _nothing()),
            padded=False,
            aria_label="Requisitions",
        ),
        rx.el.p(S.said, role="status", class_name="sr-only"),
        class_name="stack",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No requisition matches",
            "Try fewer words, or fewer filters.",
            link_button("Show all requisitions", href="/requisitions"),
        ),
        empty(
            "No requisitions yet",
            "With Workday’s credentials they come in by themselves. Without Workday, make your "
            "own and add applications to it.",
            rx.cond(ShellState.can_edit_requisitions, _new("")),
        ),
    )
