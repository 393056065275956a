"""/settings/logs: what the product did, the newest first."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.controls import link_button
from components.display import empty, page_head, panel
from components.logs import table, tools
from components.settings import settings_tabs
from components.tables import by_phase
from state.invite import ZONE
from state.logs import LEVEL_CHOICES, REFRESH, SOURCES, LogsState, Query
from state.shell import ShellState

ROUTE = "/settings/logs"
TITLE = "Logs"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=LogsState.show)]

S: Any = LogsState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Logs", above="Settings"),
        settings_tabs("logs", is_admin=ShellState.is_admin),
        by_phase(S, _log(), what="log"),
        current="settings",
    )


def _log() -> rx.Component:
    return panel(
        tools(
            S,
            levels=LEVEL_CHOICES,
            sources=tuple(SOURCES.items()),
            refresh_id=REFRESH,
            here=Query.HERE,
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
            link_button("Show all entries", href=Query.HERE),
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
