"""Personas: the list, the form, and how the interviewer sounds as one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import (
    button,
    check,
    field,
    link,
    link_button,
    segments,
    text_area,
    text_input,
)
from components.dialog import dialog, dialog_foot
from components.display import empty, notice, panel, tag
from components.pager import pager
from components.prompt_editor import fault, variables_table


def personas_panel(state: Any, *, here: str, new: str) -> rx.Component:
    """The list. `state` is PersonasState; `new` is where one is made."""
    return panel(
        rx.cond(
            state.rows,
            rx.el.div(_table(state), class_name="table-wrap"),
            rx.cond(
                state.search,
                empty(
                    "No persona matches",
                    "Try another part of its name.",
                    link_button("Show all personas", href=here),
                ),
                empty(
                    "No personas yet",
                    "Without one the interviewer speaks plainly: it asks each question and adds "
                    "nothing.",
                    *[rx.cond(state.editable, link_button("Write the first", href=new))],
                ),
            ),
        ),
        rx.cond(
            state.range_words,
            pager(words=state.range_words, previous=state.previous, following=state.following),
        ),
        padded=False,
        aria_label="Personas",
    )


def _table(state: Any) -> rx.Component:
    return rx.el.table(
        rx.el.thead(
            rx.el.tr(
                *[
                    rx.el.th(words, scope="col")
                    for words in ("Persona", "Speaks", "Version", "Last edit")
                ],
                rx.el.th(rx.el.span("Actions", class_name="sr-only"), scope="col"),
            )
        ),
        rx.el.tbody(rx.foreach(state.rows, lambda row: _row(state, row))),
        class_name="pr-table pr-top",
    )


def _row(state: Any, row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            link(row.name, href=row.href, class_name="row-link"),
            rx.cond(row.about, rx.el.small(row.about, class_name="under pr-short")),
            class_name="pr-name",
        ),
        rx.el.td(
            row.style,
            rx.cond(row.is_default, rx.fragment(" ", tag("Default", "accent"))),
            class_name="pr-where",
        ),
        rx.el.td(row.version, class_name="num"),
        rx.el.td(row.edited, class_name="num nowrap"),
        rx.el.td(
            rx.cond(
                state.editable & ~row.is_default,
                button(
                    "Make default",
                    kind="quiet",
                    on_click=state.use_persona(row.number),
                    aria_label="Make “" + row.name + "” the default",
                ),
            ),
            class_name="right",
        ),
        key=row.href,
    )


def persona_form(state: Any, *, form_id: str, styles: list[tuple[str, str]]) -> rx.Component:
    """The form. `state` is PersonaEditState."""
    return rx.el.form(
        rx.cond(state.errors["all"], notice(state.errors["all"], tone="bad", role="alert")),
        panel(
            field(
                "Name",
                text_input(
                    id="name",
                    name="name",
                    key=state.form_key,
                    default_value=state.fields.name,
                    on_change=state.edit_persona("name").debounce(300),
                    read_only=~state.editable,
                    max_length=120,
                    auto_complete="off",
                    **fault(state, "name"),
                ),
                html_for="name",
                hint="Candidates never see it.",
                error=state.errors["name"],
            ),
            field(
                "What it is for (optional)",
                text_area(
                    id="description",
                    name="description",
                    key=state.form_key,
                    default_value=state.fields.description,
                    on_change=state.edit_persona("description").debounce(300),
                    read_only=~state.editable,
                    rows=2,
                    **fault(state, "description"),
                ),
                html_for="description",
                error=state.errors["description"],
            ),
            rx.el.div(
                rx.el.span("Style", class_name="label"),
                rx.cond(
                    state.editable,
                    segments(
                        styles,
                        value=state.fields.style,
                        on_pick=lambda style: state.edit_persona("style", style),
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
                on_change=state.edit_persona("is_default"),
                disabled=~state.editable,
            ),
            class_name="stack",
            aria_label="Name and style",
        ),
        panel(
            field(
                "In your own words",
                rx.el.textarea(
                    id="template",
                    name="template",
                    key=state.form_key,
                    default_value=state.fields.template,
                    on_change=state.edit_persona("template").debounce(300),
                    read_only=~state.editable,
                    rows=8,
                    class_name="input pr-template",
                    **fault(state, "template"),
                ),
                html_for="template",
                hint=(
                    "How the interviewer should sound, for a language model. Where its wording "
                    "would leave the question, the question’s own words are used."
                ),
                error=state.errors["template"],
            ),
            rx.cond(
                state.error_line > 0,
                rx.el.div(button(f"Go to line {state.error_line}", on_click=state.go_to_line)),
            ),
            variables_table(state.variables, editable=state.editable),
            class_name="stack",
            aria_label="Words",
        ),
        id=form_id,
        on_submit=state.save_persona,
        class_name="stack",
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


def delete_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Whether the persona shall be deleted."""
    return dialog(
        rx.el.p(
            "Interviews that candidates are invited to already keep it. Requisitions that chose "
            "it go on with the default."
        ),
        dialog_foot(
            button("Delete persona", kind="danger", on_click=state.delete_persona),
            dialog_id=dialog_id,
        ),
        dialog_id=dialog_id,
        title="Delete this persona?",
    )
