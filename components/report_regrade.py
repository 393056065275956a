"""Re-grading an answer: what people said of a grade, and the form to say so."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, text_area
from components.dialog import dialog, dialog_foot
from components.display import tag

CHOICES = (("none", "None"), ("partly", "Partly"), ("fully", "Fully"))


def grades_part(row: Any, *, may_regrade: Any, on_agree: Any, on_regrade: Any) -> rx.Component:
    """Under the points of an answer: what people said of the grade, and the way to say so."""
    return rx.cond(
        row.evaluation_id,
        rx.el.div(
            rx.cond(
                row.regrades,
                rx.fragment(
                    rx.el.small("Re-graded by people"),
                    rx.el.ol(rx.foreach(row.regrades, _regrade), class_name="remarks"),
                ),
            ),
            rx.cond(
                row.machine,
                rx.el.p(row.machine, class_name="dim", data_testid="machine-grade"),
            ),
            rx.cond(
                may_regrade,
                rx.el.div(
                    button(
                        rx.cond(row.machine, "Agree with the machine", "I agree"),
                        on_click=on_agree(row.evaluation_id),
                    ),
                    button("Re-grade", on_click=on_regrade(row.evaluation_id)),
                    class_name="row no-print",
                    role="group",
                    aria_label="Is the machine's grade right?",
                ),
            ),
            class_name="report-grades",
        ),
    )


def _regrade(row: Any) -> rx.Component:
    return rx.el.li(
        tag(row.words, row.tone),
        rx.el.p(row.text, class_name="voice"),
        rx.el.small(row.by),
    )


def regrade_dialog(state: Any, *, dialog_id: str, confidence: float) -> rx.Component:
    """Asks of each point how far the answer has it, and why. `state` is the dialog's."""
    errors = state.regrade_errors
    return dialog(
        rx.el.p(state.question, class_name="voice"),
        rx.el.form(
            judgements(state.judged, error=errors["points"]),
            field(
                "Reason",
                text_area(
                    voice=True,
                    id="regrade-reason",
                    name="reason",
                    max_length=2000,
                    aria_invalid=rx.cond(errors["reason"], "true", "false"),
                    aria_describedby="regrade-reason-error",
                ),
                html_for="regrade-reason",
                hint=(
                    "Kept with your name beside the machine's grade. Your grade counts in the "
                    f"report in its place, with a confidence of {confidence:.2f}."
                ),
                error=errors["reason"],
            ),
            dialog_foot(
                button("Save grade", type="submit", kind="primary"),
                dialog_id=dialog_id,
            ),
            key=state.regrade_key,
            on_submit=state.save_regrade,
            class_name="stack",
        ),
        dialog_id=dialog_id,
        title=rx.el.span("Re-grade: ", state.about),
        wide=True,
    )


def judgements(rows: Any, *, error: Any) -> rx.Component:
    """For each point of a full answer a choice: none, partly, fully."""
    return rx.el.div(
        rx.foreach(rows, _judgement),
        rx.cond(error, rx.el.span(error, class_name="error", role="alert")),
        class_name="judgements",
    )


def _judgement(row: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            row.text,
            rx.cond(row.weight, rx.el.small(" ", row.weight, class_name="num", title="weight")),
            rx.cond(row.machine, rx.el.small(" machine: ", row.machine, class_name="num")),
        ),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name=row.name,
                        value=value,
                        default_checked=row.choice == value,
                    ),
                    rx.el.span(words, class_name="btn"),
                )
                for value, words in CHOICES
            ],
            class_name="decide-choices three",
        ),
        class_name="judgement",
        key=row.name,
    )
