"""/settings/audit: who did what to which thing, and when; for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.identity.audit_view import NOBODY
from app.pages.frame import member_page
from components.audit import chain_result, table, tools
from components.controls import button, link, link_button
from components.display import empty, page_head, panel
from components.settings import settings_tabs
from components.tables import by_phase
from state.audit_log import KINDS, AuditState, Query
from state.invite import ZONE
from state.shell import ShellState
from state.tables import READY, REFUSED

ROUTE = "/settings/audit"
TITLE = "Audit log"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=AuditState.show)]

S: Any = AuditState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Audit log", rx.cond(S.phase == READY, _deeds()), above="Settings"),
        settings_tabs("audit", is_admin=ShellState.is_admin),
        by_phase(S, _log(), (REFUSED, _refused()), what="audit log"),
        current="settings",
    )


def _deeds() -> rx.Component:
    return rx.fragment(
        button(
            rx.cond(S.verifying, "Verifying…", "Verify the chain"),
            on_click=S.verify_chain,
            disabled=S.verifying,
        ),
        link(
            "Export CSV",
            href=S.csv_href,
            reload_document=True,
            title="What the filters show. That you took it is written down here.",
            class_name="btn",
        ),
    )


def _log() -> rx.Component:
    return rx.el.div(
        chain_result(S),
        panel(
            tools(S, kinds=tuple(KINDS.items()), nobody=NOBODY, here=Query.HERE),
            rx.cond(S.rows, table(S), _nothing()),
            padded=False,
            aria_label="Entries",
        ),
        class_name="stack audit-log",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No entry matches",
            "Try another name, fewer filters, or a longer period.",
            link_button("Show all entries", href=Query.HERE),
        ),
        empty(
            "Nothing is written down yet",
            "Every decision, change of a role, export and deletion is written down here for good.",
        ),
    )


def _refused() -> rx.Component:
    return panel(
        empty(
            "For administrators",
            "The audit log says who did what in your organisation, so administrators alone read "
            "it. Ask one of yours.",
            link_button("Logs", href="/settings/logs"),
        ),
        aria_label="Audit log",
    )
