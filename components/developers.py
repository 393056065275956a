"""API keys: the table, the dialog that makes one and shows it once, the one that ends one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, link_button, text_input
from components.dialog import dialog, dialog_foot
from components.display import empty, notice, panel, tag
from components.tables import head, pages, search_field, table

SHOWN = (("", "Working"), ("ended", "Revoked or expired"), ("all", "All"))


def code(*words: Any, **props: Any) -> rx.Component:
    """Something that a program reads, set so that its letters can be told apart."""
    return rx.el.code(*words, class_name="dev-code", **props)


def moment(words: Any, iso: Any) -> rx.Component:
    """A moment in words, with itself behind it; `iso` is empty for a moment that never was."""
    return rx.cond(iso, rx.el.time(words, date_time=iso), rx.el.span(words))


def secret_field(
    *, label: str, value: Any, field_id: str, copy_id: str, on_copy: Any, copied: Any
) -> rx.Component:
    """A secret that is shown, to be copied."""
    return rx.el.div(
        rx.el.div(
            rx.el.input(
                id=field_id,
                value=value,
                read_only=True,
                class_name="input dev-secret",
                aria_label=label,
                auto_complete="off",
                spell_check=False,
            ),
            button("Copy", kind="primary", id=copy_id, on_click=on_copy),
            class_name="with-button",
        ),
        rx.el.p(copied, class_name="dim", role="status"),
        class_name="dev-shown",
    )


def keys_panel(
    state: Any, *, title_id: str, create_dialog: str, revoke_dialog: str, expiries: Any
) -> rx.Component:
    """The keys and the dialogs about them. `state` is KeysState."""
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2("API keys", id=title_id, tab_index=-1),
                rx.el.p(
                    "Programs sign in with a key, and may do what its scopes allow.",
                    class_name="dim",
                ),
            ),
            button("Create key", kind="primary", on_click=state.begin_key("")),
            class_name="panel-head",
        ),
        rx.cond(state.working + state.ended > 0, _tools(state)),
        rx.cond(state.rows, _table(state), _nothing(state)),
        create_key_dialog(state, dialog_id=create_dialog, expiries=expiries),
        revoke_key_dialog(state, dialog_id=revoke_dialog),
        padded=False,
        aria_labelledby=title_id,
    )


def _tools(state: Any) -> rx.Component:
    return rx.el.div(
        search_field(
            state,
            placeholder="Search by name, or how a key ends",
            label="Search keys",
            kind="dev-search",
        ),
        rx.el.nav(
            *[
                link(
                    words,
                    " ",
                    rx.el.span(_count(state, value), class_name="num"),
                    href=state.shows[value],
                    replace=True,
                    aria_current=rx.cond(state.query["keys"] == value, "page", "false"),
                    class_name="tab",
                )
                for value, words in SHOWN
            ],
            class_name="tabs",
            aria_label="Which keys",
        ),
        role="search",
        class_name="dev-tools",
    )


def _count(state: Any, value: str) -> Any:
    return {
        "": state.working,
        "ended": state.ended,
        "all": state.working + state.ended,
    }[value]


def _table(state: Any) -> rx.Component:
    heads = ("Key", "Scopes", "Created", "Last used", "Expires", "State")
    return rx.fragment(
        table(
            state.rows,
            caption="API keys",
            heads=[
                *[head(words) for words in heads],
                head(rx.el.span("Revoke", class_name="sr-only")),
            ],
            row=lambda row: _row(state, row),
            kind="dev-table",
        ),
        rx.cond(state.previous + state.following, pages(state)),
    )


def _row(state: Any, row: Any) -> rx.Component:
    return rx.el.tr(
        _cell(
            rx.el.b(row.name),
            rx.el.small("ends with ", code(row.hint), class_name="under"),
            class_name="dev-name",
        ),
        _cell(rx.el.span(rx.foreach(row.scopes, _scope), class_name="dev-codes")),
        _cell(moment(row.created, row.created_iso), label="Created"),
        _cell(moment(row.used, row.used_iso), label="Last used"),
        _cell(moment(row.expires, row.expires_iso), label="Expires"),
        _cell(tag(row.state, row.tone)),
        _cell(
            rx.cond(
                row.is_live,
                button(
                    "Revoke",
                    kind="quiet",
                    on_click=state.ask_revoke(row.id),
                    aria_label="Revoke " + row.name + ", ending with " + row.hint,
                ),
            ),
            class_name="right",
        ),
        role="row",
        key=row.id,
        class_name=rx.cond(row.is_live, "", "dev-ended"),
    )


def _scope(scope: Any) -> rx.Component:
    return code(scope, key=scope)


def _cell(*children: Any, label: str = "", class_name: str = "") -> rx.Component:
    """A cell; on a phone, where there are no column heads, its label stands before it."""
    before = [rx.el.span(f"{label} ", class_name="dev-label", aria_hidden="true")] if label else []
    return rx.el.td(
        *before,
        *children,
        role="cell",
        class_name=f"{class_name} {'nowrap num' if label else ''}".strip(),
    )


def _nothing(state: Any) -> rx.Component:
    return rx.cond(
        state.working + state.ended == 0,
        empty(
            "No API keys yet",
            "Create one for each program that is to schedule interviews or read reports.",
            button("Create key", on_click=state.begin_key("")),
        ),
        rx.cond(
            state.query["search"],
            empty(
                "No key matches",
                "Try the beginning of its name, or the four characters it ends with.",
                link_button("Show all keys", href=state.all_keys),
            ),
            rx.cond(
                state.query["keys"] == "",
                empty("No key works", "All are revoked or expired."),
                empty("No key is revoked or expired", "Those that end are listed here."),
            ),
        ),
    )


def create_key_dialog(state: Any, *, dialog_id: str, expiries: Any) -> rx.Component:
    """Makes a key, then shows it this once. `expiries` are (value, words)."""
    return dialog(
        rx.cond(state.plain, _made(state, dialog_id), _form(state, dialog_id, expiries)),
        dialog_id=dialog_id,
        title=rx.cond(state.plain, "Copy the new key now", "Create an API key"),
        on_close=state.forget_key,
        on_unmount=state.forget_key,
    )


def _made(state: Any, dialog_id: str) -> rx.Component:
    return rx.el.div(
        notice(
            rx.el.span(
                "This is the only time that the key for ",
                rx.el.b(state.plain_name),
                " is shown. Keep it where your program keeps its secrets, not in its code.",
            ),
            tone="warn",
        ),
        secret_field(
            label="API key",
            value=state.plain,
            field_id="plain-key",
            copy_id="copy-key",
            on_copy=state.copy_key,
            copied=state.copied,
        ),
        dialog_foot(dialog_id=dialog_id, cancel="Done"),
        class_name="stack",
    )


def _form(state: Any, dialog_id: str, expiries: Any) -> rx.Component:
    return rx.el.form(
        rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
        field(
            "Name",
            text_input(
                id="key-name",
                name="name",
                default_value=state.preset_name,
                auto_complete="off",
                auto_focus=True,
                max_length=80,
                aria_invalid=rx.cond(state.errors["name"], "true", "false"),
                aria_describedby=rx.cond(state.errors["name"], "key-name-error", ""),
            ),
            html_for="key-name",
            hint="What uses it, such as “Careers site”.",
            error=state.errors["name"],
        ),
        choices(
            "What it may do",
            state.scopes,
            prefix="scope",
            fieldset_id="key-scopes",
            error=state.errors["scopes"],
        ),
        _expiry(state, expiries),
        dialog_foot(button("Create key", type="submit", kind="primary"), dialog_id=dialog_id),
        on_submit=state.create,
        key=state.create_key,
        class_name="stack",
        no_validate=True,
    )


def choices(legend: str, rows: Any, *, prefix: str, fieldset_id: str, error: Any) -> rx.Component:
    """Boxes to tick, each a name for programs with a sentence for people."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="label"),
        rx.foreach(
            rows,
            lambda row: rx.el.label(
                rx.el.input(
                    type="checkbox", name=f"{prefix}.{row.value}", default_checked=row.chosen
                ),
                rx.el.span(code(row.value), rx.el.small(row.words, class_name="under")),
                key=row.value,
                class_name="check",
            ),
        ),
        rx.cond(
            error, rx.el.span(error, class_name="error", role="alert", id=f"{fieldset_id}-error")
        ),
        id=fieldset_id,
        tab_index=-1,
        aria_describedby=rx.cond(error, f"{fieldset_id}-error", ""),
        class_name="dev-choices",
    )


