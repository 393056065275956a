"""/questions: the concepts of the question bank. The search is in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.dialog import open_dialog
from components.display import empty, page_head, panel
from components.question_bank import IMPORTING, area, export_links, import_dialog
from components.tables import by_phase, search_field
from state.question_bank import FILE_INPUT, FORGET, QuestionBankState
from state.shell import ShellState

ROUTE = "/questions"
TITLE = "Questions"
ON_LOAD = [ShellState.load, QuestionBankState.load]

S: Any = QuestionBankState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            "Questions",
            export_links(),
            rx.cond(
                S.editable,
                rx.fragment(
                    button(
                        "Import",
                        on_click=[rx.call_script(FORGET), S.begin_import, open_dialog(IMPORTING)],
                    ),
                    link_button("New question", href="/questions/new", kind="primary"),
                ),
            ),
        ),
        by_phase(S, _list(), what="questions"),
        rx.cond(
            S.editable,
            import_dialog(
                S.imported,
                file_id=FILE_INPUT,
                sending=S.sending,
                on_send=S.send_file,
            ),
        ),
        current="questions",
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(
                "What interviews ask, by concept and depth. Reword, retire or add to it: an edit "
                "never changes what was asked before.",
                class_name="dim",
            ),
            search_field(
                S,
                placeholder="Search concepts",
                label="Search concepts by name or keyword",
                kind="list-search",
            ),
            class_name="list-tools",
        ),
        rx.el.p(S.found_words, role="status", class_name="sr-only"),
        rx.cond(
            S.rows,
            rx.foreach(S.rows, area),
            panel(
                empty(
                    "No concept matches",
                    "Try another word, or write a question on a concept of your own.",
                    link_button("Show all concepts", href="/questions"),
                )
            ),
        ),
        class_name="stack",
    )
