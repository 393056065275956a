"""What a prompt has been, and what has changed since. `state` is PromptEditState."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button
from components.display import panel, panel_head, tag


def versions_panel(state: Any) -> rx.Component:
    """What the prompt has been, and what has changed since."""
    return panel(
        panel_head("Versions"),
        rx.el.ol(
            rx.foreach(state.versions, lambda row: _version(state, row)), class_name="builder-rows"
        ),
        padded=False,
        aria_label="Versions",
    )


def _version(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.b(row.words),
                rx.cond(row.is_newest, rx.fragment(" ", tag("Newest"))),
                rx.el.small(row.who, ", ", row.when, class_name="under"),
                rx.cond(row.note, rx.el.small(row.note, class_name="under")),
            ),
            rx.el.div(
                button(
                    rx.cond(state.compared == row.version, "Hide changes", "Changes since"),
                    kind="quiet",
                    on_click=state.compare(row.version),
                    aria_expanded=rx.cond(state.compared == row.version, "true", "false"),
                    aria_label=rx.cond(
                        state.compared == row.version, "Hide changes since ", "Changes since "
                    )
                    + row.words,
                ),
                rx.cond(
                    state.editable & ~row.is_newest,
                    button(
                        "Restore",
                        on_click=state.restore(row.version),
                        aria_label="Restore " + row.words + " as the newest",
                    ),
                ),
                class_name="row",
            ),
            class_name="pr-version",
        ),
        # What somebody else has just saved is compared where they are told of it.
        rx.cond(
            (state.compared == row.version) & (row.version != state.theirs),
            difference(state.changes),
        ),
        key=row.version,
    )


def difference(rows: Any) -> rx.Component:
    """Lines that went and lines that came, from a version to what is in the form."""
    return rx.cond(
        rows,
        rx.el.ol(
            rx.foreach(
                rows,
                lambda row: rx.el.li(
                    rx.match(
                        row.kind,
                        ("added", rx.el.span("Added: ", class_name="sr-only")),
                        ("removed", rx.el.span("Removed: ", class_name="sr-only")),
                        rx.fragment(),
                    ),
                    rx.el.span(row.sign, class_name="sign", aria_hidden="true"),
                    rx.el.span(row.words),
                    class_name="pr-line " + row.kind,
                ),
            ),
            class_name="pr-diff",
            aria_label="Changes",
        ),
        rx.el.p("What is in the form is the same.", class_name="dim pr-none", role="status"),
    )
