"""/candidates/compare: two to four reports side by side, named in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.comparison import comparison
from components.controls import link, link_button
from components.display import empty, loading, page_head, panel
from state.compare import CompareState
from state.shell import ShellState

ROUTE = "/candidates/compare"
TITLE = "Compare candidates"
ON_LOAD = [ShellState.load, CompareState.load]

S: Any = CompareState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(TITLE, above=link("Candidates", href="/candidates")),
        rx.cond(
            S.loaded,
            rx.cond(S.problem, _problem(), _comparison()),
            panel(loading(rows=8)),
        ),
        current="candidates",
    )


def _comparison() -> rx.Component:
    return rx.el.div(
        panel(
            rx.el.div(
                comparison(S.columns, S.lines, label="Candidates side by side"),
                class_name="table-wrap",
            ),
            padded=False,
            aria_label="Comparison",
        ),
        rx.el.p(
            "The dot is the estimated depth from 0 to 5, the band where it lies with a probability "
            "of 90 %, the notch the position’s target. Scores are comparable where the same "
            "concepts were asked; what only some were asked stands last.",
            class_name="dim",
        ),
        class_name="stack",
    )


def _problem() -> rx.Component:
    return panel(
        empty(
            "These cannot be compared",
            S.problem,
            link_button("Choose candidates", href="/candidates", kind="primary"),
        ),
        padded=False,
        role="alert",
    )
