"""The position builder: its fields, what is asked of everyone, and the plan."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, select, text_input
from components.display import notice, panel, panel_head, tag

SENIORITIES = [
    ("junior", "Junior"),
    ("mid", "Mid"),
    ("senior", "Senior"),
    ("staff", "Staff"),
    ("lead", "Lead"),
    ("principal", "Principal"),
]
TYPES = [
    ("technical", "Technical"),
    ("behavioural", "Behavioural"),
    ("system_design", "System design"),
    ("screening", "Screening"),
]
DIFFICULTIES = [("easy", "Easy"), ("standard", "Standard"), ("hard", "Hard")]
LANGUAGES = [("en", "English")]
PROCTORINGS = [("off", "Off"), ("standard", "Standard"), ("strict", "Strict")]


def status_tag(status: Any) -> rx.Component:
    """A position's status in words."""
    return rx.match(
        status,
        ("draft", tag("Draft", "warn")),
        ("open", tag("Open", "good")),
        ("closed", tag("Closed")),
        rx.fragment(),
    )


def basics(state: Any) -> rx.Component:
    """The plain fields. `state` offers `fields`, `errors`, `editable`, `form_key`, `edit`."""
    return panel(
        rx.el.h2("The position", class_name="sr-only"),
        rx.el.div(
            field(
                "Title",
                text_input(
                    id="title",
                    key=state.form_key,
                    default_value=state.fields.title,
                    on_change=state.edit("title"),
                    disabled=~state.editable,
                    max_length=120,
                    auto_complete="off",
                    aria_required="true",
                    custom_attrs={"data-testid": "position-title"},
                    **_fault(state, "title", "title"),
                ),
                html_for="title",
                error=state.errors["title"],
            ),
            _choice(state, "Seniority", "seniority", SENIORITIES),
            field(
                "Duration (minutes)",
                text_input(
                    id="duration_min",
                    key=state.form_key,
                    default_value=state.fields.duration_min,
                    on_change=state.edit("duration_min"),
                    disabled=~state.editable,
                    input_mode="numeric",
                    max_length=3,
                    auto_complete="off",
                    **_fault(state, "duration_min", "duration_min"),
                ),
                html_for="duration_min",
                error=state.errors["duration_min"],
            ),
            class_name="builder-fields first",
        ),
        rx.el.fieldset(
            rx.el.legend("Interview types", class_name="label"),
            rx.el.div(
                *[
                    check(
                        words,
                        checked=state.interview_types.contains(value),
                        on_change=state.toggle_type(value),
                        disabled=~state.editable,
                    )
                    for value, words in TYPES
                ],
                class_name="row",
            ),
            _error(state.errors["interview_types"]),
            class_name="builder-types",
        ),
        rx.el.div(
            _choice(
                state,
                "Difficulty",
                "difficulty",
                DIFFICULTIES,
                hint=rx.match(
                    state.fields.difficulty,
                    ("easy", "Begins below the target depth."),
                    ("hard", "Begins at the target depth or above."),
                    "Begins where an answer says most.",
                ),
            ),
            _choice(state, "Language", "language", LANGUAGES),
            _choice(
                state,
                "Proctoring",
                "proctoring",
                PROCTORINGS,
                hint=rx.match(
                    state.fields.proctoring,
                    ("off", "Nothing is recorded but the conversation."),
                    (
                        "strict",
                        "Records what Standard does, and leaving full screen.",
                    ),
                    "Records tab switches, leaving the window, second tabs, lost connections, and "
                    "how much is pasted or copied. Never what.",
                ),
            ),
            class_name="builder-fields",
        ),
        class_name="stack",
        aria_label="The position",
    )


def asked_of_everyone(state: Any, on_write: Any) -> rx.Component:
    """The must-ask questions. `on_write` gets a row's key, or "" for a new question."""
    return panel(
        panel_head(
            "Asked of everyone",
            rx.cond(
                state.editable, button("Add question", id="add-question", on_click=on_write(""))
            ),
        ),
        rx.cond(
            state.questions,
            rx.el.ol(
                rx.foreach(state.questions, lambda row, at: _question(state, row, at, on_write)),
                class_name="builder-rows",
            ),
            rx.el.p(
                "No question yet. What stands here is asked in every interview, word for word.",
                class_name="dim builder-blank",
            ),
        ),
        _error(state.errors["must_ask"], class_name="error builder-blank"),
        padded=False,
    )


