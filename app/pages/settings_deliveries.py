"""/settings/developers/deliveries: what was sent to endpoints, and what came back."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import refused
from components.controls import link, link_button
from components.developers_deliveries import delivery_dialog, table, tools
from components.display import empty, page_head, panel
from components.settings import settings_tabs
from components.tables import by_phase
from state.developers import HERE
from state.developers_deliveries import (
    DIALOG,
    EVENT_CHOICES,
    REFRESH,
    STATUS_CHOICES,
    DeliveriesState,
)
from state.developers_endpoint_rows import DELIVERIES
from state.invite import ZONE
from state.shell import ShellState
from state.tables import REFUSED

ROUTE = "/settings/developers/deliveries"
TITLE = "Deliveries"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=DeliveriesState.show)]

S: Any = DeliveriesState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            "Deliveries",
            above=rx.fragment("Settings / ", link("Developers", href=HERE)),
        ),
        settings_tabs("developers", is_admin=ShellState.is_admin),
        by_phase(S, _list(), (REFUSED, refused()), what="deliveries"),
        # Outside of what is exchanged, so that it is there to be opened as soon as the page is.
        delivery_dialog(S, dialog_id=DIALOG),
        current="settings",
    )


def _list() -> rx.Component:
    return rx.el.div(
        tools(
            S,
            statuses=STATUS_CHOICES,
            events=EVENT_CHOICES,
            refresh_id=REFRESH,
            here=DELIVERIES,
        ),
        panel(rx.cond(S.rows, table(S), _nothing()), padded=False, aria_label="Deliveries"),
        class_name="stack",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No delivery matches",
            "Try fewer filters.",
            link_button("Show all deliveries", href=DELIVERIES),
        ),
        empty(
            "Nothing was sent yet",
            "Once an endpoint is told of something, each request and its answer is listed here.",
            link_button("Endpoints", href=HERE),
        ),
    )
