"""Where the money went: payments with their receipts, and the ledger with what narrows it down."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, text_input
from components.display import empty, loading, notice, panel, panel_head, tag
from components.pager import pager
from components.tables import cell, choice, head, moment, pages, search_field, table

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
            table(
                state.payments,
                caption="Payments",
                heads=[
                    head("Date"),
                    head("Payment"),
                    head("Amount", "right"),
                    head("Receipt", "right"),
                ],
                row=_payment,
                kind="money-table payments-table",
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
        cell(moment(one.when, one.when_iso), kind="when num nowrap"),
        cell(
            rx.el.span(
                tag(one.status, one.tone),
                rx.cond(one.taken_back, tag(one.taken_back, "warn")),
                rx.el.small(one.words),
                class_name="tags",
            ),
            kind="what",
        ),
        cell(one.amount, kind="right num amount"),
        cell(
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
            kind="right receipt",
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
                    rx.el.div(button("Try again", on_click=state.refresh)),
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
        search_field(
            state,
            placeholder="Search what it was for",
            label="Search the ledger by what it was for",
            kind="ledger-search",
        ),
        choice(state, "kind", "Kind", KINDS),
        choice(state, "period", "Period", PERIODS),
        rx.cond(
            state.query["period"] == "days",
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
            value=state.query[name],
            on_change=lambda value: state.narrow(name, value),
        ),
        html_for=f"ledger-{name}",
    )


def _table(state: Any) -> rx.Component:
    return rx.fragment(
        table(
            state.rows,
            caption="Ledger",
            heads=[
                head("Date"),
                head("Kind"),
                head("What"),
                head("Amount", "right"),
                head("Balance", "right"),
            ],
            row=_row,
            kind="money-table ledger-table",
        ),
        pages(state),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        cell(moment(row.when, row.when_iso), kind="when num nowrap"),
        cell(row.kind, kind="kind nowrap"),
        cell(
            rx.cond(row.href, link(row.memo, href=row.href, class_name="row-link"), row.memo),
            rx.cond(row.owed, rx.el.small(row.owed, class_name="under")),
            kind="what",
        ),
        cell(row.amount, kind=rx.cond(row.comes_in, "right num amount in", "right num amount")),
        cell(row.balance, kind="right num balance"),
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
