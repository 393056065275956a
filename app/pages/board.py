"""/requisitions/[number]/board: the applications of a requisition by stage."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.numbered import numbered
from components.application_dialogs import invite_application_dialog, out_dialog
from components.board import add_dialog, board, move_dialog
from components.controls import button
from components.display import empty, page_head, panel
from components.requisition import crumb, missing, places, tags
from state.application_steps import INVITE_DIALOG, OUT_DIALOG, ApplicationStepsState
from state.board import DROPPED, MOVE_DIALOG, REFRESH, BoardState
from state.board_add import ADD_DIALOG, FILES, READ, BoardAddState
from state.shell import ShellState

ROUTE = "/requisitions/[number]/board"
TITLE = rx.cond(BoardState.title, BoardState.title + ", board", "Board")
ON_LOAD = [BoardState.load, ShellState.load]

S: Any = BoardState
STEPS: Any = ApplicationStepsState
ADD: Any = BoardAddState


def page() -> rx.Component:
    """The page."""
    return member_page(
        numbered(S, _ready(), title="Board", gone=missing()),
        rx.el.p(S.said, role="status", class_name="sr-only"),
        rx.el.button(id=REFRESH, type="button", on_click=S.refresh, hidden=True),
        _taking(DROPPED, "window.vivavoceBoard.dropped()", S.drop),
        _taking(READ, "window.vivavoceBoard.answers()", ADD.files_read),
        invite_application_dialog(STEPS, dialog_id=INVITE_DIALOG, on_close=S.refresh),
        out_dialog(STEPS, dialog_id=OUT_DIALOG, on_close=S.refresh),
        move_dialog(S, dialog_id=MOVE_DIALOG),
        add_dialog(ADD, dialog_id=ADD_DIALOG, files_id=FILES, on_close=S.refresh),
        rx.script(src="/scripts/resumes.js"),
        rx.script(src="/scripts/board.js"),
        current="requisitions",
    )


def _taking(button_id: str, script: str, handler: Any) -> rx.Component:
    """A button that scripts of the page press when they have something for a handler."""
    return rx.el.button(
        id=button_id,
        type="button",
        on_click=rx.call_script(script, callback=handler),
        hidden=True,
    )


def _ready() -> rx.Component:
    return rx.fragment(
        page_head(
            S.title,
            rx.cond(S.can_edit, button("Add applications", kind="primary", on_click=ADD.begin)),
            above=crumb(S),
            beside=tags(S),
        ),
        rx.el.div(
            places(S.number, "board"),
            rx.cond(
                S.total == 0,
                panel(
                    empty(
                        "No applications yet",
                        rx.cond(
                            S.can_edit,
                            "Drop résumés here, add applications by hand, or synchronise with "
                            "Workday.",
                            "They appear here as soon as somebody applies.",
                        ),
                    )
                ),
            ),
            board(S),
            class_name="stack",
        ),
    )
