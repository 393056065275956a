"""Workday: how things stand with the credentials, and the form that replaces them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button
from components.developers import code
from components.dialog import dialog, dialog_foot
from components.display import notice, panel, tag
from components.entries import entry, fact


def credentials_panel(state: Any, *, title_id: str) -> rx.Component:
    """How things stand, what can be done about it, and the form. `state` is WorkdayState."""
    return panel(
        rx.el.div(
            rx.el.h2("Credentials", id=title_id, tab_index=-1),
            rx.match(
                state.standing,
                ("works", tag("Valid", "good")),
                ("refused", tag("Not valid", "bad")),
                ("untried", tag("Not tried yet", "warn")),
                tag("Not connected"),
            ),
            class_name="row",
        ),
        rx.cond(
            state.stored_problem,
            notice(state.stored_problem, tone="bad", role="alert"),
        ),
        rx.cond(state.standing != "", _facts(state)),
        _outcome(state),
        rx.cond(state.is_entering, _form(state), _actions(state)),
        rx.el.details(
            rx.el.summary("Try it without a Workday of your own"),
            rx.el.div(
                rx.el.p(
                    "Run ",
                    code("make workday"),
                    " beside this server. It simulates a tenant with requisitions, applications "
                    "and résumés, and prints what to enter here. Its refresh token works once, as "
                    "Workday’s may: start it anew before entering the same again.",
                ),
                rx.cond(
                    state.is_demo,
                    button("Fill in the simulator’s", on_click=state.fill_in_simulator),
                ),
                class_name="hire-more",
            ),
            class_name="hire-details",
        ),
        class_name="stack",
        aria_labelledby=title_id,
    )


def _facts(state: Any) -> rx.Component:
    return rx.el.dl(
        fact("Tenant address", code(state.values["tenant_url"])),
        fact("Tenant", code(state.values["tenant_id"])),
        fact("Client ID", code(state.values["client_id"])),
        fact("Last tried", state.validated),
        rx.cond(
            state.expires,
            fact("Access until", state.expires, rx.el.small(", renewed by itself")),
        ),
        fact("Entered", state.entered),
        class_name="dev-facts",
    )


def _outcome(state: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            state.trying,
            rx.el.p("Asking Workday …", class_name="dim"),
            # A problem that is kept stands above already.
            rx.cond(
                state.tried != state.stored_problem,
                rx.el.p(
                    state.tried,
                    class_name=rx.cond(state.works, "dev-test good", "dev-test bad"),
                ),
            ),
        ),
        path_warnings(state.warnings),
        role="status",
        class_name="dev-words",
    )


def path_warnings(warnings: Any) -> rx.Component:
    """Paths of the mapping that lead nowhere."""
    return rx.cond(
        warnings,
        notice(
            rx.el.ul(rx.foreach(warnings, rx.el.li)),
            tone="warn",
        ),
    )


def _actions(state: Any) -> rx.Component:
    return rx.el.div(
        button("Test", kind="primary", on_click=state.try_credentials, disabled=state.trying),
        button("Enter others", on_click=state.enter(True)),
        button("Delete", kind="quiet danger", on_click=state.ask_delete_credentials),
        class_name="row",
    )


def _form(state: Any) -> rx.Component:
    def line(label: str, name: str, **props: Any) -> rx.Component:
        return entry(
            label,
            name,
            prefix="workday",
            value=state.values[name],
            error=state.errors[name],
            **props,
        )

    return rx.el.form(
        rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
        rx.el.div(
            line(
                "Tenant address",
                "tenant_url",
                hint="The host of your tenant’s API alone.",
                type="url",
                input_mode="url",
                max_length=300,
                placeholder="https://services1.myworkday.com",
            ),
            line(
                "Tenant",
                "tenant_id",
                hint="Its name, as it stands in Workday’s addresses.",
                max_length=120,
            ),
            line("Client ID", "client_id", max_length=200),
            line(
                "Client secret",
                "client_secret",
                hint="Kept encrypted, and never shown again.",
                type="password",
                auto_complete="new-password",
                max_length=1_000,
            ),
            line(
                "Refresh token",
                "refresh_token",
                hint="Of an API client for integrations. Kept encrypted, and never shown again.",
                type="password",
                auto_complete="new-password",
                max_length=8_000,
            ),
            class_name="hire-three",
        ),
        rx.el.div(
            button("Save and test", type="submit", kind="primary", id="workday-save"),
            rx.cond(
                state.standing != "",
                button("Keep those there are", on_click=state.enter(False)),
            ),
            class_name="row",
        ),
        on_submit=state.keep_credentials,
        key=state.form_key,
        class_name="stack",
        no_validate=True,
    )


def delete_credentials_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before the credentials are forgotten."""
    return dialog(
        rx.el.p(
            "The secret and the tokens are erased, and nothing more is asked of Workday. "
            "Requisitions, applications and résumés that were taken over stay, and so does the "
            "field mapping. To go on, the credentials have to be entered again."
        ),
        dialog_foot(
            button("Delete credentials", kind="danger", on_click=state.delete_credentials),
            dialog_id=dialog_id,
            cancel="Keep them",
        ),
        dialog_id=dialog_id,
        title="Delete the Workday credentials?",
    )
