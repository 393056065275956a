"""A requisition's page: where its applications stand, its settings, and what Workday says."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, link, link_button, text_area, text_input
from components.dialog import close_dialog, dialog, dialog_foot
from components.display import notice, panel, tag

_FULL = {"description": 50_000, "detailed_description": 50_000, "interview_instructions": 4_000}


def tags(head: Any) -> rx.Component:
    """What the requisition is like, beside its name."""
    return rx.el.span(
        rx.cond(head.active, tag("Active", "good"), tag("Not active")),
        rx.cond(head.gone, tag("Gone from Workday", "warn")),
        class_name="row",
    )


def crumb(head: Any) -> rx.Component:
    """What stands above the requisition's name."""
    return rx.fragment(
        link("Requisitions", href="/requisitions"), rx.cond(head.under, " / " + head.under, "")
    )


def places(number: Any, current: str) -> rx.Component:
    """The places of a requisition: its applications, the board, its settings."""
    here = f"/requisitions/{number}"
    return rx.el.nav(
        *[
            link(
                words,
                href=href,
                class_name="tab",
                **({"aria_current": "page"} if key == current else {}),
            )
            for key, words, href in (
                ("applications", "Applications", here),
                ("board", "Board", f"{here}/board"),
                ("settings", "Settings", f"{here}?view=settings"),
            )
        ],
        class_name="tabs",
        aria_label="Requisition",
    )


def stages(state: Any) -> rx.Component:
    """How many applications stand where, each leading to them. `state` is RequisitionState."""
    return panel(
        rx.el.h2("Applications by status", class_name="sr-only"),
        rx.foreach(
            state.stages,
            lambda one: link(
                rx.el.b(one.count, class_name="num"),
                rx.el.span(one.words),
                rx.el.span(rx.el.i(style={"width": one.width}), aria_hidden="true"),
                href=one.href,
                class_name=rx.cond(one.some, "stage", "stage none"),
            ),
        ),
        padded=False,
        class_name="stages",
        aria_label="Applications by status",
    )


def sync_panel(state: Any, *, can_edit: Any) -> rx.Component:
    """How synchronising stands, and what came of it last."""
    return rx.cond(
        state.head.of_workday,
        rx.el.div(
            rx.el.span("Synchronised ", rx.el.b(state.head.synced), class_name="dim"),
            rx.cond(
                can_edit,
                button(
                    rx.cond(state.sync_state.moving, "Synchronising …", "Sync now"),
                    disabled=state.sync_state.moving,
                    on_click=state.sync,
                ),
            ),
            rx.el.span(
                state.sync_state.words,
                class_name=f"sync-words {state.sync_state.tone}",
                role="status",
            ),
            class_name="row sync-line",
        ),
    )


def settings_form(state: Any, *, can_edit: Any) -> rx.Component:
    """The settings, with what they mean. Those who may not change them read them."""
    return rx.el.div(
        rx.cond(state.dirty, rx.el.span(custom_attrs={"data-unsaved": "true"}, hidden=True)),
        _conflict(state),
        rx.el.fieldset(
            rx.el.div(
                _the_job(state),
                rx.el.div(
                    _interview(state), _invitations(state), _workday(state), class_name="stack"
                ),
                class_name="req-grid",
            ),
            disabled=~can_edit,
            aria_label="Settings",
        ),
        rx.cond(can_edit, _foot(state), notice("Your role lets you read this, not change it.")),
        class_name="stack",
    )


def _conflict(state: Any) -> rx.Component:
    return rx.cond(
        state.conflict,
        notice(
            rx.el.p(state.conflict),
            rx.el.p("Nothing of yours is saved yet, and everything you entered is still here."),
            rx.el.div(
                button("Save my changes as well", kind="primary", on_click=state.save_over),
                button("Drop mine and show theirs", on_click=state.discard),
                class_name="row",
            ),
            tone="bad",
            role="alert",
        ),
    )


def _the_job(state: Any) -> rx.Component:
    return panel(
        rx.el.h2("The job"),
        rx.cond(
            state.head.of_workday,
            rx.el.p(
                "From Workday. What you change here stays as you wrote it.",
                rx.cond(state.head.edited, " Changed here: " + state.head.edited + ".", ""),
                class_name="dim",
            ),
        ),
        _line(state, "Name", "name", max_length=200),
        _line(state, "Location", "location", max_length=200),
        _text(state, "Description", "description", rows="8"),
        _text(state, "Detailed description", "detailed_description", rows="6"),
        _switch(state, "Active: applications come in and are worked on", "is_active"),
        _choice(state, "Recruiter", "recruiter", options=state.recruiters, nothing="Nobody"),
        class_name="stack",
        aria_label="The job",
    )


def _interview(state: Any) -> rx.Component:
    return panel(
        rx.el.h2("The interview"),
        _choice(
            state,
            "Position",
            "position_id",
            options=state.positions,
            nothing="Built from the description",
            hint=rx.cond(
                state.fields.position_id,
                rx.fragment(
                    link("Open the position", href=f"/positions/{state.fields.position_id}"),
                    " to see what is asked.",
                ),
                "Built and opened when the first candidate is invited.",
            ),
        ),
        rx.cond(
            (state.fields.position_id == "") & ~state.head.built,
            rx.el.div(
                button(
                    "Build it from the description now",
                    on_click=state.build,
                    disabled=state.dirty,
                ),
                rx.cond(state.dirty, rx.el.small("Save your changes first.")),
                class_name="row",
            ),
        ),
        _choice(
            state,
            "Persona",
            "persona",
            options=state.personas,
            nothing="The organisation’s usual one",
            hint="How the interviewer speaks. It has no part in how answers are graded.",
        ),
        _text(
            state,
            "Instructions to the interviewer",
            "interview_instructions",
            hint=(
                "What to dwell on, for a language model: the built-in interviewer does not read "
                "it. It has no part in how answers are graded either."
            ),
            rows="4",
        ),
        class_name="stack",
        aria_label="The interview",
    )


