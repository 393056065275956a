"""The table of interviews and what narrows it down."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.barcode import barcode
from components.controls import button, link
from components.display import RECOMMENDATION_WORDS, recommendation_tag, tag
from components.tables import (
    cell,
    choice,
    choice_among,
    clear,
    head,
    moment,
    pages,
    search_field,
    sort_head,
)
from components.tables import table as rows_table

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
        search_field(
            state,
            placeholder="Search candidates and positions",
            label="Search interviews by candidate or position",
            kind="interviews-search",
        ),
        choice(state, "status", "Status", STATUSES),
        choice_among(state, "position", "Position", "Any position", state.positions),
        choice(state, "says", "Recommendation", SAYS),
        choice(state, "review", "Review", REVIEWS),
        _flag(state, "human", "Asked for a human"),
        _flag(state, "expiring", "Expires in 48 h"),
        clear(state, "/interviews"),
        role="search",
        class_name="interviews-tools",
    )


def _flag(state: Any, name: str, words: str) -> rx.Component:
    """A filter that is on or off, and shown only while it is on: the dashboard turns it on."""
    return rx.cond(
        state.query[name],
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
        rows_table(
            state.rows,
            caption="Interviews",
            heads=[
                sort_head(state, "Candidate", "name"),
                head("Depth"),
                sort_head(state, "Score", "score"),
                head("Says"),
                head("Status"),
                sort_head(state, "Invited", "created"),
            ],
            row=_row,
            kind="interviews-table",
        ),
        pages(state),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        cell(
            link(row.name, href=row.href, class_name="row-link"),
            rx.el.small(row.position),
            kind="who",
        ),
        cell(barcode(row.bars, label=row.depths), kind="depth"),
        cell(
            rx.el.span(row.score, class_name="figure"),
            " ",
            rx.el.small(row.interval),
            kind="num scored",
        ),
        cell(recommendation_tag(row.says), kind="says"),
        cell(
            rx.el.span(
                tag(row.status, row.status_tone),
                rx.cond(row.to_review, tag("To review", "accent")),
                rx.cond(row.asks_for_human, tag("Asked for a human", "warn")),
                class_name="tags",
            ),
            rx.el.small(row.when, class_name="num"),
            kind="stands",
        ),
        cell(moment(row.invited, row.invited_iso), kind="num nowrap invited"),
        role="row",
        class_name="link-row",
        key=row.href,
    )
