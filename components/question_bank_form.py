"""The form in which a question is written, and the trial of an answer beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.builder import icon_button
from components.controls import button, field, select, text_area, text_input
from components.display import notice, panel, panel_head

DEPTHS = [
    ("1", "1 recall"),
    ("2", "2 explain"),
    ("3", "3 apply"),
    ("4", "4 analyse"),
    ("5", "5 design"),
]


def question_fields(state: Any) -> rx.Component:
    """The question itself, and for a new one the concept it is about."""
    return panel(
        rx.el.h2("The question", class_name="sr-only"),
        rx.cond(state.errors["all"], notice(state.errors["all"], tone="bad", role="alert")),
        rx.el.div(
            rx.cond(
                state.is_new,
                field(
                    "Concept",
                    text_input(
                        id="concept_name",
                        key=state.form_key,
                        default_value=state.fields.concept_name,
                        on_change=state.edit("concept_name"),
                        max_length=80,
                        auto_complete="off",
                        **_fault(state, "concept_name"),
                    ),
                    html_for="concept_name",
                    hint="One of the bank by its name, or a new one of your own.",
                    error=state.errors["concept_name"],
                ),
            ),
            field(
                "Depth",
                select(
                    DEPTHS,
                    id="depth",
                    value=state.fields.depth,
                    on_change=state.edit("depth"),
                    **_fault(state, "depth"),
                ),
                html_for="depth",
                error=state.errors["depth"],
            ),
            class_name="builder-fields",
        ),
        _text(state, "Question", "question", rows=3, voice=True),
        _text(
            state,
            "Said more simply (optional)",
            "rephrase",
            rows=2,
            voice=True,
            hint="Given when a candidate asks what is meant. Without it, the question is repeated.",
        ),
        class_name="stack",
    )


def points_panel(state: Any) -> rx.Component:
    """The reference points, which are what an answer is graded by."""
    return panel(
        panel_head(
            "What a full answer contains",
            button("Add point", id="add-point", on_click=state.add_point),
        ),
        rx.el.p(
            "Each point is one thing to say, in a sentence of its own. A point counts only with "
            "the candidate's own words as evidence.",
            class_name="dim builder-blank",
        ),
        rx.cond(
            state.errors["points"],
            rx.el.p(
                state.errors["points"],
                role="alert",
                class_name="error builder-blank row-error",
                tab_index=-1,
            ),
        ),
        rx.el.ol(
            rx.foreach(state.points, lambda row: _point(state, row)), class_name="builder-rows"
        ),
        padded=False,
    )


def _point(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            field(
                "Point " + row.number,
                rx.el.textarea(
                    id="point-" + row.key,
                    default_value=row.text,
                    on_change=lambda value: state.edit_point(row.key, "text", value),
                    rows=2,
                    class_name="input",
                ),
                html_for="point-" + row.key,
            ),
            rx.cond(
                row.error,
                rx.el.p(row.error, role="alert", class_name="error row-error", tab_index=-1),
            ),
            rx.el.details(
                rx.el.summary("Other wordings"),
                rx.el.textarea(
                    default_value=row.also,
                    on_change=lambda value: state.edit_point(row.key, "also", value),
                    rows=2,
                    class_name="input",
                    aria_label="Other wordings of point " + row.number + ", one a line",
                    placeholder="One a line: other ways to say the same",
                ),
                class_name="focus",
            ),
            class_name="stack tight",
        ),
        field(
            "Weight",
            text_input(
                id="weight-" + row.key,
                default_value=row.weight,
                on_change=lambda value: state.edit_point(row.key, "weight", value),
                input_mode="decimal",
                max_length=4,
                auto_complete="off",
            ),
            html_for="weight-" + row.key,
        ),
        icon_button("×", "Remove point " + row.number, on_click=state.remove_point(row.key)),
        key=row.key,
        class_name="q-point-edit",
    )


def more_panel(state: Any) -> rx.Component:
    """What makes a question better still: misconceptions, follow-ups, focus, a sample."""
    return panel(
        panel_head(
            "More",
            button("Add follow-up", id="add-follow-up", on_click=state.add_follow_up),
        ),
        rx.cond(
            state.follow_ups,
            rx.el.ol(
                rx.foreach(state.follow_ups, lambda row: _follow_up(state, row)),
                class_name="builder-rows",
            ),
        ),
        rx.el.div(
            _text(
                state,
                "Misconceptions (optional)",
                "misconceptions",
                rows=3,
                hint="One a line: what is often said and wrong.",
            ),
            _text(
                state,
                "Focus areas (optional)",
                "focus",
                rows=2,
                hint="One a line. Positions with such a focus ask this question first.",
            ),
            _text(
                state,
                "Sample answer (optional)",
                "sample_answer",
                rows=4,
                hint="How a strong candidate might say it. Shown to people, never used in grading.",
            ),
            class_name="stack q-more",
        ),
        padded=False,
    )


def _follow_up(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            field(
                "Follow-up",
                text_input(
                    id="follow-" + row.key,
                    default_value=row.question,
                    on_change=lambda value: state.edit_follow_up(row.key, value),
                    auto_complete="off",
                ),
                html_for="follow-" + row.key,
            ),
            rx.el.div(
                rx.el.small("gives a second chance at point"),
                rx.foreach(
                    row.choices,
                    lambda choice: rx.el.button(
                        choice.number,
                        type="button",
                        class_name=rx.cond(choice.chosen, "chip chosen", "chip"),
                        aria_pressed=rx.cond(choice.chosen, "true", "false"),
                        aria_label="Point " + choice.number,
                        on_click=state.toggle_follow_up(row.key, choice.id),
                        key=choice.id,
                    ),
                ),
                class_name="row chips",
                role="group",
                aria_label="Points of this follow-up",
            ),
            rx.cond(
                row.error,
                rx.el.p(row.error, role="alert", class_name="error row-error", tab_index=-1),
            ),
            class_name="stack tight",
        ),
        icon_button("×", "Remove this follow-up", on_click=state.remove_follow_up(row.key)),
        key=row.key,
        class_name="q-follow-edit",
    )


def trial_panel(state: Any) -> rx.Component:
    """An answer to try the reference points with, graded by the built-in engine."""
    return rx.el.aside(
        rx.el.h2("Try an answer"),
        rx.el.p(
            "See what the built-in engine makes of an answer, before a candidate gives one.",
            class_name="dim",
        ),
        field(
            "Answer",
            text_area(
                id="try-answer",
                key=state.form_key,
                voice=True,
                rows=6,
                default_value=state.answer,
                on_change=state.type_answer,
            ),
            html_for="try-answer",
            error=state.try_problem,
        ),
        rx.el.div(
            button(
                rx.cond(state.trying, "Grading …", "Grade it"),
                on_click=state.try_it,
                disabled=state.trying,
            )
        ),
        rx.el.div(
            rx.cond(
                state.tried.summary,
                rx.fragment(
                    rx.el.p(rx.el.b(state.tried.summary, class_name="num")),
                    rx.el.ul(rx.foreach(state.tried.points, _tried), class_name="points q-tried"),
                    rx.foreach(
                        state.tried.misconceptions,
                        lambda words: notice("Taken for a misconception: ", words, tone="warn"),
                    ),
                ),
            ),
            role="status",
            class_name="stack",
        ),
        class_name="panel padded builder-plan",
        aria_label="Try an answer",
    )


def _tried(point: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span("Credit ", class_name="sr-only"),
            point.credit,
            class_name="credit num " + point.tone,
        ),
        rx.el.span(
            point.text,
            rx.cond(point.quote, rx.el.small("“", point.quote, "”", class_name="note")),
            rx.cond(point.note, rx.el.small(point.note, class_name="note")),
        ),
        class_name="pt",
    )


def _text(state: Any, label: str, name: str, *, hint: Any = None, **props: Any) -> rx.Component:
    return field(
        label,
        text_area(
            id=name,
            key=state.form_key,
            default_value=getattr(state.fields, name),
            on_change=state.edit(name),
            **_fault(state, name),
            **props,
        ),
        html_for=name,
        hint=hint,
        error=state.errors[name],
    )


def _fault(state: Any, name: str) -> dict[str, Any]:
    return {
        "aria_invalid": rx.cond(state.errors[name], "true", "false"),
        "aria_describedby": rx.cond(state.errors[name], f"{name}-error", ""),
    }
