"""/questions/[concept]: the questions of one concept, by depth, and how they have performed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import link, link_button
from components.display import empty, loading, page_head, panel
from components.question_bank_concept import depth_panel
from state.question_bank_concept import ConceptState
from state.shell import ShellState

ROUTE = "/questions/[concept]"
ON_LOAD = [ShellState.load, ConceptState.load]

S: Any = ConceptState
TITLE = rx.cond(S.head.name, S.head.name, "Questions")


def page() -> rx.Component:
    """The page."""
    return member_page(
        rx.cond(
            S.loaded,
            rx.cond(S.missing, _missing(), _concept()),
            rx.fragment(page_head("Questions", above=_crumb()), panel(loading(rows=8))),
        ),
        current="questions",
    )


def _crumb() -> rx.Component:
    return link("Questions", href="/questions")


def _missing() -> rx.Component:
    return rx.fragment(
        page_head("Questions", above=_crumb()),
        panel(
            empty(
                "There is no such concept",
                "Neither the built-in bank nor your own questions hold it.",
                link_button("All concepts", href="/questions"),
            )
        ),
    )


def _concept() -> rx.Component:
    return rx.fragment(
        page_head(
            S.head.name,
            rx.cond(
                S.editable,
                link_button(
                    "New question",
                    href="/questions/new?concept=" + S.head.slug,
                    kind="primary",
                ),
            ),
            above=_crumb(),
        ),
        rx.el.div(
            rx.el.p(S.head.summary, rx.el.br(), S.head.counts, class_name="dim num"),
            rx.foreach(S.groups, lambda group: depth_panel(S, group)),
            rx.el.p(
                "Discrimination is how far candidates who do better in the rest of the interview "
                "do better on this question, from -1 to 1; above 0.3 is good. Answers to earlier "
                "wordings count, of the latest 2,000 interviews it came up in; trials and practice "
                "do not.",
                class_name="dim",
            ),
            class_name="stack",
        ),
    )
