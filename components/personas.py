"""Writing a persona, and how the interviewer sounds as one. `state` is PersonaEditState."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, segments, text_area
from components.display import notice, panel
from components.template_form import name_field, template_form, template_panel, typed_field


def persona_form(state: Any, *, form_id: str, styles: list[tuple[str, str]]) -> rx.Component:
    """The form."""
    return template_form(
        state,
        panel(
            name_field(state, hint="Candidates never see it."),
            typed_field(
                state, "description", "What it is for (optional)", control=text_area, rows=2
            ),
            rx.el.div(
                rx.el.span("Style", class_name="label"),
                rx.cond(
                    state.editable,
                    segments(
                        styles,
                        value=state.fields.style,
                        on_pick=lambda style: state.edit("style", style),
                        label="Style",
                    ),
                    rx.match(
                        state.fields.style,
                        *[(value, rx.el.span(words)) for value, words in styles],
                        rx.fragment(),
                    ),
                ),
                rx.el.span("All that the built-in interviewer goes by.", class_name="hint"),
                class_name="field pr-style",
            ),
            check(
                "The default: speaks where a requisition chooses nobody else",
                checked=state.fields.is_default,
                on_change=state.edit("is_default"),
                disabled=~state.editable,
            ),
            class_name="stack",
            aria_label="Name and style",
        ),
        template_panel(
            state,
            "In your own words",
            hint=(
                "How the interviewer should sound, for a language model. Where its wording would "
                "leave the question, the question’s own words are used."
            ),
            rows=8,
        ),
        form_id=form_id,
    )


def sound_panel(state: Any) -> rx.Component:
    """How the interviewer would open, ask on and put a question more simply."""
    return rx.el.aside(
        rx.el.h2("How it sounds"),
        rx.el.p(
            "The built-in interviewer. It puts words around a question and never changes it.",
            class_name="dim",
        ),
        _said(state.says, "The built-in interviewer says"),
        rx.cond(
            state.told_problem,
            notice(state.told_problem, tone="warn"),
            rx.cond(
                state.told,
                rx.el.details(
                    rx.el.summary("What a language model is told"),
                    rx.el.div(
                        state.told,
                        class_name="pr-text",
                        tab_index=0,
                        role="region",
                        aria_label="What a language model is told",
                    ),
                    class_name="pr-fold",
                ),
            ),
        ),
        rx.cond(state.can_try, _trial(state)),
        class_name="panel padded builder-plan pr-trial",
        aria_label="How it sounds",
    )


def _trial(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3("Your engine"),
        rx.el.p("Three short calls to the model, booked as yours.", class_name="dim"),
        rx.el.div(
            button(
                rx.cond(state.trying, "Listening …", "Try it"),
                on_click=state.try_it,
                disabled=state.trying | (state.fields.template == ""),
            )
        ),
        rx.el.div(
            rx.cond(state.heard_problem, notice(state.heard_problem, tone="warn")),
            rx.cond(state.heard, _said(state.heard, "Your engine says")),
            aria_live="polite",
            class_name="stack tight",
        ),
        class_name="stack tight",
    )


def _said(rows: Any, label: str) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            rows,
            lambda one: rx.el.li(
                rx.el.small(one.when),
                rx.el.p(
                    one.words,
                    rx.cond(one.words, " ", ""),
                    rx.el.span(one.asked, class_name="asked"),
                    class_name="voice",
                ),
            ),
        ),
        class_name="pr-said",
        aria_label=label,
    )
