"""/settings/sign-on: single sign-on by the organisation's own provider, for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.display import loading, page_head, panel
from components.entries import for_administrators
from components.settings import settings_tabs
from components.sign_on import remove_dialog, set_up_panel, sign_on_form
from state.developers import FAILED, READY, REFUSED
from state.settings_sso import HERE, REMOVE_DIALOG, TITLE_ID, SignOnState
from state.shell import ShellState

ROUTE = HERE
TITLE = "Single sign-on"
ON_LOAD = [ShellState.load, SignOnState.show_sign_on]

S: Any = SignOnState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Single sign-on", above="Settings"),
        settings_tabs("sign-on", is_admin=ShellState.is_admin),
        rx.match(
            S.phase,
            (
                READY,
                rx.el.div(
                    sign_on_form(S, title_id=TITLE_ID),
                    set_up_panel(S),
                    remove_dialog(S, dialog_id=REMOVE_DIALOG),
                    class_name="hire-sides",
                ),
            ),
            (
                REFUSED,
                for_administrators(
                    "Administrators alone decide by which provider people sign in here."
                ),
            ),
            (FAILED, failed("Single sign-on could not be loaded.", S.retry_sign_on)),
            panel(loading(6, "Loading single sign-on")),
        ),
        current="settings",
    )
