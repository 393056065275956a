"""/settings/developers: API keys, webhook endpoints and ATS partners, for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import button, link_button
from components.developers import keys_panel
from components.developers_endpoints import endpoints_panel
from components.developers_partners import partners_panel
from components.display import empty, loading, notice, page_head, panel
from components.settings import settings_tabs
from state.developers import FAILED, READY, REFUSED
from state.developers_endpoint_rows import DELIVERIES
from state.developers_endpoints import (
    DELETE_DIALOG,
    EDIT_DIALOG,
    ENDPOINTS_TITLE,
    REFRESH,
    SECRET_DIALOG,
    EndpointsState,
)
from state.developers_keys import CREATE_DIALOG, EXPIRIES, KEYS_TITLE, REVOKE_DIALOG, KeysState
from state.developers_partners import DISCONNECT_DIALOG, PartnersState
from state.invite import ZONE
from state.shell import ShellState

ROUTE = "/settings/developers"
TITLE = "Developers"
ON_LOAD = [
    ShellState.load,
    *[
        rx.call_script(ZONE, callback=show)
        for show in (
            KeysState.show_keys,
            EndpointsState.show_endpoints,
            PartnersState.show_partners,
        )
    ],
]

KEYS: Any = KeysState
ENDPOINTS: Any = EndpointsState
PARTNERS: Any = PartnersState


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
            (FAILED, failed("The API keys could not be loaded.", KEYS.refresh)),
            panel(loading(5, "Loading API keys")),
        ),
        rx.match(
            ENDPOINTS.phase,
            (
                READY,
                endpoints_panel(
                    ENDPOINTS,
                    title_id=ENDPOINTS_TITLE,
                    refresh_id=REFRESH,
                    deliveries=DELIVERIES,
                    edit_dialog=EDIT_DIALOG,
                    secret_dialog=SECRET_DIALOG,
                    delete_dialog=DELETE_DIALOG,
                ),
            ),
            (
                FAILED,
                failed("The endpoints could not be loaded.", ENDPOINTS.refresh_endpoints),
            ),
            panel(loading(4, "Loading endpoints")),
        ),
        rx.match(
            PARTNERS.phase,
            (
                READY,
                partners_panel(
                    PARTNERS,
                    title_id="partners-title",
                    disconnect_dialog=DISCONNECT_DIALOG,
                    on_create_key=KEYS.begin_key,
                ),
            ),
            (
                FAILED,
                failed("The partners could not be loaded.", PARTNERS.retry_partners),
            ),
            panel(loading(4, "Loading partners")),
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
