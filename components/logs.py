"""The activity log: what narrows it down, its entries, and following it live."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, link
from components.display import tag
from components.tables import (
    cell,
    choice,
    choice_among,
    clear,
    days,
    head,
    moment,
    pages,
    search_field,
    typed,
)
from components.tables import table as rows_table

_HEADS = ("Time", "Level", "What happened", "About")


def tools(state: Any, *, levels: Any, sources: Any, refresh_id: str, here: str) -> rx.Component:
    """The filters, whose choices are (value, words). `state` is LogsState."""
    return rx.el.div(
        search_field(
            state,
            placeholder="Search what happened",
            label="Search the log by what happened",
            kind="ops-search",
        ),
        choice(state, "level", "Level", [("", "Any level"), *levels]),
        choice_among(state, "requisition", "Requisition", "Any requisition", state.requisitions),
        typed(
            state,
            "application",
            "Application number",
            kind="number",
            placeholder="Application no.",
            input_mode="numeric",
        ),
        choice(state, "source", "Source", [("", "Any source"), *sources]),
        days(state),
        clear(state, here),
        rx.el.span(class_name="grow"),
        check(
            "Live",
            checked=state.is_live,
            on_change=state.follow,
            disabled=~state.can_be_live,
            title="Follow the newest entries as they come",
        ),
        # Also pressed by the browser itself while the log is followed.
        button("Refresh", kind="quiet", id=refresh_id, on_click=state.refresh),
        role="search",
        aria_label="Log",
        class_name="ops-tools",
    )


def table(state: Any) -> rx.Component:
    """The entries and the pager."""
    return entries(state, _HEADS, _row, kind="logs-table")


def entries(state: Any, heads: tuple[str, ...], row: Any, *, kind: str) -> rx.Component:
    """A log, the newest first. On a phone each entry becomes a block of its own."""
    return rx.fragment(
        rows_table(
            state.rows,
            caption="Entries",
            heads=[head(words) for words in heads],
            row=row,
            kind=f"ops-table {kind}",
        ),
        pages(state, back="Newer", on="Older"),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        cell(moment(row.when, row.when_iso), kind="ops-when num"),
        cell(tag(row.level, row.tone)),
        cell(
            rx.el.div(row.message),
            rx.el.small(row.source, class_name="under"),
            extra(row.extra),
            kind="ops-message",
        ),
        cell(
            rx.cond(row.application, link(row.application, href=row.application_href)),
            rx.cond(
                row.requisition,
                link(row.requisition, href=row.requisition_href, class_name="under"),
            ),
            kind="ops-about",
        ),
        role="row",
        key=row.id,
    )


def extra(words: Any) -> rx.Component:
    """What else an entry says, folded."""
    return rx.cond(
        words,
        rx.el.details(
            rx.el.summary("Details"),
            rx.el.pre(words, tab_index=0, role="region", aria_label="Details"),
            class_name="ops-extra",
        ),
    )
