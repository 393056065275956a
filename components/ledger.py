"""Where the money went: payments with their receipts, and the ledger with what narrows it down."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, select, text_input
from components.display import empty, loading, notice, panel, panel_head, tag
from components.pager import pager

KINDS = [
    ("", "All movements"),
    ("interview", "Interviews"),
    ("interview_refund", "Interviews given back"),
    ("top_up", "Top-ups"),
    ("credit", "Credit"),
    ("payment_refund", "Payments refunded"),
    ("dispute", "Payments disputed"),
    ("dispute_won", "Disputes won"),
]
PERIODS = [
    ("", "Any time"),
    ("30", "Last 30 days"),
    ("month", "This month"),
    ("last-month", "Last month"),
    ("year", "This year"),
    ("last-year", "Last year"),
    ("days", "From … to …"),
]


def payments(state: Any) -> rx.Component:
    """The latest payments into the wallet. `state` is BillingState."""
    return panel(
        panel_head("Payments"),
        rx.cond(
            state.payments,
            rx.el.table(
                rx.el.caption("Payments", class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th("Date", scope="col", role="columnheader"),
                        rx.el.th("Payment", scope="col", role="columnheader"),
                        rx.el.th("Amount", scope="col", role="columnheader", class_name="right"),
                        rx.el.th("Receipt", scope="col", role="columnheader", class_name="right"),
                        role="row",
                    ),
                    role="rowgroup",
                ),
                rx.el.tbody(rx.foreach(state.payments, _payment), role="rowgroup"),
                role="table",
                class_name="money-table payments-table",
            ),
            rx.el.p(
                "No payment yet. Receipts appear here once money has been added.",
                class_name="dim money-none",
            ),
        ),
        rx.cond(
            state.newer_payments | state.older_payments,
            pager(words="", previous=state.newer_payments, following=state.older_payments),
        ),
        padded=False,
        id="payments",
        aria_label="Payments",
    )


def _payment(one: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.time(one.when, date_time=one.when_iso), role="cell", class_name="when num nowrap"
        ),
        rx.el.td(
            rx.el.span(
                tag(one.status, one.tone),
                rx.cond(one.taken_back, tag(one.taken_back, "warn")),
                rx.el.small(one.words),
                class_name="tags",
            ),
            role="cell",
            class_name="what",
        ),
        rx.el.td(one.amount, role="cell", class_name="right num amount"),
        rx.el.td(
            rx.cond(
                one.receipt,
                link(
                    "PDF",
                    href=one.receipt,
                    reload_document=True,
                    aria_label="Receipt of " + one.amount + ", " + one.when + " (PDF)",
                ),
                rx.el.span("None", class_name="dim"),
            ),
            role="cell",
            class_name="right receipt",
        ),
        role="row",
        key=one.id,
    )


def ledger(state: Any) -> rx.Component:
    """The ledger, its filters and its pages. `state` is LedgerState."""
    return panel(
        panel_head(
            "Ledger",
            rx.cond(
                state.rows,
                link(
                    "Download CSV",
                    href=state.csv_href,
                    reload_document=True,
                    class_name="btn",
                ),
            ),
        ),
        rx.match(
            state.phase,
            (
                "ready",
                rx.fragment(
                    rx.cond(state.rows | state.filtered, _tools(state)),
                    rx.cond(state.rows, _table(state), _nothing(state)),
                ),
            ),
            (
                "failed",
                notice(
                    "The ledger could not be loaded.",
                    rx.el.div(button("Try again", on_click=state.load)),
                    tone="bad",
                    role="alert",
                ),
            ),
            rx.el.div(loading(rows=6, label="Loading the ledger"), class_name="money-none"),
        ),
        padded=False,
        class_name="ledger",
        aria_label="Ledger",
        id="ledger",
    )


def _tools(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            text_input(
                type="search",
                key=state.form_key,
                default_value=state.search,
                on_change=state.find.debounce(250),
                placeholder="Search what it was for",
                aria_label="Search the ledger by what it was for",
                auto_complete="off",
            ),
            class_name="ledger-search",
        ),
        select(
            KINDS,
            value=state.kind,
            on_change=lambda value: state.narrow("kind", value),
            aria_label="Kind",
        ),
        select(
            PERIODS,
            value=state.period,
            on_change=lambda value: state.narrow("period", value),
            aria_label="Period",
        ),
        rx.cond(
            state.period == "days",
            rx.el.div(_day(state, "From", "since"), _day(state, "To", "until"), class_name="days"),
        ),
        rx.cond(
            state.filtered,
            button("Clear", kind="quiet", on_click=state.clear),
        ),
        role="search",
        aria_label="Ledger",
        class_name="ledger-tools",
    )


def _day(state: Any, words: str, name: str) -> rx.Component:
    return field(
        words,
        text_input(
            type="date",
            id=f"ledger-{name}",
            value=state.days[name],
            on_change=lambda value: state.narrow(name, value),
        ),
        html_for=f"ledger-{name}",
    )


def _table(state: Any) -> rx.Component:
    return rx.fragment(
        rx.el.table(
            rx.el.caption("Ledger", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th("Date", scope="col", role="columnheader"),
                    rx.el.th("Kind", scope="col", role="columnheader"),
                    rx.el.th("What", scope="col", role="columnheader"),
                    rx.el.th("Amount", scope="col", role="columnheader", class_name="right"),
                    rx.el.th("Balance", scope="col", role="columnheader", class_name="right"),
                    role="row",
                ),
                role="rowgroup",
            ),
            rx.el.tbody(rx.foreach(state.rows, _row), role="rowgroup"),
            role="table",
            class_name="money-table ledger-table",
        ),
        pager(words=state.range_words, previous=state.previous, following=state.following),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.time(row.when, date_time=row.when_iso), role="cell", class_name="when num nowrap"
        ),
        rx.el.td(row.kind, role="cell", class_name="kind nowrap"),
        rx.el.td(
            rx.cond(row.href, link(row.memo, href=row.href, class_name="row-link"), row.memo),
            rx.cond(row.owed, rx.el.small(row.owed, class_name="under")),
            role="cell",
            class_name="what",
        ),
        rx.el.td(
            row.amount,
            role="cell",
            class_name=rx.cond(row.comes_in, "right num amount in", "right num amount"),
        ),
        rx.el.td(row.balance, role="cell", class_name="right num balance"),
        role="row",
        key=row.id,
    )


def _nothing(state: Any) -> rx.Component:
    return rx.cond(
        state.filtered,
        empty(
            "Nothing matches",
            "Try fewer words, another kind, or a longer period.",
            button("Show everything", on_click=state.clear),
        ),
        empty(
            "Nothing has moved yet",
            "Every charge, refund and payment is written down here as it happens.",
        ),
    )
