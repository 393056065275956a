"""ATS partners: what to enter with each, and the key that our calls to it carry."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, text_input
from components.developers import code
from components.dialog import dialog, dialog_foot
from components.display import notice, panel, tag


def partners_panel(
    state: Any, *, title_id: str, disconnect_dialog: str, on_create_key: Any
) -> rx.Component:
    """Both partners. `state` is PartnersState; `on_create_key` is called with a partner."""
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Applicant tracking systems", id=title_id),
                rx.el.p(
                    "Order interviews as an assessment from where you hire already. Enter there:",
                    class_name="dim",
                ),
            ),
            class_name="panel-head",
        ),
        rx.el.div(
            _partner(state, state.greenhouse, "greenhouse", on_create_key, _greenhouse_key),
            _partner(state, state.ashby, "ashby", on_create_key, _ashby_key),
            class_name="dev-partners",
        ),
        rx.el.p(state.copied, role="status", class_name="sr-only"),
        _disconnect_dialog(state, disconnect_dialog),
        padded=False,
        aria_labelledby=title_id,
    )


def _partner(state: Any, row: Any, partner: str, on_create_key: Any, key_part: Any) -> rx.Component:
    url_id = f"partner-{partner}-url"
    return rx.el.section(
        rx.el.div(
            rx.el.h3(row.name, id=f"partner-{partner}-title", tab_index=-1),
            rx.cond(row.is_connected, tag("Connected", "good"), tag("Not connected")),
            rx.el.small(row.ordered),
            class_name="row",
        ),
        rx.cond(
            row.error,
            notice(
                rx.el.span("It last reported: ", row.error),
                rx.cond(row.error_href, link("The interview", href=row.error_href)),
                tone="warn",
            ),
        ),
        field(
            "Address",
            rx.el.div(
                text_input(id=url_id, value=row.url, read_only=True),
                button(
                    "Copy",
                    on_click=state.copy_url(partner),
                    aria_label="Copy the address for " + row.name,
                ),
                class_name="with-button",
            ),
            html_for=url_id,
        ),
        rx.el.div(
            rx.el.p("API key", class_name="label"),
            rx.el.p(
                "A key of ours as the user name, with no password, and with the scopes ",
                code("interviews:write"),
                ", ",
                code("interviews:read"),
                " and ",
                code("reports:read"),
                ".",
                class_name="dim",
            ),
            button("Create key for " + row.name, on_click=on_create_key(partner)),
            class_name="dev-part",
        ),
        key_part(state, row, partner),
        aria_labelledby=f"partner-{partner}-title",
        class_name="dev-partner",
    )


def _greenhouse_key(state: Any, row: Any, partner: str) -> rx.Component:
    return _key(
        state,
        row,
        partner,
        label="The key you gave Greenhouse (optional)",
        hint="The same API key of ours: our calls to Greenhouse then say by it who we are.",
    )


def _ashby_key(state: Any, row: Any, partner: str) -> rx.Component:
    return _key(
        state,
        row,
        partner,
        label="Ashby’s API key for us",
        hint="Made in Ashby, for assessment partners: by it we tell Ashby how interviews go.",
    )


def _key(state: Any, row: Any, partner: str, *, label: str, hint: str) -> rx.Component:
    has_key = row.hint != ""
    return rx.cond(
        has_key & (state.replacing != partner),
        rx.el.div(
            rx.el.p(label, class_name="label"),
            rx.el.p(
                "Kept since ", row.since, ", ends with ", code(row.hint), ".", class_name="dim"
            ),
            rx.el.div(
                button(
                    "Replace key",
                    on_click=state.replace_key(partner, True),
                    aria_label="Replace the key for " + row.name,
                ),
                button(
                    "Forget key",
                    kind="quiet danger",
                    on_click=state.ask_disconnect(partner),
                    aria_label="Forget the key for " + row.name,
                ),
                class_name="row",
            ),
            class_name="dev-part",
        ),
        rx.el.form(
            field(
                label,
                rx.el.div(
                    text_input(
                        id=f"partner-{partner}-key",
                        name="api_key",
                        type="password",
                        auto_complete="off",
                        max_length=200,
                        aria_invalid=rx.cond(state.errors[partner], "true", "false"),
                        aria_describedby=rx.cond(
                            state.errors[partner], f"partner-{partner}-key-error", ""
                        ),
                    ),
                    button("Save key", type="submit"),
                    rx.cond(
                        has_key,
                        button("Cancel", kind="quiet", on_click=state.replace_key(partner, False)),
                    ),
                    class_name="with-button",
                ),
                html_for=f"partner-{partner}-key",
                hint=hint,
                error=state.errors[partner],
            ),
            on_submit=lambda form: state.connect(partner, form),
            key=state.form_key,
            no_validate=True,
        ),
    )


def _disconnect_dialog(state: Any, dialog_id: str) -> rx.Component:
    return dialog(
        rx.el.p(
            rx.cond(
                state.doomed == "ashby",
                "Ashby hears no more of the interviews it has ordered, and can order no others, "
                "until you enter a key again.",
                "Our calls to Greenhouse no longer say who we are. It can still order interviews.",
            )
        ),
        dialog_foot(
            button("Forget the key", kind="danger", on_click=state.disconnect),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Forget the key for " + state.doomed_name + "?",
    )
