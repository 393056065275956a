"""The dialogs of the position builder."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, text_area, text_input
from components.dialog import close_dialog, dialog, dialog_foot
from components.display import loading, notice, tag

CATALOGUE, DESCRIPTION, QUESTION = "catalogue-dialog", "description-dialog", "question-dialog"
CLOSING, DELETING = "closing-dialog", "deleting-dialog"


def catalogue_dialog(state: Any) -> rx.Component:
    """Concepts of the bank by area, found by words, or one that the bank does not hold."""
    return dialog(
        field(
            "Search the question bank",
            text_input(
                id="catalogue-search",
                key=state.form_key,
                type="search",
                default_value="",
                on_change=state.find,
                auto_complete="off",
                auto_focus=True,
                placeholder="Name or keyword, such as “cache” or “React”",
            ),
            html_for="catalogue-search",
        ),
        _told(state),
        rx.el.div(
            rx.foreach(state.groups, lambda group: _group(state, group)),
            rx.cond(
                state.by_name,
                rx.el.div(
                    rx.el.div(
                        rx.el.p(
                            rx.el.b("“", state.by_name, "”"), rx.el.span(" is not in the bank.")
                        ),
                        rx.el.small(
                            "You can add it by name. General questions are asked about it, and its "
                            "grades carry low confidence."
                        ),
                    ),
                    button("Add by name", on_click=state.add_by_name),
                    class_name="entry",
                ),
            ),
            class_name="catalogue",
            tab_index=0,
            role="region",
            aria_label="Concepts found",
        ),
        dialog_foot(dialog_id=CATALOGUE, cancel="Done"),
        dialog_id=CATALOGUE,
        title="Add a concept",
        wide=True,
    )


def _group(state: Any, group: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(group.area),
        rx.el.ul(
            rx.foreach(
                group.concepts,
                lambda entry: rx.el.li(
                    rx.el.div(rx.el.b(entry.name), rx.el.br(), rx.el.small(entry.summary)),
                    rx.cond(
                        entry.taken,
                        tag("Added", "good"),
                        button(
                            "Add",
                            on_click=state.add(entry.slug),
                            aria_label="Add " + entry.name,
                        ),
                    ),
                    class_name="entry",
                    key=entry.slug,
                ),
            )
        ),
        key=group.area,
    )


def description_dialog(position: Any, state: Any) -> rx.Component:
    """A job description, and the concepts it seems to ask for, to be accepted one by one."""
    return dialog(
        rx.el.form(
            field(
                "Job description",
                text_area(
                    id="job-description",
                    name="job_description",
                    key=position.form_key,
                    default_value=position.fields.job_description,
                    rows=8,
                ),
                html_for="job-description",
                hint="It is read here, by the built-in engine, and kept with the position.",
                error=state.problem,
            ),
            rx.el.div(
                button(
                    rx.cond(state.busy, "Reading …", "Propose concepts"),
                    type="submit",
                    kind="primary",
                    disabled=state.busy,
                )
            ),
            on_submit=state.propose,
            class_name="stack",
        ),
        rx.el.p(state.told, class_name="dim", role="status"),
        rx.cond(state.busy, loading(rows=3, label="Reading the description")),
        rx.cond(
            state.asked & (state.proposals.length() == 0),
            rx.el.p(
                "Nothing is left to propose. Add concepts by searching the bank instead.",
                class_name="dim",
            ),
        ),
        rx.cond(
            state.proposals,
            rx.el.ul(
                rx.foreach(state.proposals, lambda row: _proposal(state, row)),
                aria_label="Proposed concepts",
            ),
        ),
        dialog_foot(dialog_id=DESCRIPTION, cancel="Done"),
        dialog_id=DESCRIPTION,
        title="From a job description",
        wide=True,
    )


def _proposal(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(row.name),
            rx.el.small(
                ", target depth ", row.target, " (", row.target_word, "), weight ", row.weight, "×"
            ),
            rx.el.p("“", row.because, "”", class_name="voice quote"),
        ),
        rx.cond(
            row.taken,
            tag("Added", "good"),
            rx.el.div(
                button(
                    "Dismiss",
                    kind="quiet",
                    on_click=state.dismiss(row.slug),
                    aria_label="Dismiss " + row.name,
                ),
                button("Accept", on_click=state.accept(row.slug), aria_label="Accept " + row.name),
                class_name="row",
            ),
        ),
        class_name="entry",
        key=row.slug,
    )


def question_dialog(state: Any) -> rx.Component:
    """A must-ask question: its words, what a good answer says, and how long it may take."""
    return dialog(
        rx.el.form(
            rx.cond(state.errors["all"], notice(state.errors["all"], tone="bad", role="alert")),
            field(
                "Question",
                text_area(
                    id="must-ask-question",
                    name="question",
                    voice=True,
                    rows=3,
                    default_value=state.row.question,
                ),
                html_for="must-ask-question",
                hint="Asked of every candidate in exactly these words.",
                error=state.errors["question"],
            ),
            field(
                "Ideal answer (optional)",
                text_area(
                    id="must-ask-ideal",
                    name="ideal_answer",
                    rows=5,
                    default_value=state.row.ideal_answer,
                ),
                html_for="must-ask-ideal",
                hint="Each sentence is a point to look for. Without one, the answer is recorded "
                "and not graded. Candidates never see it.",
                error=state.errors["ideal_answer"],
            ),
            field(
                "Time limit in minutes (optional)",
                text_input(
                    id="must-ask-limit",
                    name="time_limit_min",
                    input_mode="numeric",
                    max_length=3,
                    default_value=state.row.limit,
                    auto_complete="off",
                ),
                html_for="must-ask-limit",
                error=state.errors["time_limit_min"],
            ),
            rx.el.div(
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        name="dealbreaker",
                        default_checked=state.row.dealbreaker,
                    ),
                    rx.el.span("Dealbreaker"),
                    class_name="check",
                ),
                rx.el.span(
                    "Must be met for a recommendation to hire. Where it is not, the report says "
                    "“Discuss” at best and shows why: a person decides. Needs an ideal answer.",
                    class_name="hint",
                ),
                class_name="field",
            ),
            dialog_foot(button("Keep question", type="submit", kind="primary"), dialog_id=QUESTION),
            on_submit=state.keep,
            key=state.form_key,
            class_name="stack",
        ),
        dialog_id=QUESTION,
        title=rx.cond(state.key, "Edit question", "Add a question"),
    )


def confirm_dialog(
    *, dialog_id: str, title: str, text: str, yes: str, on_yes: Any, cancel: str
) -> rx.Component:
    """A question before something that cannot be undone."""
    return dialog(
        rx.el.p(text),
        dialog_foot(
            button(yes, kind="danger", on_click=[close_dialog(dialog_id), on_yes]),
            dialog_id=dialog_id,
            cancel=cancel,
        ),
        dialog_id=dialog_id,
        title=title,
    )


def _told(state: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(state.told, class_name="sr-only", role="status"),
        rx.cond(state.problem, rx.el.p(state.problem, class_name="error", role="alert")),
    )
