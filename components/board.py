"""The board of a requisition: columns, cards, and the dialogs that move and add them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, text_input
from components.dialog import dialog, dialog_foot
from components.display import notice, tag


def board(state: Any) -> rx.Component:
    """The columns; those that have ended otherwise are folded at the end."""
    return rx.el.div(
        rx.foreach(
            state.columns,
            lambda column: rx.el.section(
                _head(column),
                _cards(column, state),
                class_name="board-column",
                aria_label=column.words,
                custom_attrs={"data-column": column.status},
                key=column.status,
            ),
        ),
        rx.el.div(
            rx.foreach(
                state.folded,
                lambda column: rx.el.details(
                    rx.el.summary(column.words, rx.el.span(column.total, class_name="num")),
                    _cards(column, state),
                    class_name="board-folded",
                    custom_attrs={"data-column": column.status},
                    key=column.status,
                ),
            ),
            class_name="board-ends",
        ),
        class_name="board",
        custom_attrs={
            "data-board": rx.cond(state.can_edit, "edit", "look"),
            "data-rules": state.rules,
        },
    )


def _head(column: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h2(column.words),
        rx.el.span(column.total, class_name="num dim"),
        class_name="board-head",
    )


def _cards(column: Any, state: Any) -> rx.Component:
    return rx.fragment(
        rx.el.ul(
            rx.foreach(column.cards, lambda card: _card(card, state)),
            class_name="board-cards",
        ),
        rx.cond(
            column.more > 0,
            button(
                "Show more",
                rx.el.span(" of " + column.words, class_name="sr-only"),
                rx.el.span(column.more, class_name="num dim"),
                kind="quiet wide",
                on_click=state.show_more(column.status),
            ),
        ),
    )


def _card(card: Any, state: Any) -> rx.Component:
    return rx.el.li(
        link(card.name, href=card.href, class_name="row-link", draggable=False),
        rx.cond(card.risk, tag(card.risk, card.risk_tone)),
        rx.foreach(card.flags, lambda flag: tag(flag.words, flag.tone)),
        rx.el.div(
            rx.el.small(card.since, title="in this stage", class_name="num"),
            rx.cond(
                state.can_edit,
                button(
                    "Move to…",
                    kind="quiet board-move",
                    aria_label="Move " + card.name + " to…",
                    on_click=state.ask_move(card.number),
                ),
            ),
            class_name="board-foot",
        ),
        draggable=state.can_edit,
        class_name="board-card",
        custom_attrs={"data-card": card.number.to_string(), "data-rule": card.rule},
        key=card.number,
    )


def move_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Where a card may be moved, and why not elsewhere."""
    return dialog(
        rx.el.p("It stands in “", state.moving_from, "”.", class_name="dim"),
        rx.el.ul(
            rx.foreach(
                state.targets,
                lambda one: rx.el.li(
                    button(
                        one.words,
                        kind="wide",
                        disabled=one.why != "",
                        on_click=state.choose(one.value),
                    ),
                    rx.cond(one.why, rx.el.small(one.why)),
                    key=one.value,
                ),
            ),
            class_name="board-targets",
        ),
        dialog_foot(dialog_id=dialog_id),
        dialog_id=dialog_id,
        title="Move " + state.moving_name,
    )


def add_dialog(state: Any, *, dialog_id: str, files_id: str, **props: Any) -> rx.Component:
    """Applications that are about to be added: what was proposed is confirmed here."""
    return dialog(
        field(
            "Résumés (PDF, Word or text; several at once)",
            rx.el.input(
                type="file",
                id=files_id,
                multiple=True,
                accept=".pdf,.docx,.txt",
                class_name="input",
            ),
            html_for=files_id,
            hint="Or drop them here. Name and e-mail are proposed from the text; you confirm them.",
        ),
        rx.el.p("", class_name="dim", role="status", custom_attrs={"data-adding-words": ""}),
        rx.cond(state.told, rx.el.p(state.told, role="status", class_name="dim")),
        rx.el.form(
            rx.el.ul(rx.foreach(state.rows, lambda row: _row(row, state)), class_name="board-rows"),
            rx.el.div(
                button("Add one without a résumé", kind="quiet", on_click=state.one_more),
            ),
            dialog_foot(
                rx.cond(
                    state.can_add,
                    button(
                        "Add to the board",
                        type="submit",
                        kind="primary",
                        disabled=state.working,
                    ),
                ),
                dialog_id=dialog_id,
                cancel="Close",
            ),
            on_submit=state.add,
            class_name="stack",
            no_validate=True,
        ),
        dialog_id=dialog_id,
        title="Add applications",
        wide=True,
        custom_attrs={"data-adding": ""},
        **props,
    )


def _row(row: Any, state: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(row.file, rx.el.small(row.file, class_name="board-file")),
        rx.cond(row.problem, notice(row.problem, tone="bad", role="alert")),
        rx.cond(
            row.can_add,
            rx.el.div(
                _line("Full name", "name", row, row.name, row.name_error),
                _line("E-mail", "email", row, row.email, row.email_error),
                button("Leave out", kind="quiet", on_click=state.take_out(row.key)),
                class_name="board-line",
            ),
            rx.cond(
                row.href,
                rx.el.p(link(row.name, href=row.href), " ", rx.el.span(row.told, class_name="dim")),
                rx.el.div(button("Leave out", kind="quiet", on_click=state.take_out(row.key))),
            ),
        ),
        key=row.key,
    )


def _line(label: str, name: str, row: Any, value: Any, error: Any) -> rx.Component:
    control = f"{name}-" + row.key
    return field(
        label,
        text_input(
            id=control,
            name=control,
            default_value=value,
            auto_complete="off",
            aria_invalid=rx.cond(error, "true", "false"),
            max_length=254,
        ),
        html_for=control,
        error=error,
    )
