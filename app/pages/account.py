"""/account: one's own password."""

from __future__ import annotations

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, field, post_form, text_input
from components.display import notice, page_head, panel
from components.settings import settings_tabs
from state.account import AccountState
from state.shell import ShellState

ROUTE = "/account"
TITLE = "Account"
ON_LOAD = [ShellState.load, AccountState.load]


def page() -> rx.Component:
    """Who one is here, and a form to change the password."""
    return member_page(
        page_head("Account", above="Settings"),
        settings_tabs("account", is_admin=ShellState.is_admin),
        rx.el.div(
            panel(
                rx.el.h2("You"),
                rx.el.p(ShellState.name, ", ", ShellState.email),
                rx.el.p(ShellState.role, " at ", ShellState.organization, class_name="dim"),
            ),
            panel(
                post_form(
                    rx.el.h2("Change password"),
                    rx.el.p(
                        "Every other browser you are signed in with will be signed out.",
                        class_name="dim",
                    ),
                    rx.cond(
                        AccountState.done,
                        notice("Your password is changed.", tone="good", role="status"),
                    ),
                    _password("current", "Current password", "current-password"),
                    _password("new", "New password, at least 10 characters", "new-password"),
                    rx.el.div(button("Change password", type="submit", kind="primary")),
                    action="/auth/password",
                    class_name="stack",
                )
            ),
            class_name="stack",
            style={"max-width": "520px"},
        ),
        current="settings",
    )


def _password(name: str, label: str, autocomplete: str) -> rx.Component:
    return field(
        label,
        text_input(id=name, name=name, type="password", required=True, auto_complete=autocomplete),
        html_for=name,
        error=AccountState.errors[name],
    )
