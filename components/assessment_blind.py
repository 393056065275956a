"""Blind review: the answer, the form, and the machine's grade once the person's is kept."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link_button, text_area
from components.display import notice, panel
from components.report_regrade import judgements


def blind_answer(state: Any) -> rx.Component:
    """The question and what was said, as much as grading needs."""
    return panel(
        rx.el.small(state.about),
        rx.el.p(state.question, class_name="asked"),
        rx.foreach(
            state.said,
            lambda turn: rx.el.div(
                rx.el.small(turn.who),
                rx.el.p(turn.text, class_name=rx.cond(turn.by_candidate, "voice said", "asked")),
            ),
        ),
        class_name="stack blind-answer",
        aria_label="The answer",
    )


def blind_form(state: Any) -> rx.Component:
    """How far the answer has each point."""
    return panel(
        rx.el.h2("What a full answer contains"),
        rx.el.form(
            judgements(state.judged, error=state.errors["points"]),
            field(
                "Remark (may stay empty)",
                text_area(
                    voice=True,
                    id="blind-reason",
                    name="reason",
                    max_length=2000,
                    aria_invalid=rx.cond(state.errors["reason"], "true", "false"),
                ),
                html_for="blind-reason",
                error=state.errors["reason"],
            ),
            rx.el.div(
                button("Save grade", type="submit", kind="primary"),
                button("Another answer", on_click=state.another),
                class_name="row",
            ),
            key=state.form_key,
            on_submit=state.save,
            class_name="stack",
        ),
        class_name="stack",
    )


def blind_outcome(state: Any) -> rx.Component:
    """Both grades side by side, and whether the person's is to count."""
    return panel(
        rx.el.h2("Both grades"),
        rx.el.dl(
            rx.el.dt("You"),
            rx.el.dd(state.person, class_name="num", data_testid="blind-person"),
            rx.el.dt("Machine"),
            rx.el.dd(state.machine, class_name="num", data_testid="blind-machine"),
            class_name="facts",
        ),
        rx.cond(
            state.counts,
            notice("The report counts your grade.", tone="good"),
            rx.el.p(
                "Kept for the figures of agreement. The report stays as it is, unless you say "
                "otherwise.",
                class_name="dim",
            ),
        ),
        rx.el.div(
            button("Next answer", kind="primary", on_click=state.another),
            rx.cond(
                state.counts,
                rx.fragment(),
                button("Count it in the report", on_click=state.count),
            ),
            link_button("Open the report", href=state.report_href, kind="quiet"),
            class_name="row",
        ),
        class_name="stack",
    )
