"""The table of interviews and what narrows it down."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.barcode import barcode
from components.controls import button, link, link_button, select, text_input
from components.display import RECOMMENDATION_WORDS, recommendation_tag, tag
from components.pager import pager

STATUSES = [
    ("", "Any status"),
    ("scheduled", "Invited"),
    ("in_progress", "Running"),
    ("completed", "Completed"),
    ("abandoned", "Left before the end"),
    ("expired", "Expired"),
    ("cancelled", "Cancelled"),
]
SAYS = [("", "Any recommendation"), *RECOMMENDATION_WORDS.items()]
REVIEWS = [("", "Reviewed or not"), ("1", "To review"), ("0", "Decided")]


def tools(state: Any) -> rx.Component:
    """The search box and the filters. `state` is InterviewsState."""
    return rx.el.div(
        rx.el.div(
            text_input(
                type="search",
                key=state.form_key,
                default_value=state.search,
                on_change=state.find.debounce(250),
                placeholder="Search candidates and positions",
                aria_label="Search interviews by candidate or position",
                auto_complete="off",
            ),
            class_name="interviews-search",
        ),
        _filter("Status", state.status, lambda value: state.narrow("status", value), STATUSES),
        rx.el.select(
            rx.el.option("Any position", value=""),
            rx.foreach(state.positions, lambda one: rx.el.option(one.words, value=one.value)),
            value=state.position,
            on_change=lambda value: state.narrow("position", value),
            aria_label="Position",
            class_name="input",
        ),
        _filter("Recommendation", state.says, lambda value: state.narrow("says", value), SAYS),
        _filter("Review", state.review, lambda value: state.narrow("review", value), REVIEWS),
        _flag("Asked for a human", "human", state.human, state),
        _flag("Expires in 48 h", "expiring", state.expiring, state),
        rx.cond(state.filtered, link_button("Clear", href="/interviews", kind="quiet")),
        role="search",
        class_name="interviews-tools",
    )


def _filter(label: str, value: Any, on_change: Any, options: list[tuple[str, str]]) -> rx.Component:
    return select(options, value=value, on_change=on_change, aria_label=label)


def _flag(words: str, name: str, value: Any, state: Any) -> rx.Component:
    """A filter that is on or off, and shown only while it is on: the dashboard turns it on."""
    return rx.cond(
        value,
        button(
            words,
            rx.el.span("×", aria_hidden="true"),
            kind="flag",
            on_click=state.narrow(name, ""),
            aria_label=f"Stop showing only: {words.lower()}",
        ),
    )


def table(state: Any) -> rx.Component:
    """The rows and the pager. On a phone each row becomes a block of its own."""
    return rx.fragment(
        rx.el.table(
            rx.el.caption("Interviews", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    _head("Candidate", "name", state),
                    _plain_head("Depth"),
                    _head("Score", "score", state),
                    _plain_head("Says"),
                    _plain_head("Status"),
                    _head("Invited", "created", state),
                    role="row",
                ),
                role="rowgroup",
            ),
            rx.el.tbody(rx.foreach(state.rows, _row), role="rowgroup"),
            role="table",
            class_name="interviews-table",
        ),
        pager(words=state.range_words, previous=state.previous, following=state.following),
    )


def _plain_head(words: str) -> rx.Component:
    return rx.el.th(words, scope="col", role="columnheader")


def _head(words: str, sort: str, state: Any) -> rx.Component:
    return rx.el.th(
        link(words, href=state.sorts[sort], replace=True, class_name="sort"),
        scope="col",
        role="columnheader",
        aria_sort=rx.cond(state.sort == sort, state.direction, "none"),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            link(row.name, href=row.href, class_name="row-link"),
            rx.el.small(row.position),
            role="cell",
            class_name="who",
        ),
        rx.el.td(barcode(row.bars, label=row.depths), role="cell", class_name="depth"),
        rx.el.td(
            rx.el.span(row.score, class_name="figure"),
            " ",
            rx.el.small(row.interval),
            role="cell",
            class_name="num scored",
        ),
        rx.el.td(recommendation_tag(row.says), role="cell", class_name="says"),
        rx.el.td(
            rx.el.span(
                tag(row.status, row.status_tone),
                rx.cond(row.to_review, tag("To review", "accent")),
                rx.cond(row.asks_for_human, tag("Asked for a human", "warn")),
                class_name="tags",
            ),
            rx.el.small(row.when, class_name="num"),
            role="cell",
            class_name="stands",
        ),
        rx.el.td(
            rx.el.time(row.invited, date_time=row.invited_iso),
            role="cell",
            class_name="num nowrap invited",
        ),
        role="row",
        class_name="link-row",
        key=row.href,
    )
