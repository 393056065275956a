"""Prompts and personas in a table, with which of them is in use."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link
from components.display import tag


def template_table(
    state: Any, rows: Any, *, heads: tuple[str, str], in_use: Any, extra: str = ""
) -> rx.Component:
    """A table of TemplateRow. `heads` name the first two columns, `in_use` the mark of a default.

    `state` has `editable` and `use`, which takes a row's number.
    """
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *[rx.el.th(words, scope="col") for words in (*heads, "Version", "Last edit")],
                    rx.el.th(rx.el.span("Actions", class_name="sr-only"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(rows, lambda row: _row(state, row, in_use))),
            class_name=f"pr-table {extra}".strip(),
        ),
        class_name="table-wrap",
    )


def _row(state: Any, row: Any, in_use: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            link(row.name, href=row.href, class_name="row-link"),
            rx.cond(row.about, rx.el.small(row.about, class_name="under pr-short")),
            class_name="pr-name",
        ),
        rx.el.td(
            rx.el.span(row.where, class_name="pr-scope"),
            rx.cond(row.is_default, rx.fragment(" ", tag(in_use, "accent"))),
            class_name="pr-where",
        ),
        rx.el.td(row.version, class_name="num"),
        rx.el.td(row.edited, class_name="num nowrap"),
        rx.el.td(
            rx.cond(
                state.editable & ~row.is_default,
                button(
                    "Make default",
                    kind="quiet",
                    on_click=state.use(row.number),
                    aria_label="Make “" + row.name + "” the default" + row.default_for,
                ),
            ),
            class_name="right",
        ),
        key=row.href,
    )
