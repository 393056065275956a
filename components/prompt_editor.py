"""Writing a prompt: its name and use, its template, and the shape of answers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import check, field
from components.display import panel
from components.template_form import (
    code_area,
    fault,
    name_field,
    template_form,
    template_panel,
    typed_field,
)


def prompt_form(state: Any, *, form_id: str, types: list[tuple[str, str]]) -> rx.Component:
    """The form. `state` is PromptEditState."""
    return template_form(
        state,
        panel(
            rx.el.div(
                name_field(state),
                _chosen(
                    state,
                    "type",
                    "Type",
                    *[rx.el.option(words, value=value) for value, words in types],
                    disabled=~state.is_new | ~state.editable,
                ),
                _chosen(
                    state,
                    "scope",
                    "Used for",
                    rx.foreach(state.scopes, lambda one: rx.el.option(one.words, value=one.value)),
                    disabled=~state.editable,
                ),
                class_name="builder-fields first",
            ),
            rx.el.p(state.type_about, class_name="dim"),
            check(
                rx.cond(state.is_used, "In use: the default ", "The default ")
                + rx.cond(
                    state.fields.scope == "all",
                    "where a requisition has none of its own",
                    "for this requisition",
                ),
                checked=state.fields.is_default,
                on_change=state.edit("is_default"),
                disabled=~state.editable,
            ),
            class_name="stack",
            aria_label="Name and use",
        ),
        template_panel(state, "Template", rows=16, spell_check=True),
        rx.cond(
            state.with_schema,
            panel(
                typed_field(
                    state,
                    "schema",
                    "JSON Schema of the answer (optional)",
                    control=code_area,
                    hint=rx.cond(
                        state.is_used,
                        "An answer that does not fit is refused. Empty for the shape that is "
                        "built in.",
                        "Checked when it is saved.",
                    ),
                    rows=7,
                    spell_check=False,
                ),
                aria_label="Shape of the answer",
            ),
        ),
        form_id=form_id,
    )


def _chosen(state: Any, name: str, label: str, *options: Any, disabled: Any) -> rx.Component:
    return field(
        label,
        rx.el.select(
            *options,
            id=name,
            name=name,
            value=getattr(state.fields, name),
            on_change=state.edit(name),
            disabled=disabled,
            class_name="input",
            **fault(state, name),
        ),
        html_for=name,
        error=state.errors[name],
    )
