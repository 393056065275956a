"""The charts of a report: the score on its line, depth as a forest plot, signals over time."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

LEVELS = ("recall", "explain", "apply", "analyse", "design")


class Jump(BaseHTML):
    """A link to a place on the same page, followed by the browser itself."""

    tag = "a"

    href: rx.Var[str]


def jump(*children: Any, href: Any, **props: Any) -> rx.Component:
    """A link to an id on the page. It scrolls there, and `:target` styles what it leads to."""
    return Jump.create(*children, href=href, **props)


def score_line(verdict: Any, *, discuss_from: float, hire_from: float) -> rx.Component:
    """The line from 0 to 100 with its bands, the interval on it and the score as a dot."""
    bands = (
        f"linear-gradient(to right, var(--bad-soft) {discuss_from}%, "
        f"var(--warn-soft) {discuss_from}% {hire_from}%, var(--good-soft) {hire_from}%)"
    )
    return rx.el.div(
        rx.cond(
            verdict.graded,
            rx.fragment(
                rx.el.i(style={"left": verdict.low, "width": verdict.width}),
                rx.el.b(style={"left": verdict.at}),
            ),
        ),
        role="img",
        aria_label=verdict.label,
        class_name="score-line",
        style={"background": bands},
    )


def forest(rows: Any, *, questions_id: str, on_pick: Any) -> rx.Component:
    """Depth per concept: five levels, the interval as a band, the estimate as a dot, the target.

    Each row is an image described in words; the name leads to the questions, and `on_pick` is
    called with the concept, to narrow them to it.
    """
    return rx.el.div(
        rx.el.div(
            rx.el.span(),
            rx.el.span(
                *[rx.el.span(level) for level in LEVELS], class_name="levels", aria_hidden="true"
            ),
            rx.el.span(),
            class_name="forest-row forest-head",
        ),
        rx.foreach(rows, lambda row: _forest_row(row, questions_id, on_pick)),
        class_name="forest",
    )


def _forest_row(row: Any, questions_id: str, on_pick: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.cond(
                row.asked,
                jump(row.name, href=f"#{questions_id}", on_click=on_pick(row.concept)),
                rx.el.span(row.name),
            ),
            rx.cond(row.low_confidence, rx.el.small("low confidence")),
            class_name="name",
        ),
        rx.el.span(
            rx.cond(
                row.graded,
                rx.el.i(style={"left": row.low, "width": row.width}),
                rx.el.small(row.missing),
            ),
            rx.el.u(style={"left": row.target_at}),
            rx.cond(row.graded, rx.el.b(style={"left": row.at})),
            role="img",
            aria_label=row.label,
            class_name="scale",
        ),
        rx.el.span(row.value, " ", rx.el.span(row.of, class_name="of"), class_name="val num"),
        class_name="forest-row",
    )


def forest_table(rows: Any) -> rx.Component:
    """The same numbers as a table."""
    return rx.el.details(
        rx.el.summary("As a table"),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *[
                            rx.el.th(words, scope="col")
                            for words in ("Concept", "Depth", "90 % interval", "Target", "Asked")
                        ]
                    )
                ),
                rx.el.tbody(rx.foreach(rows, _table_row)),
            ),
            class_name="table-wrap",
        ),
        class_name="forest-table",
    )


def _table_row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.name, scope="row"),
        rx.el.td(row.value, class_name="num"),
        rx.el.td(rx.cond(row.graded, row.interval, row.missing), class_name="num"),
        rx.el.td(row.target),
        rx.el.td(row.questions),
    )


def timeline(signals: Any, *, label: Any, end: Any) -> rx.Component:
    """When something was recorded, from the start of the interview to its end."""
    return rx.el.div(
        rx.el.div(
            rx.foreach(
                signals,
                lambda signal: rx.el.i(
                    style={"left": signal.left},
                    class_name=rx.cond(signal.tall, "tall", "")
                    + rx.cond(signal.dismissed, " dismissed", ""),
                ),
            ),
            role="img",
            aria_label=label,
            class_name="timeline",
        ),
        rx.el.div(
            rx.el.small("0:00", class_name="num"),
            rx.el.small(end, class_name="num"),
            class_name="timeline-ends",
            aria_hidden="true",
        ),
    )
