"""The hiring settings: a form for who may change them, the same in words for all others."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button
from components.display import notice, panel
from components.entries import choice_entry, entry

NAMES = {
    "auto_send_max_risk": "Highest risk to invite by itself",
    "interview_token_expiry_days": "Invitations work for (days)",
    "default_recruiter_id": "Recruiter by default",
    "email_from_name": "Invitations come from (name)",
    "email_from_address": "Invitations come from (address)",
    "lookback_hours_default": "Look back by default (hours)",
    "lookback_hours_min": "At least (hours)",
    "lookback_hours_max": "At most (hours)",
}
HINTS = {
    "auto_send_max_risk": "From 0 to 1. Where a requisition invites by itself, an application "
    "with a risk above this waits for a person instead.",
    "interview_token_expiry_days": "1 to 90. After that the link says that it has expired; an "
    "interview that was begun goes on.",
    "default_recruiter_id": "Stands in invitations for requisitions that have no recruiter.",
    "email_from_name": "Empty: the name that this server writes under.",
    "email_from_address": "Empty: the address that this server writes from.",
    "lookback_hours_default": "How far back a synchronisation asks Workday for changes, for "
    "requisitions that do not say so themselves.",
    "lookback_hours_min": "What a requisition may say at least.",
    "lookback_hours_max": "What a requisition may say at most.",
}
UNSERVED = (
    "This server may not write from the address above: invitations come from its own, and answers "
    "to them go to yours."
)


def hiring_form(state: Any) -> rx.Component:
    """The form. `state` is HiringState."""

    def line(name: str, **props: Any) -> rx.Component:
        return entry(
            NAMES[name],
            name,
            prefix="hiring",
            value=state.values[name],
            error=state.errors[name],
            hint=HINTS[name],
            **props,
        )

    def number(name: str) -> rx.Component:
        return line(name, input_mode="numeric", max_length=5)

    return rx.el.form(
        rx.cond(
            state.problem,
            notice(
                rx.el.span(state.problem),
                rx.el.div(button("Show theirs", on_click=state.show_hiring)),
                tone="bad",
                role="alert",
                id="hiring-problem",
                tab_index=-1,
            ),
        ),
        _part(
            "Invitations",
            line("auto_send_max_risk", input_mode="decimal", max_length=6),
            number("interview_token_expiry_days"),
            choice_entry(
                NAMES["default_recruiter_id"],
                "default_recruiter_id",
                prefix="hiring",
                value=state.values["default_recruiter_id"],
                error=state.errors["default_recruiter_id"],
                hint=HINTS["default_recruiter_id"],
                options=[
                    rx.el.option("Nobody", value=""),
                    rx.foreach(
                        state.recruiters,
                        lambda one: rx.el.option(one.words, value=one.value, key=one.value),
                    ),
                ],
            ),
        ),
        _part(
            "Mail",
            line("email_from_name", max_length=120),
            line("email_from_address", type="email", max_length=254),
            below=rx.cond(~state.writes_itself, notice(UNSERVED, tone="warn")),
        ),
        _part(
            "Workday",
            number("lookback_hours_default"),
            number("lookback_hours_min"),
            number("lookback_hours_max"),
        ),
        rx.el.div(button("Save", type="submit", kind="primary")),
        on_submit=state.keep_hiring,
        key=state.form_key,
        class_name="stack",
        no_validate=True,
    )


def hiring_words(state: Any) -> rx.Component:
    """The same, to be read."""

    def say(name: str) -> rx.Component:
        value = state.values[name]
        if name == "default_recruiter_id":
            shown = state.recruiter_name
        elif name in {"email_from_name", "email_from_address"}:
            shown = rx.cond(value, value, "Not set")
        else:
            shown = value
        return rx.el.div(
            rx.el.dt(NAMES[name]),
            rx.el.dd(rx.el.b(shown, class_name="num"), rx.el.small(HINTS[name])),
        )

    return rx.el.div(
        rx.el.p("Administrators change these.", class_name="dim"),
        *[
            panel(
                rx.el.h2(title),
                rx.el.dl(*[say(name) for name in names], class_name="hire-facts"),
                class_name="stack",
            )
            for title, names in (
                (
                    "Invitations",
                    ("auto_send_max_risk", "interview_token_expiry_days", "default_recruiter_id"),
                ),
                ("Mail", ("email_from_name", "email_from_address")),
                (
                    "Workday",
                    ("lookback_hours_default", "lookback_hours_min", "lookback_hours_max"),
                ),
            )
        ],
        class_name="stack",
    )


def _part(title: str, *fields: rx.Component, below: Any = None) -> rx.Component:
    return panel(
        rx.el.h2(title),
        rx.el.div(*fields, class_name="hire-three"),
        below if below is not None else rx.fragment(),
        class_name="stack",
        aria_label=title,
    )
