"""Candidates who are chosen to be compared, and the one about to be deleted."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link_button, text_input
from components.dialog import dialog, dialog_foot


def chosen_bar(chosen: Any, *, names: Any, address: Any, on_clear: Any) -> rx.Component:
    """Who is chosen, and a way to compare them; `address` is empty while they are too few."""
    return rx.el.div(
        rx.cond(
            chosen,
            rx.el.div(
                rx.el.span(rx.el.b(chosen.length(), " chosen: "), names, class_name="chosen-names"),
                rx.el.span(
                    button("Clear", kind="quiet", on_click=on_clear),
                    rx.cond(
                        address,
                        link_button("Compare", href=address, kind="primary"),
                        button("Compare", kind="primary", disabled=True),
                    ),
                    class_name="row",
                ),
                class_name="panel chosen-bar",
            ),
        ),
        role="status",
        class_name="chosen-place",
    )


def delete_dialog(
    *,
    dialog_id: str,
    name: Any,
    has: Any,
    typed: Any,
    problem: Any,
    on_type: Any,
    on_delete: Any,
) -> rx.Component:
    """Says what goes with a candidate, and asks for their name before it deletes them."""
    return dialog(
        rx.el.p(
            "This deletes ",
            rx.el.b(name),
            " for good, with ",
            has,
            ": everything they wrote, every evaluation, integrity signal, report, decision and "
            "note. Links they were sent stop working. Nobody can bring it back.",
        ),
        rx.el.form(
            field(
                rx.fragment("Type ", name, " to confirm"),
                text_input(
                    id=f"{dialog_id}-name",
                    value=typed,
                    on_change=on_type,
                    auto_complete="off",
                    aria_invalid=rx.cond(problem, "true", "false"),
                ),
                html_for=f"{dialog_id}-name",
                error=problem,
            ),
            dialog_foot(
                button("Delete for good", type="submit", kind="danger"), dialog_id=dialog_id
            ),
            on_submit=on_delete,
            class_name="stack",
            no_validate=True,
        ),
        dialog_id=dialog_id,
        title="Delete this candidate?",
    )