def _expiry(state: Any, expiries: Any) -> rx.Component:
    error = state.errors["expires_at"]
    return field(
        "Expires",
        rx.el.div(
            rx.el.select(
                *[rx.el.option(words, value=value) for value, words in expiries],
                rx.el.option("On a date …", value="date"),
                id="key-expiry",
                name="expiry",
                class_name="input",
            ),
            # Shown by its style while "On a date" is chosen.
            rx.el.input(
                id="key-expires_at",
                name="expires_on",
                type="date",
                min=state.first_day,
                aria_label="Date",
                aria_invalid=rx.cond(error, "true", "false"),
                class_name="input dev-date",
            ),
            class_name="dev-expiry",
        ),
        html_for="key-expiry",
        hint=rx.fragment("A date means to the end of that day, ", state.zone, " time."),
        error=error,
    )


def revoke_key_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before a key is revoked, naming it."""
    return dialog(
        rx.el.p(
            "Programs that use the key ",
            rx.el.b(state.doomed_name),
            ", ending with ",
            code(state.doomed_hint),
            ", are refused from that moment on. It was last used: ",
            state.doomed_used,
            ". This cannot be undone.",
        ),
        dialog_foot(
            button("Revoke key", kind="danger", on_click=state.revoke),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Revoke this key?",
    )