def _question(state: Any, row: Any, at: Any, on_write: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row.question, class_name="voice"),
            rx.el.div(
                rx.cond(row.dealbreaker, tag("Dealbreaker", "warn")),
                rx.el.small(row.hint),
                class_name="row",
            ),
            _error(row.error, class_name="error row-error", tab_index=-1),
        ),
        rx.cond(
            state.editable,
            rx.el.div(
                button("Edit", kind="quiet", on_click=on_write(row.key), **_about("Edit", row)),
                row_buttons(
                    row.question,
                    first=at == 0,
                    last=at == state.questions.length() - 1,
                    on_move=lambda step: state.move_question(row.key, step),
                    on_remove=state.remove_question(row.key),
                ),
                class_name="row-tools",
            ),
        ),
        key=row.key,
        class_name="builder-question",
    )


def _about(verb: str, row: Any) -> dict[str, Any]:
    return {"aria_label": verb + " “" + row.question + "”"}


def row_buttons(name: Any, *, first: Any, last: Any, on_move: Any, on_remove: Any) -> rx.Component:
    """Up, down and remove, as small buttons that say of what."""
    return rx.fragment(
        icon_button("↑", "Move up “" + name + "”", on_click=on_move(-1), off=first),
        icon_button("↓", "Move down “" + name + "”", on_click=on_move(1), off=last),
        icon_button("×", "Remove “" + name + "”", on_click=on_remove),
    )


def icon_button(sign: str, words: Any, off: Any = False, **props: Any) -> rx.Component:
    """A small button that shows a sign and is called by words; while `off` it keeps the focus."""
    return rx.el.button(
        rx.el.span(sign, aria_hidden="true"),
        type="button",
        class_name="icon-btn",
        aria_label=words,
        title=words,
        aria_disabled=rx.cond(off, "true", "false"),
        **props,
    )


def plan_panel(state: Any) -> rx.Component:
    """The plan, as it stands. `state` offers `plan`, `fields` and `concepts`."""
    plan = state.plan
    return rx.el.aside(
        rx.el.h2("The plan, as it stands"),
        rx.cond(
            plan.problem,
            rx.el.p(plan.problem, class_name="dim"),
            rx.cond(plan.summary, _plan(state, plan), _plan_wait()),
        ),
        class_name="panel padded builder-plan",
        aria_label="The plan, as it stands",
    )


def _plan_wait() -> rx.Component:
    return rx.el.div(
        rx.el.span("Working out the plan", class_name="sr-only"),
        rx.el.span(class_name="skeleton", aria_hidden="true"),
        rx.el.span(class_name="skeleton", aria_hidden="true"),
        class_name="stack",
    )


def _plan(state: Any, plan: Any) -> rx.Component:
    return rx.fragment(
        rx.el.ul(
            rx.foreach(
                plan.shares,
                lambda share: rx.el.li(
                    rx.el.span(share.name, ", ", share.words, class_name="sr-only"),
                    title=share.name + ": " + share.words,
                    style={"flex_grow": share.weight, "opacity": share.shade},
                ),
            ),
            class_name="plan-bar",
            aria_label="Concepts by weight, with the questions each probably gets",
        ),
        rx.el.p(
            plan.summary,
            rx.cond(plan.must_ask, rx.fragment(rx.el.br(), plan.must_ask)),
            class_name="dim num",
            role="status",
        ),
        rx.cond(
            plan.unreachable,
            notice(
                rx.el.p(
                    "Probably not asked for lack of time: ",
                    plan.unreachable,
                    ". Allow more minutes, or measure less.",
                ),
                tone="warn",
            ),
        ),
        rx.el.div(rx.foreach(plan.examples, _example), class_name="plan-examples"),
        rx.cond(
            plan.more_examples,
            rx.el.details(
                rx.el.summary("More examples"),
                rx.el.div(rx.foreach(plan.more_examples, _example), class_name="plan-examples"),
            ),
        ),
        rx.el.p(
            rx.match(
                state.fields.difficulty,
                ("easy", "Starts below your target depth"),
                ("hard", "Starts at your target depth or above"),
                "Starts near your target depth",
            ),
            " and moves up or down with each answer.",
            class_name="dim",
        ),
    )


def _example(example: Any) -> rx.Component:
    return rx.el.div(rx.el.small(example.label), rx.el.p(example.question, class_name="voice"))


def _choice(
    state: Any, label: str, name: str, options: list[tuple[str, str]], hint: Any = None
) -> rx.Component:
    return field(
        label,
        select(
            options,
            id=name,
            value=getattr(state.fields, name),
            on_change=state.edit(name),
            disabled=~state.editable,
            **_fault(state, name, name),
        ),
        html_for=name,
        hint=hint,
        error=state.errors[name],
    )


def _fault(state: Any, name: str, control_id: str) -> dict[str, Any]:
    """What ties a control to its error."""
    return {
        "aria_invalid": rx.cond(state.errors[name], "true", "false"),
        "aria_describedby": rx.cond(state.errors[name], f"{control_id}-error", ""),
    }


def _error(words: Any, **props: Any) -> rx.Component:
    props.setdefault("class_name", "error")
    return rx.cond(words, rx.el.p(words, role="alert", **props))