def _invitations(state: Any) -> rx.Component:
    return panel(
        rx.el.h2("Invitations"),
        _switch(state, "Invite by itself", "auto_send_interview"),
        rx.cond(
            state.fields.auto_send_interview,
            _line(
                state,
                "Only at this status in Workday (optional)",
                "auto_send_on_status",
                max_length=60,
            ),
        ),
        rx.el.p(state.automatic, class_name="req-means", role="status"),
        class_name="stack",
        aria_label="Invitations",
    )


def _workday(state: Any) -> rx.Component:
    return rx.cond(
        state.head.of_workday,
        panel(
            rx.el.h2("Workday"),
            rx.el.div(
                _line(
                    state,
                    "Check interval (minutes)",
                    "min_check_interval",
                    input_mode="numeric",
                    max_length=6,
                ),
                _line(
                    state,
                    "Look-back (hours)",
                    "lookback_hours",
                    input_mode="numeric",
                    max_length=6,
                    placeholder="as usual",
                ),
                class_name="req-two",
            ),
            rx.el.p(state.looking, class_name="req-means", role="status"),
            rx.cond(
                state.sync_log,
                rx.el.ul(
                    rx.foreach(state.sync_log, lambda one: rx.el.li(one, class_name="dim")),
                    aria_label="What came of synchronising",
                ),
            ),
            rx.cond(
                state.head.workday_data,
                rx.el.details(
                    rx.el.summary("Data from Workday, as it came"),
                    rx.el.pre(state.head.workday_data, tab_index=0, class_name="req-data"),
                ),
            ),
            class_name="stack",
            aria_label="Workday",
        ),
    )


def _foot(state: Any) -> rx.Component:
    return rx.el.div(
        panel(
            rx.el.span(
                rx.cond(state.dirty, "Unsaved changes", rx.cond(state.saved, "Saved", "")),
                class_name=rx.cond(state.dirty, "save-note unsaved", "save-note"),
                role="status",
            ),
            rx.el.span(
                button("Delete requisition", kind="quiet danger", on_click=state.ask_delete),
                rx.cond(state.dirty, button("Discard changes", on_click=state.discard)),
                button("Save", kind="primary", on_click=state.save, disabled=~state.dirty),
                class_name="row",
            ),
            padded=False,
            class_name="chosen-bar",
            aria_label="Save",
        ),
        class_name="chosen-place",
    )


def delete_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before the requisition is deleted."""
    return dialog(
        rx.el.p(state.loss),
        dialog_foot(
            button(
                "Delete it for good",
                kind="danger",
                on_click=[close_dialog(dialog_id), state.delete],
            ),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Delete this requisition?",
    )


def _line(state: Any, label: str, name: str, **props: Any) -> rx.Component:
    return field(
        label,
        text_input(
            id=name,
            key=f"{name}-{state.form_key}",
            default_value=getattr(state.fields, name),
            on_change=state.edit(name),
            auto_complete="off",
            **_fault(state, name),
            **props,
        ),
        html_for=name,
        error=state.errors[name],
    )


def _text(state: Any, label: str, name: str, hint: Any = None, **props: Any) -> rx.Component:
    return field(
        label,
        text_area(
            id=name,
            key=f"{name}-{state.form_key}",
            default_value=getattr(state.fields, name),
            on_change=state.edit(name),
            max_length=_FULL[name],
            **_fault(state, name),
            **props,
        ),
        html_for=name,
        hint=hint,
        error=state.errors[name],
    )


def _choice(
    state: Any, label: str, name: str, *, options: Any, nothing: str, hint: Any = None
) -> rx.Component:
    return field(
        label,
        rx.el.select(
            rx.el.option(nothing, value=""),
            rx.foreach(options, lambda one: rx.el.option(one.words, value=one.value)),
            id=name,
            value=getattr(state.fields, name),
            on_change=state.edit(name),
            class_name="input",
            **_fault(state, name),
        ),
        html_for=name,
        hint=hint,
        error=state.errors[name],
    )


def _switch(state: Any, label: str, name: str) -> rx.Component:
    return check(
        label,
        id=name,
        key=f"{name}-{state.form_key}",
        default_checked=getattr(state.fields, name) != "",
        on_change=state.edit(name),
    )


def _fault(state: Any, name: str) -> dict[str, Any]:
    return {
        "aria_invalid": rx.cond(state.errors[name], "true", "false"),
        "aria_describedby": rx.cond(state.errors[name], f"{name}-error", ""),
    }


def missing() -> tuple[str, str, rx.Component]:
    """What is said where there is no such requisition."""
    return (
        "There is no such requisition",
        "It may have been deleted, or the address is not complete.",
        link_button("All requisitions", href="/requisitions"),
    )
