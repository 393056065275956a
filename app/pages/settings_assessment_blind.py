"""/settings/assessment/blind: grading a random answer without knowing the machine's grade."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.assessment_blind import blind_answer, blind_form, blind_outcome
from components.controls import button, link, link_button
from components.display import empty, loading, notice, page_head, panel
from state.assessment_blind import FAILED, GRADED, GRADING, NOTHING, REFUSED, BlindState
from state.shell import ShellState

ROUTE = "/settings/assessment/blind"
TITLE = "Grade blind"
ON_LOAD = [ShellState.load, BlindState.load]

S: Any = BlindState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            rx.el.span("Grade blind", id="blind-title", tab_index=-1),
            above=link("Assessment", href="/settings/assessment"),
        ),
        rx.el.p(
            "A random answer of a candidate, without the name or the machine's grade, from the "
            "answers nobody has re-graded. Low, middling and high grades come up equally often. "
            "Only such grades measure the machine fairly.",
            class_name="dim blind-lead",
        ),
        rx.match(
            S.phase,
            (GRADING, _two(blind_form(S))),
            (GRADED, _two(blind_outcome(S))),
            (NOTHING, _nothing()),
            (REFUSED, _refused()),
            (FAILED, _failed()),
            panel(loading(rows=8, label="Drawing an answer")),
        ),
        current="settings",
    )


def _two(beside: rx.Component) -> rx.Component:
    return rx.el.div(blind_answer(S), beside, class_name="assess-two")


def _nothing() -> rx.Component:
    return panel(
        empty(
            "There is nothing left to grade",
            "Every graded answer of a candidate has been re-graded, or there is none yet.",
            link_button("Assessment", href="/settings/assessment"),
        )
    )


def _refused() -> rx.Component:
    return panel(
        empty(
            "Grading is for reviewers",
            "Your role reads reports. Recruiters and administrators grade answers.",
            link_button("Assessment", href="/settings/assessment"),
        )
    )


def _failed() -> rx.Component:
    return notice(
        "No answer could be drawn.",
        rx.el.div(button("Try again", on_click=S.load)),
        tone="bad",
        role="alert",
    )
