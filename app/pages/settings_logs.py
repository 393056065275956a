"""/settings/logs: what the product did, the newest first."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.controls import link_button
from components.display import empty, loading, page_head, panel
from components.logs import table, tools
from components.settings import settings_tabs
from state.developers import FAILED, READY
from state.invite import ZONE
from state.logs import HERE, LEVEL_CHOICES, REFRESH, SOURCES, LogsState
from state.shell import ShellState

ROUTE = "/settings/logs"
TITLE = "Logs"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=LogsState.show_logs)]

S: Any = LogsState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Logs", above="Settings"),
        settings_tabs("logs", is_admin=ShellState.is_admin),
        rx.match(
            S.phase,
            (READY, _log()),
            (FAILED, failed("The log could not be loaded.", S.refresh_logs)),
            panel(loading(8, "Loading the log")),
        ),
        current="settings",
    )


def _log() -> rx.Component:
    return panel(
        tools(
            S,
            levels=LEVEL_CHOICES,
            sources=tuple(SOURCES.items()),
            refresh_id=REFRESH,
            here=HERE,
        ),
        rx.cond(S.rows, table(S), _nothing()),
        padded=False,
        aria_label="Activity log",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No entry matches",
            "Try fewer filters, other words, or a longer period.",
            link_button("Show all entries", href=HERE),
        ),
        rx.cond(
            S.sees_all,
            empty(
                "Nothing has happened yet",
                "Once requisitions are synchronised or applications analysed, each step is written "
                "down here.",
            ),
            empty(
                "Nothing has happened yet",
                "Once requisitions are synchronised or applications analysed, each step is written "
                "down here. You see what belongs to a requisition; administrators see the rest.",
            ),
        ),
    )
