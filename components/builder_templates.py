"""Starting a position from a role: the dialog, and the way back."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.builder import SENIORITIES
from components.controls import button, segments
from components.dialog import dialog, dialog_foot
from components.display import notice

TEMPLATES = "templates-dialog"


def templates_dialog(state: Any) -> rx.Component:
    """A level and a role, which fill the whole builder; it asks before it replaces anything."""
    return dialog(
        segments(SENIORITIES, value=state.level, on_pick=state.pick_level, label="Seniority"),
        rx.cond(
            state.asking,
            notice(
                rx.el.p(
                    "What you have entered here would be replaced: title, concepts and questions."
                ),
                rx.el.div(
                    button("Replace it", kind="danger", on_click=state.replace_all),
                    button("Keep mine", on_click=state.keep),
                    class_name="row",
                ),
                tone="warn",
                role="alert",
            ),
        ),
        rx.el.ul(
            rx.foreach(
                state.roles,
                lambda role: rx.el.li(
                    rx.el.div(rx.el.b(role.name), rx.el.br(), rx.el.small(role.summary)),
                    button(
                        "Use",
                        on_click=state.use(role.role),
                        aria_label="Use " + role.name,
                    ),
                    class_name="entry",
                    key=role.role,
                ),
            ),
            class_name="catalogue",
            tab_index=0,
            aria_label="Roles",
        ),
        dialog_foot(dialog_id=TEMPLATES),
        dialog_id=TEMPLATES,
        title="Start from a role",
        wide=True,
    )


def filled_notice(state: Any, form_key: Any) -> rx.Component:
    """What the builder was filled from, and a way back, for as long as it shows that form."""
    return rx.cond(
        (state.filled_from != "") & (state.filled_key == form_key),
        notice(
            rx.el.p(
                "Filled in from ",
                rx.el.b(state.filled_from),
                ". Change what does not fit, then save.",
            ),
            rx.el.div(button("Undo", on_click=state.undo), class_name="row"),
            tone="good",
            role="status",
        ),
    )
