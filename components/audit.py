"""The audit log: what narrows it down, its entries, and what was found of its chain."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link
from components.logs import entries, extra
from components.tables import (
    cell,
    choice,
    choice_among,
    clear,
    days,
    moment,
    search_field,
    typed,
)

_HEADS = ("Time", "Who", "What", "To what")


def tools(state: Any, *, kinds: Any, nobody: str, here: str) -> rx.Component:
    """The filters, whose choices are (value, words). `state` is AuditState."""
    return rx.el.div(
        search_field(
            state,
            placeholder="Subject: a name, number or id",
            label="Search by subject: a name, a number or an id",
            kind="ops-search",
        ),
        choice_among(
            state,
            "person",
            "Person",
            "Anybody",
            state.people,
            rx.el.option("No member", value=nobody),
        ),
        choice(state, "kind", "Kind of subject", [("", "Any kind of subject"), *kinds]),
        typed(state, "action", "Action", placeholder="Action, such as exported"),
        days(state),
        clear(state, here),
        rx.el.span(class_name="grow"),
        button("Refresh", kind="quiet", on_click=state.refresh),
        role="search",
        aria_label="Audit log",
        class_name="ops-tools",
    )


def chain_result(state: Any) -> rx.Component:
    """What walking the chain has found."""
    return rx.el.div(
        rx.cond(
            state.verdict,
            rx.el.div(
                state.verdict,
                rx.cond(
                    state.head,
                    rx.el.span(
                        "Keep its head elsewhere, to compare later: ",
                        rx.el.code(state.head),
                        class_name="dim",
                    ),
                ),
                class_name="notice chain-result " + state.verdict_tone,
            ),
        ),
        role="status",
    )


def table(state: Any) -> rx.Component:
    """The entries and the pager."""
    return entries(state, _HEADS, _row, kind="audit-table")


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        cell(moment(row.when, row.when_iso), kind="ops-when num"),
        cell(row.person, kind="ops-who"),
        cell(rx.el.div(row.action), extra(row.details), kind="ops-message"),
        cell(
            rx.cond(row.href, link(row.subject, href=row.href, class_name="row-link"), row.subject),
            rx.el.small(
                row.kind,
                " · ",
                link("history", href=row.history, aria_label=f"Everything done to {row.subject}"),
                class_name="under",
            ),
            kind="ops-about",
        ),
        role="row",
        key=row.id,
    )
