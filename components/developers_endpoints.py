"""Webhook endpoints: the list, and the dialogs about one of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, link_button, text_input
from components.developers import choices, code, secret_field
from components.dialog import dialog, dialog_foot
from components.display import empty, notice, panel, tag


def endpoints_panel(
    state: Any,
    *,
    title_id: str,
    refresh_id: str,
    deliveries: str,
    edit_dialog: str,
    secret_dialog: str,
    delete_dialog: str,
) -> rx.Component:
    """The endpoints and the dialogs about them. `state` is EndpointsState."""
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Webhook endpoints", id=title_id, tab_index=-1),
                rx.el.p(
                    "Addresses of yours that are told what happens, signed, as it happens.",
                    class_name="dim",
                ),
            ),
            rx.el.div(
                link_button("All deliveries", href=deliveries),
                button("Add endpoint", kind="primary", on_click=state.begin_endpoint("")),
                class_name="row",
            ),
            class_name="panel-head",
        ),
        rx.cond(
            state.rows,
            rx.el.ul(
                rx.foreach(state.rows, lambda row: _endpoint(state, row)), class_name="dev-list"
            ),
            empty(
                "No endpoints yet",
                "Add an address, and it is told of invitations, reports and more, without asking.",
                button("Add endpoint", on_click=state.begin_endpoint("")),
            ),
        ),
        # Pressed by the browser itself while a test event is on its way.
        rx.el.button(id=refresh_id, type="button", hidden=True, on_click=state.refresh_endpoints),
        edit_endpoint_dialog(state, dialog_id=edit_dialog),
        endpoint_secret_dialog(state, dialog_id=secret_dialog),
        delete_endpoint_dialog(state, dialog_id=delete_dialog),
        padded=False,
        aria_labelledby=title_id,
    )


def _endpoint(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(row.url, title=row.url, class_name="dev-url"),
            rx.cond(row.is_enabled, tag("On", "good"), tag("Off")),
            class_name="dev-endpoint-head",
        ),
        rx.cond(row.description, rx.el.p(row.description, class_name="dev-words")),
        rx.cond(row.off, notice(row.off, tone="warn")),
        rx.cond(row.failing, notice(row.failing, tone="warn")),
        rx.el.dl(
            _fact(
                "Last 24 hours",
                rx.cond(row.rate, rx.el.b(row.rate, class_name=f"num dev-rate {row.rate_tone}")),
                " ",
                row.counted,
            ),
            _fact(
                "Events",
                rx.el.span(rx.foreach(row.events, _event), class_name="dev-codes"),
            ),
            _fact("Added", rx.el.time(row.added, date_time=row.added_iso)),
            rx.cond(
                row.old_secret,
                _fact("Secret replaced", "the old one is valid until ", row.old_secret),
            ),
            class_name="dev-facts",
        ),
        rx.el.p(
            rx.cond(
                row.test,
                rx.fragment(
                    rx.el.span(row.test, class_name=f"dev-test {row.test_tone}"),
                    " ",
                    link("Look at it", href=row.test_href),
                ),
            ),
            role="status",
            class_name="dev-words",
        ),
        _actions(state, row),
        key=row.id,
        class_name="dev-endpoint",
    )


def _event(name: Any) -> rx.Component:
    return code(name, key=name)


def _fact(name: str, *words: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(*words))


def _actions(state: Any, row: Any) -> rx.Component:
    def about(words: str, on_click: Any, **props: Any) -> rx.Component:
        return button(words, on_click=on_click, aria_label=words + ": " + row.url, **props)

    return rx.el.div(
        about("Send test event", state.send_test(row.id), disabled=~row.is_enabled),
        link_button("Deliveries", href=row.deliveries, aria_label="Deliveries: " + row.url),
        about("Edit", state.begin_endpoint(row.id)),
        about("Signing secret", state.show_secret(row.id)),
        rx.cond(
            row.is_enabled,
            about("Switch off", state.switch(row.id, False)),
            about("Switch on", state.switch(row.id, True)),
        ),
        about("Delete", state.ask_delete(row.id), kind="quiet danger"),
        class_name="row",
    )


def edit_endpoint_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Adds an endpoint, or changes one."""
    return dialog(
        rx.el.form(
            rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
            _line(
                state,
                "Address",
                "url",
                default_value=state.edit_url,
                hint="A public https:// address that answers with a 2xx status.",
                type="url",
                auto_focus=True,
                max_length=2000,
                input_mode="url",
            ),
            _line(
                state,
                "Description (optional)",
                "description",
                default_value=state.edit_description,
                max_length=120,
            ),
            choices(
                "What it is told of",
                state.edit_events,
                prefix="event",
                fieldset_id="endpoint-event_types",
                error=state.errors["event_types"],
            ),
            dialog_foot(
                button(
                    rx.cond(state.editing, "Save", "Add endpoint"), type="submit", kind="primary"
                ),
                dialog_id=dialog_id,
            ),
            on_submit=state.keep_endpoint,
            key=state.edit_key,
            class_name="stack",
            no_validate=True,
        ),
        dialog_id=dialog_id,
        title=rx.cond(state.editing, "Edit endpoint", "Add an endpoint"),
    )


