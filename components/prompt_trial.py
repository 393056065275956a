"""A prompt tried with a real application. `state` is PromptEditState."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, text_input
from components.display import notice


def trial_panel(state: Any) -> rx.Component:
    """The prompt with a real application."""
    return rx.el.aside(
        rx.el.h2("Try it with an application"),
        rx.cond(state.chosen.number, _trial(state), _search(state)),
        class_name="panel padded builder-plan pr-trial",
        aria_label="Try it with an application",
    )


def _search(state: Any) -> rx.Component:
    return rx.el.div(
        text_input(
            id="trial-search",
            type="search",
            key=state.search_key,
            on_change=state.find_trial.debounce(250),
            placeholder="A candidate’s name or address",
            aria_label="Search applications",
            auto_complete="off",
        ),
        rx.el.p(state.found_words, role="status", class_name="dim"),
        rx.el.ul(
            rx.foreach(
                state.found,
                lambda row: rx.el.li(
                    rx.el.button(
                        rx.el.b(row.name),
                        rx.el.small(row.detail),
                        type="button",
                        class_name="pr-found",
                        on_click=state.try_with(row.number),
                    ),
                    key=row.number,
                ),
            )
        ),
        class_name="stack tight",
    )


def _trial(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.b(state.chosen.name), rx.el.small(state.chosen.detail), class_name="pr-who"
            ),
            button("Change", id="trial-change", on_click=state.try_with(0)),
            class_name="pr-chosen",
        ),
        rx.el.div(
            rx.cond(
                state.trial_problem,
                notice(state.trial_problem, tone="warn"),
                rx.cond(
                    state.tried.text,
                    rx.fragment(
                        rx.el.div(
                            state.tried.text,
                            class_name="pr-text",
                            tab_index=0,
                            role="region",
                            aria_label="The prompt with this application",
                        ),
                        rx.cond(state.tried.cut, rx.el.small(state.tried.cut)),
                    ),
                    rx.el.p("Write a template, and it is shown here.", class_name="dim"),
                ),
            ),
            rx.foreach(
                state.tried.data,
                lambda one: rx.fragment(
                    rx.el.h3(one.name, rx.el.small(" as data, without who it is")),
                    rx.el.div(
                        one.words,
                        class_name="pr-text voice",
                        tab_index=0,
                        role="region",
                        aria_label=one.name,
                    ),
                    rx.cond(one.cut, rx.el.small(one.cut)),
                ),
            ),
            class_name="stack tight",
            aria_live="polite",
        ),
        class_name="stack tight",
    )
