"""The questions asked of everyone, and whether the dealbreakers among them are met."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.charts_report import jump
from components.display import panel, tag


def must_ask_panel(rows: Any) -> rx.Component:
    """A line for each question, which leads to its points and the candidate's words."""
    return rx.cond(
        rows,
        panel(
            rx.el.div(rx.el.h2("Asked of everyone"), class_name="report-head"),
            rx.el.ul(
                rx.foreach(
                    rows,
                    lambda row: rx.el.li(
                        rx.cond(
                            row.href,
                            jump(row.question, href=row.href),
                            rx.el.span(row.question),
                        ),
                        rx.el.span(
                            rx.cond(row.met, tag(row.met, row.tone)),
                            rx.el.small(row.grade, class_name="num"),
                            class_name="row",
                        ),
                        class_name="must-ask-row",
                    ),
                )
            ),
        ),
    )