def _line(state: Any, label: str, name: str, *, hint: Any = None, **props: Any) -> rx.Component:
    control = f"endpoint-{name}"
    error = state.errors[name]
    return field(
        label,
        text_input(
            id=control,
            name=name,
            auto_complete="off",
            aria_invalid=rx.cond(error, "true", "false"),
            aria_describedby=rx.cond(error, f"{control}-error", ""),
            **props,
        ),
        html_for=control,
        hint=hint,
        error=error,
    )


def endpoint_secret_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Shows the secret, and replaces it."""
    return dialog(
        rx.cond(
            state.secret_is_new,
            notice("The endpoint is added. Set up its receiver with this secret.", tone="good"),
        ),
        rx.el.p(state.secret_url, class_name="dev-url named"),
        rx.el.p(
            "By this secret the receiver can tell that a request comes from us. Administrators "
            "find it here at any time.",
        ),
        secret_field(
            label="Signing secret",
            value=state.secret,
            field_id="signing-secret",
            copy_id="copy-secret",
            on_copy=state.copy_secret,
            copied=state.copied,
        ),
        rx.cond(
            state.old_until,
            notice(
                rx.el.span(
                    "The secret before this one is valid too until ",
                    rx.el.b(state.old_until),
                    ": requests are signed with both.",
                )
            ),
        ),
        rx.cond(
            state.is_replacing,
            notice(
                rx.el.span(
                    "A new secret is made at once. For ",
                    state.hours,
                    " hours requests are signed with both, so that you can change the receiver "
                    "in between. A secret replaced earlier ends now.",
                ),
                rx.el.div(
                    button(
                        "Replace it now",
                        kind="danger",
                        id="replace-secret",
                        on_click=state.replace_secret,
                    ),
                    button("Keep it", on_click=state.ask_replace(False)),
                    class_name="row",
                ),
                tone="warn",
            ),
        ),
        dialog_foot(
            rx.cond(
                state.is_replacing,
                rx.fragment(),
                button("Replace secret", id="ask-replace-secret", on_click=state.ask_replace(True)),
            ),
            dialog_id=dialog_id,
            cancel="Done",
        ),
        dialog_id=dialog_id,
        title="Signing secret",
        on_close=state.forget_secret,
        on_unmount=state.forget_secret,
    )


def delete_endpoint_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before an endpoint is deleted, naming it."""
    return dialog(
        rx.el.p(state.doomed_url, class_name="dev-url named"),
        rx.el.p(
            "Nothing more is sent there, and the record of its deliveries goes with it. This "
            "cannot be undone; to pause it, switch it off instead.",
        ),
        dialog_foot(
            button("Delete endpoint", kind="danger", on_click=state.delete),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Delete this endpoint?",
    )
