"""Deliveries: what narrows the table down, the table, and the one that is opened."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link
from components.developers import code
from components.dialog import dialog, dialog_foot
from components.display import notice, tag
from components.tables import cell, choice, choice_among, clear, head, moment, pages
from components.tables import table as rows_table


def tools(state: Any, *, statuses: Any, events: Any, refresh_id: str, here: str) -> rx.Component:
    """The filters, whose choices are (value, words). `state` is DeliveriesState."""
    return rx.el.div(
        choice_among(state, "endpoint", "Endpoint", "Any endpoint", state.choices),
        choice(state, "status", "Status", [("", "Any status"), *statuses]),
        choice(state, "event", "Event", [("", "Any event"), *events]),
        clear(state, here),
        rx.el.span(class_name="grow"),
        # Also pressed by the browser itself while something is on its way.
        button("Refresh", id=refresh_id, on_click=state.refresh),
        role="search",
        class_name="dev-tools outside",
    )


def table(state: Any) -> rx.Component:
    """The rows and the pager. On a phone each row becomes a block of its own."""
    heads = ("Event", "Endpoint", "Status", "Last answer", "Time")
    return rx.fragment(
        rows_table(
            state.rows,
            caption="Deliveries",
            heads=[head(words) for words in heads],
            row=_row,
            kind="dev-table dev-deliveries",
        ),
        pages(state, back="Newest", on="Older"),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        cell(
            link(row.event, href=row.href, class_name="row-link dev-code"),
            rx.el.span(marks(row), class_name="tags"),
            kind="dev-name",
        ),
        cell(rx.el.span(row.url, class_name="dev-url", title=row.url)),
        cell(
            tag(row.status, row.tone),
            rx.el.small(row.attempts, class_name="under num"),
            kind="nowrap",
        ),
        cell(row.outcome, kind="dev-outcome"),
        cell(moment(row.when, row.when_iso), kind="nowrap num"),
        role="row",
        key=row.id,
        class_name="link-row",
    )


def marks(row: Any) -> rx.Component:
    """What sets a delivery apart from others."""
    return rx.fragment(
        rx.cond(row.is_replay, tag("Replay")),
        rx.cond(row.is_test, tag("Test")),
        rx.cond(row.partner, tag(row.partner, "accent")),
    )


def delivery_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """One delivery with its request, every attempt, and a way to send it once more."""
    one = state.opened
    return dialog(
        rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
        rx.el.div(
            rx.el.span(tag(one.row.status, one.row.tone), marks(one.row), class_name="row"),
            rx.el.span(
                one.row.attempts,
                rx.cond(one.next_attempt, rx.fragment(", the next at ", one.next_attempt)),
                class_name="dim num",
            ),
            role="status",
            class_name="row",
        ),
        rx.el.dl(
            _fact("Address", rx.el.span(one.url, class_name="dev-url whole", tab_index=0)),
            _fact(
                "Event", code(one.event_id), rx.el.small(" the same at every attempt and replay")
            ),
            rx.cond(
                one.row.interview,
                _fact(
                    "Interview",
                    link("Open it", href=one.row.interview),
                    rx.el.small(", event ", one.sequence, " of this interview"),
                ),
            ),
            _fact("Ordered", rx.el.time(one.row.when, date_time=one.row.when_iso)),
            class_name="dev-facts",
        ),
        rx.el.h3("Attempts"),
        rx.cond(
            one.attempts,
            rx.el.ol(rx.foreach(one.attempts, _attempt), class_name="dev-attempts"),
            rx.el.p("None yet.", class_name="dim"),
        ),
        rx.el.h3("Request"),
        rx.cond(
            one.headers,
            rx.el.details(
                rx.el.summary(one.headers_of),
                rx.el.dl(
                    rx.foreach(
                        one.headers,
                        lambda header: rx.el.div(
                            rx.el.dt(header.name), rx.el.dd(header.value), key=header.name
                        ),
                    ),
                    class_name="dev-headers",
                ),
            ),
        ),
        rx.cond(
            one.body,
            _pre(one.body, f"{one.method} body"),
            rx.el.p(one.method, " without a body.", class_name="dim"),
        ),
        dialog_foot(
            button("Replay", kind="primary", on_click=state.replay, disabled=one.is_pending),
            dialog_id=dialog_id,
            cancel="Close",
        ),
        dialog_id=dialog_id,
        title=rx.cond(one.row.event, one.row.event, "Delivery"),
        wide=True,
        on_close=state.close_delivery,
    )


def _fact(name: str, *words: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(*words))


def _attempt(attempt: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(attempt.number, class_name="num dev-number"),
            tag(attempt.answer, attempt.tone),
            rx.el.time(attempt.when, date_time=attempt.when_iso, class_name="num"),
            rx.el.span(attempt.took, class_name="dim num"),
            rx.cond(attempt.error, rx.el.span(attempt.error, class_name="dev-outcome")),
            class_name="row",
        ),
        rx.cond(
            attempt.response,
            _pre(attempt.response, f"The answer to attempt {attempt.number} begins"),
        ),
        key=attempt.number,
    )


def _pre(words: Any, label: Any) -> rx.Component:
    """Text as programs exchange it. What is long scrolls, by the keyboard too."""
    return rx.el.pre(words, tab_index=0, role="region", aria_label=label, class_name="dev-pre")
