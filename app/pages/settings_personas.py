"""/settings/personas: how the interviewer may speak. Search and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import link_button
from components.display import empty, page_head, panel
from components.settings import settings_tabs
from components.tables import by_phase, pages, search_field
from components.template_list import template_table
from state.invite import ZONE
from state.persona_rows import PERSONAS
from state.personas import PersonasState
from state.shell import ShellState

ROUTE = PERSONAS
TITLE = "Personas"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=PersonasState.show)]

S: Any = PersonasState
NEW = f"{PERSONAS}/new"


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            "Personas",
            rx.cond(S.editable, link_button("New persona", href=NEW, kind="primary")),
            above="Settings",
        ),
        settings_tabs("personas", is_admin=ShellState.is_admin),
        by_phase(S, _list(), what="personas"),
        current="settings",
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(
                "How the interviewer speaks. A persona never changes what is asked or how an "
                "answer is graded: whoever grades never learns of it.",
                class_name="dim",
            ),
            search_field(
                S,
                placeholder="Search personas",
                label="Search personas by name",
                kind="list-search",
            ),
            class_name="list-tools pr-tools",
        ),
        rx.el.p(S.found_words, role="status", class_name="sr-only"),
        _panel(),
        class_name="stack",
    )


def _panel() -> rx.Component:
    return panel(
        rx.cond(
            S.rows,
            template_table(
                S, S.rows, heads=("Persona", "Speaks"), in_use="Default", extra="pr-top"
            ),
            rx.cond(
                S.filtered,
                empty(
                    "No persona matches",
                    "Try another part of its name.",
                    link_button("Show all personas", href=PERSONAS),
                ),
                empty(
                    "No personas yet",
                    "Without one the interviewer speaks plainly: it asks each question and adds "
                    "nothing.",
                    rx.cond(S.editable, link_button("Write the first", href=NEW)),
                ),
            ),
        ),
        rx.cond(S.rows, pages(S)),
        padded=False,
        aria_label="Personas",
    )
