"""What came of an application: interviews, their evaluation, and every step it took."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link
from components.display import panel, recommendation_tag, tag


def interviews_panel(rows: Any) -> rx.Component:
    """The interviews of the application, the newest first."""
    return rx.cond(
        rows,
        panel(
            rx.el.h2("Interviews"),
            rx.el.ul(
                rx.foreach(
                    rows,
                    lambda row: rx.el.li(
                        rx.el.div(rx.el.b(row.words), rx.el.small(row.facts)),
                        link(row.action, href=row.href, class_name="btn"),
                        key=row.href,
                    ),
                ),
                class_name="app-interviews",
            ),
            aria_label="Interviews",
        ),
    )


def evaluation_panel(evaluation: Any) -> rx.Component:
    """Six scores of 0 to 10 with what each rests on."""
    return rx.cond(
        evaluation.is_there,
        panel(
            rx.el.div(
                rx.el.h2("Evaluation of the interview"),
                rx.el.div(
                    rx.cond(
                        evaluation.overall,
                        rx.el.span(rx.el.b(evaluation.overall, class_name="num"), " of 100"),
                    ),
                    recommendation_tag(evaluation.says),
                    link("Report", href=evaluation.href, class_name="btn"),
                    class_name="row",
                ),
                class_name="report-head",
            ),
            rx.el.p(evaluation.summary),
            rx.el.ul(rx.foreach(evaluation.scores, _score), class_name="app-scores"),
            rx.el.div(
                _list("Strengths", evaluation.strengths),
                _list("Weaknesses", evaluation.weaknesses),
                _list("Red flags", evaluation.flags),
                _list("Next time, look into", evaluation.focus),
                class_name="app-lists",
            ),
            aria_label="Evaluation of the interview",
        ),
    )


def _score(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.name),
            rx.cond(
                row.value,
                rx.el.span(
                    rx.el.b(row.value, class_name="num"),
                    rx.el.span(" of 10", class_name="dim"),
                ),
                rx.el.span("no evidence", class_name="dim"),
            ),
            class_name="app-score",
        ),
        rx.el.span(rx.el.i(style={"width": row.width}), class_name="app-bar", aria_hidden="true"),
        rx.el.details(
            rx.el.summary("What it rests on", rx.el.span(": ", row.name, class_name="sr-only")),
            rx.el.p(row.rule, class_name="dim"),
            rx.el.p(row.basis, class_name="dim"),
            rx.foreach(
                row.quotes, lambda quote: rx.el.p(rx.el.mark(quote), class_name="voice app-said")
            ),
        ),
        key=row.name,
    )


def _list(title: str, rows: Any) -> rx.Component:
    return rx.cond(
        rows,
        rx.el.div(rx.el.h3(title), rx.el.ul(rx.foreach(rows, rx.el.li), class_name="app-plain")),
    )


def history_panel(rows: Any) -> rx.Component:
    """Every step, the newest first."""
    return panel(
        rx.el.h2("History"),
        rx.el.ol(
            rx.foreach(
                rows,
                lambda row: rx.el.li(
                    tag(row.words, row.tone),
                    rx.el.div(
                        rx.el.small(
                            row.by, ", ", rx.el.time(row.at, date_time=row.iso), class_name="num"
                        ),
                        rx.cond(row.reason, rx.el.p(row.reason)),
                    ),
                ),
            ),
            class_name="app-history",
            reversed=True,
        ),
        aria_label="History",
    )
