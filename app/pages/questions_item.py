"""/questions/[concept]/[item]: one question, to be reworded and tried out."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link, link_button
from components.display import empty, loading, notice, page_head, panel
from components.question_bank_form import more_panel, points_panel, question_fields, trial_panel
from state.question_bank_item import ItemState
from state.shell import ShellState

ROUTE = "/questions/[concept]/[item]"
TITLE = "Question"
ON_LOAD = [ShellState.load, ItemState.load]

S: Any = ItemState


def page() -> rx.Component:
    """The page."""
    return member_page(
        rx.script(src="/scripts/unsaved.js"),
        rx.cond(
            S.loaded,
            rx.cond(S.missing | ~S.editable, _missing(), _form()),
            rx.fragment(page_head("Question", above=_crumb()), panel(loading(rows=8))),
        ),
        current="questions",
    )


def _crumb() -> rx.Component:
    return rx.fragment(
        link("Questions", href="/questions"),
        rx.cond(
            S.concept,
            rx.fragment(
                " / ",
                link(S.fields.concept_name, href="/questions/" + S.concept, class_name="crumb"),
            ),
        ),
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_head("Question", above=link("Questions", href="/questions")),
        panel(
            rx.cond(
                S.editable,
                empty(
                    "There is no such question",
                    "It may have been removed, or the address is not complete.",
                    link_button("All concepts", href="/questions"),
                ),
                empty(
                    "Your role lets you read questions, not change them",
                    "You find all of them by concept.",
                    link_button("All concepts", href="/questions"),
                ),
            )
        ),
    )


def _form() -> rx.Component:
    return rx.fragment(
        page_head(
            rx.cond(S.is_new, "New question", "Edit question"),
            rx.el.span(
                rx.cond(S.dirty, "Unsaved changes", ""),
                class_name="save-note unsaved",
                role="status",
            ),
            button("Save", kind="primary", on_click=S.save),
            above=_crumb(),
        ),
        rx.el.div(
            rx.cond(S.dirty, rx.el.span(custom_attrs={"data-unsaved": "true"}, hidden=True)),
            rx.cond(
                S.conflict,
                notice(
                    rx.el.p(S.conflict),
                    rx.el.div(button("Reload", on_click=S.load)),
                    tone="bad",
                    role="alert",
                ),
            ),
            rx.cond(
                S.is_built_in,
                notice(
                    "This is a built-in question. Saving makes your own version of it, which is "
                    "asked in its place; you can restore the original at any time."
                ),
            ),
            rx.el.div(
                rx.el.div(question_fields(S), points_panel(S), more_panel(S), class_name="stack"),
                trial_panel(S),
                class_name="builder-grid",
            ),
            class_name="stack",
        ),
    )
