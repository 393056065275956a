"""Where the machine drifts: mean differences as bars to either side of nothing."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.display import panel


def drift(state: Any) -> rx.Component:
    """By score, concept, version and month, how far the machine lies above or below people."""
    return rx.cond(
        state.drift,
        panel(
            rx.el.h2("Where the machine drifts"),
            rx.el.p(
                "Machine minus person, in points of a hundred; to the right the machine is the "
                "more generous. Each answer once, with its blind grade where it has one. Bars of "
                "few answers are pale.",
                class_name="dim",
            ),
            rx.el.div(rx.foreach(state.drift, _chart), class_name="drift-charts"),
            class_name="stack",
            id="drift",
        ),
    )


def _chart(chart: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(chart.title),
        rx.el.div(
            rx.el.span(),
            rx.el.span(
                rx.el.span("−50"),
                rx.el.span("as people"),
                rx.el.span("+50"),
                class_name="drift-axis num",
            ),
            class_name="drift-row",
            aria_hidden="true",
        ),
        rx.el.div(rx.foreach(chart.rows, _bar), class_name="drift-bars"),
        rx.el.details(
            rx.el.summary("As a table"),
            rx.el.table(
                rx.el.caption(chart.title, class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        *[
                            rx.el.th(words, scope="col")
                            for words in ("Answers on", "How many", "Machine − people")
                        ]
                    )
                ),
                rx.el.tbody(
                    rx.foreach(
                        chart.rows,
                        lambda row: rx.el.tr(
                            rx.el.th(row.name, scope="row"),
                            rx.el.td(row.answers, class_name="num"),
                            rx.el.td(row.value, class_name="num"),
                        ),
                    )
                ),
            ),
            class_name="assess-more",
        ),
        class_name="drift-chart",
    )


def _bar(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(row.name, class_name="drift-name"),
        rx.el.span(
            rx.el.i(
                style={"left": row.left, "width": row.width},
                class_name=row.tone + rx.cond(row.few, " few", ""),
            ),
            rx.el.u(),
            role="img",
            aria_label=row.label,
            class_name="drift-scale",
        ),
        rx.el.span(row.value, class_name="num drift-value", aria_hidden="true"),
        class_name="drift-row",
    )
