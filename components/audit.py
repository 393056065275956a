"""The audit log: what narrows it down, its entries, and what was found of its chain."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link, link_button, text_input
from components.logs import days, extra
from components.pager import pager

_HEADS = ("Time", "Who", "What", "To what")


def tools(state: Any, *, kinds: Any, nobody: str, here: str) -> rx.Component:
    """The filters, whose choices are (value, words). `state` is AuditState."""
    return rx.el.div(
        rx.el.div(
            text_input(
                type="search",
                key=f"subject-{state.form_key}",
                default_value=state.query["q"],
                on_change=state.find_audit.debounce(250),
                placeholder="Subject: a name, number or id",
                aria_label="Search by subject: a name, a number or an id",
                auto_complete="off",
            ),
            class_name="ops-search",
        ),
        rx.el.select(
            rx.el.option("Anybody", value=""),
            rx.foreach(state.people, lambda one: rx.el.option(one.words, value=one.value)),
            rx.el.option("No member", value=nobody),
            value=state.query["person"],
            on_change=lambda value: state.narrow_audit("person", value),
            aria_label="Person",
            class_name="input",
        ),
        rx.el.select(
            rx.el.option("Any kind of subject", value=""),
            *[rx.el.option(words, value=value) for value, words in kinds],
            value=state.query["kind"],
            on_change=lambda value: state.narrow_audit("kind", value),
            aria_label="Kind of subject",
            class_name="input",
        ),
        rx.el.input(
            key=f"action-{state.form_key}",
            default_value=state.query["action"],
            on_change=lambda value: state.narrow_audit("action", value).debounce(500),
            placeholder="Action, such as exported",
            aria_label="Action",
            auto_complete="off",
            class_name="input",
        ),
        days(state.query, state.narrow_audit),
        rx.cond(state.filtered, link_button("Clear", href=here, kind="quiet")),
        rx.el.span(class_name="grow"),
        button("Refresh", kind="quiet", on_click=state.refresh_audit),
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
    """The entries and the pager. On a phone each entry becomes a block of its own."""
    return rx.fragment(
        rx.el.table(
            rx.el.caption("Entries", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    *[rx.el.th(words, scope="col", role="columnheader") for words in _HEADS],
                    role="row",
                ),
                role="rowgroup",
            ),
            rx.el.tbody(rx.foreach(state.rows, _row), role="rowgroup"),
            role="table",
            class_name="ops-table audit-table",
        ),
        pager(
            words=state.range_words,
            previous=state.previous,
            following=state.following,
            back="Newer",
            on="Older",
        ),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.time(row.when, date_time=row.when_iso), role="cell", class_name="ops-when num"
        ),
        rx.el.td(row.person, role="cell", class_name="ops-who"),
        rx.el.td(rx.el.div(row.action), extra(row.details), role="cell", class_name="ops-message"),
        rx.el.td(
            rx.cond(row.href, link(row.subject, href=row.href, class_name="row-link"), row.subject),
            rx.el.small(
                row.kind,
                " · ",
                link("history", href=row.history, aria_label=f"Everything done to {row.subject}"),
                class_name="under",
            ),
            role="cell",
            class_name="ops-about",
        ),
        role="row",
        key=row.id,
    )
