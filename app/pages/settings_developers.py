"""/settings/developers: API keys, webhook endpoints and ATS partners, for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.developers import keys_panel
from components.display import empty, loading, notice, page_head, panel
from components.settings import settings_tabs
from state.developers import FAILED, READY, REFUSED
from state.developers_keys import CREATE_DIALOG, EXPIRIES, KEYS_TITLE, REVOKE_DIALOG, KeysState
from state.invite import ZONE
from state.shell import ShellState

ROUTE = "/settings/developers"
TITLE = "Developers"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=KeysState.show_keys)]

KEYS: Any = KeysState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Developers", above="Settings"),
        settings_tabs("developers", is_admin=ShellState.is_admin),
        rx.cond(KEYS.phase == REFUSED, refused(), _parts()),
        current="settings",
    )


def refused() -> rx.Component:
    """What people see who are no administrators."""
    return panel(
        empty(
            "For administrators",
            "Keys and webhooks open your organisation’s interviews to other programs, so "
            "administrators alone manage them. Ask one of yours.",
            link_button("API reference", href="/settings/reference"),
        )
    )


def _parts() -> rx.Component:
    return rx.el.div(
        rx.match(
            KEYS.phase,
            (
                READY,
                keys_panel(
                    KEYS,
                    title_id=KEYS_TITLE,
                    create_dialog=CREATE_DIALOG,
                    revoke_dialog=REVOKE_DIALOG,
                    expiries=EXPIRIES,
                ),
            ),
            (FAILED, failed("The API keys could not be loaded.", KEYS.retry_keys)),
            panel(loading(5, "Loading API keys")),
        ),
        class_name="stack",
    )


def failed(words: str, on_retry: Any) -> rx.Component:
    """Something could not be loaded."""
    return notice(
        words,
        rx.el.div(button("Try again", on_click=on_retry)),
        tone="bad",
        role="alert",
    )
