"""/settings/prompts: what models and letters say, by type. Type, search and page in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import link_button
from components.display import empty, page_head, panel
from components.prompts import prompt_section, prompt_tools
from components.settings import settings_tabs
from components.tables import by_phase
from state.invite import ZONE
from state.prompt_rows import PROMPTS
from state.prompts import PromptsState
from state.shell import ShellState

ROUTE = PROMPTS
TITLE = "Prompts"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=PromptsState.show)]

S: Any = PromptsState
NEW = f"{PROMPTS}/new"


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            "Prompts",
            rx.cond(S.editable, link_button("New prompt", href=NEW, kind="primary")),
            above="Settings",
        ),
        settings_tabs("prompts", is_admin=ShellState.is_admin),
        by_phase(S, _list(), what="prompts"),
        current="settings",
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "What the product says to a language model, and in its letters. Where you have written "
            "nothing, what is built in holds. A requisition’s own prompt comes first.",
            class_name="dim",
        ),
        prompt_tools(S),
        rx.el.p(S.found_words, role="status", class_name="sr-only"),
        rx.cond(
            S.none_found,
            panel(
                empty(
                    "No prompt matches",
                    "Try another part of its name.",
                    link_button("Show all prompts", href=S.everything),
                )
            ),
            rx.fragment(rx.foreach(S.rows, lambda section: prompt_section(S, section, new=NEW))),
        ),
        class_name="stack",
    )
