"""What the interview measures: a row per concept, with its target, weight and focus areas."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.builder import row_buttons
from components.controls import button, check
from components.display import panel, panel_head, tag

DEPTHS = [(1, "recall"), (2, "explain"), (3, "apply"), (4, "analyse"), (5, "design")]
WEIGHTS = [(str(weight), f"{weight}×") for weight in range(1, 6)]


def concepts_panel(state: Any, on_add: Any, on_description: Any) -> rx.Component:
    """The concepts of a position. `on_add` and `on_description` open their dialogs."""
    return panel(
        panel_head(
            "What the interview measures",
            rx.cond(state.editable, button("From a job description", on_click=on_description)),
        ),
        rx.cond(
            state.concepts,
            rx.fragment(
                rx.el.div(
                    rx.el.span("Concept"),
                    rx.el.span("Target depth"),
                    rx.el.span("Weight"),
                    rx.el.span(""),
                    class_name="concept-head",
                    aria_hidden="true",
                ),
                rx.el.ol(
                    rx.foreach(state.concepts, lambda row, at: _concept(state, row, at)),
                    class_name="builder-rows",
                    aria_label="Concepts",
                ),
            ),
            rx.el.p(
                "Nothing yet. Add the concepts that matter for this job, or paste a job "
                "description and choose from what it seems to ask for.",
                class_name="dim builder-blank",
            ),
        ),
        rx.cond(
            state.errors["concepts"],
            rx.el.p(
                state.errors["concepts"],
                role="alert",
                class_name="error builder-blank row-error",
                tab_index=-1,
            ),
        ),
        rx.cond(
            state.editable,
            rx.el.div(
                button("Add concept", kind="quiet", id="add-concept", on_click=on_add),
                class_name="panel-foot",
            ),
        ),
        padded=False,
    )


def _concept(state: Any, row: Any, at: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(row.name),
                rx.cond(row.must_have, tag("Must have")),
                rx.cond(row.in_bank, rx.fragment(), tag("Not in the bank", "warn")),
                class_name="row",
            ),
            _focus(state, row),
            rx.cond(
                row.in_bank,
                rx.fragment(),
                rx.el.small(
                    "Your own questions are asked, and general ones where you have none: "
                    "their grades carry low confidence."
                ),
            ),
            rx.cond(
                row.error,
                rx.el.p(row.error, role="alert", class_name="error row-error", tab_index=-1),
            ),
            class_name="concept-name",
        ),
        _target(state, row),
        rx.el.div(
            rx.el.select(
                *[rx.el.option(words, value=value) for value, words in WEIGHTS],
                value=row.weight.to_string(),
                on_change=lambda value: state.edit_concept(row.key, "weight", value),
                disabled=~state.editable,
                aria_label="Weight of " + row.name,
                class_name="input narrow num",
            ),
            check(
                "Must have",
                checked=row.must_have,
                on_change=lambda chosen: state.edit_concept(row.key, "must_have", chosen),
                disabled=~state.editable,
                aria_label="Must have: " + row.name,
            ),
            class_name="concept-weight",
        ),
        rx.cond(
            state.editable,
            rx.el.div(
                row_buttons(
                    row.name,
                    first=at == 0,
                    last=at == state.concepts.length() - 1,
                    on_move=lambda step: state.move_concept(row.key, step),
                    on_remove=state.remove_concept(row.key),
                ),
                class_name="row-tools",
            ),
        ),
        key=row.key,
        class_name="concept",
    )


def _target(state: Any, row: Any) -> rx.Component:
    """Five levels as radio buttons, filled up to the target, with the level in words beside."""
    return rx.el.fieldset(
        rx.el.legend("Target depth of ", row.name, class_name="sr-only"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="target-" + row.key,
                        value=str(depth),
                        checked=row.target == depth,
                        on_change=lambda _value, depth=depth: state.edit_concept(
                            row.key, "target_depth", depth
                        ),
                        disabled=~state.editable,
                        aria_label=f"{depth}, {words}",
                        class_name="sr-only",
                    ),
                    rx.el.span(str(depth), aria_hidden="true"),
                    title=words,
                    class_name=rx.cond(row.target >= depth, "filled", ""),
                )
                for depth, words in DEPTHS
            ],
            class_name="depths num",
        ),
        rx.el.small(row.target_word, aria_hidden="true"),
        class_name="concept-target",
    )


def _focus(state: Any, row: Any) -> rx.Component:
    """The focus areas in a line, which opens to choose them."""
    line = rx.cond(row.focus_words, row.focus_words, "no focus set")
    return rx.cond(
        state.editable,
        rx.el.details(
            rx.el.summary(
                rx.el.span("Focus areas of ", row.name, ": ", class_name="sr-only"), line
            ),
            rx.el.div(
                rx.el.div(
                    rx.foreach(
                        row.focus,
                        lambda area: rx.el.button(
                            area,
                            rx.el.span(" ×", aria_hidden="true"),
                            type="button",
                            class_name="chip chosen",
                            aria_pressed="true",
                            on_click=state.remove_focus(row.key, area),
                            key=area,
                        ),
                    ),
                    rx.foreach(
                        row.suggested,
                        lambda area: rx.el.button(
                            rx.el.span("+ ", aria_hidden="true"),
                            area,
                            type="button",
                            class_name="chip",
                            aria_pressed="false",
                            on_click=state.add_focus(row.key, area),
                            key=area,
                        ),
                    ),
                    class_name="row chips",
                    role="group",
                    aria_label="Focus areas of " + row.name,
                ),
                rx.el.form(
                    # A form's handler stands outside the loop, so the row goes along as a field.
                    rx.el.input(type="hidden", name="key", value=row.key),
                    rx.el.input(
                        name="area",
                        class_name="input",
                        placeholder="Another focus area",
                        aria_label="Another focus area of " + row.name,
                        max_length=80,
                        auto_complete="off",
                    ),
                    button("Add", type="submit"),
                    on_submit=state.type_focus,
                    reset_on_submit=True,
                    class_name="focus-form",
                ),
                class_name="focus-edit",
            ),
            class_name="focus",
        ),
        rx.el.small(line),
    )
