"""/positions: the table of positions. Filter, search, order and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.builder import status_tag
from components.controls import link, link_button
from components.display import empty, page_head, panel
from components.tables import (
    by_phase,
    cell,
    head,
    moment,
    pages,
    search_field,
    sort_head,
    table,
)
from state.positions import PositionsState
from state.shell import ShellState

ROUTE = "/positions"
TITLE = "Positions"
ON_LOAD = [ShellState.load, PositionsState.load]

S: Any = PositionsState
TABS = (("", "All"), ("open", "Open"), ("draft", "Draft"), ("closed", "Closed"))


def page() -> rx.Component:
    """The page."""
    return member_page(
        # While there is nothing, the list itself says what to do.
        page_head("Positions", rx.cond(S.none_yet, rx.fragment(), _new("primary"))),
        by_phase(S, _list(), what="positions"),
        current="positions",
    )


def _new(kind: str) -> rx.Component:
    return rx.cond(
        ShellState.can_edit, link_button("New position", href="/positions/new", kind=kind)
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.nav(
                *[_tab(value, words) for value, words in TABS],
                aria_label="Status",
                class_name="tabs",
            ),
            search_field(
                S,
                placeholder="Search titles",
                label="Search positions by title",
                kind="list-search",
            ),
            class_name="list-tools",
        ),
        panel(
            rx.cond(S.rows, _table(), _nothing()),
            padded=False,
            aria_label="Positions",
        ),
        class_name="stack",
    )


def _tab(value: str, words: str) -> rx.Component:
    return link(
        words,
        href=S.tabs[value],
        replace=True,
        aria_current=rx.cond(S.query["status"] == value, "page", "false"),
        class_name="tab",
    )


def _table() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            table(
                S.rows,
                caption="Positions",
                heads=[
                    sort_head(S, "Title", "title"),
                    head("Seniority", "not-on-phone"),
                    head("Status"),
                    head("Concepts", "not-on-phone"),
                    head("Interviews"),
                    sort_head(S, "Updated", "updated", "not-on-phone"),
                ],
                row=_row,
                kind="positions-table",
            ),
            class_name="table-wrap",
        ),
        pages(S),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        cell(link(row.title, href="/positions/" + row.id, class_name="row-link")),
        cell(row.seniority, kind="not-on-phone"),
        cell(status_tag(row.status)),
        cell(
            row.concepts,
            rx.cond(row.more_concepts, rx.el.span(" ", row.more_concepts, class_name="dim")),
            kind="wide-cell not-on-phone",
        ),
        cell(row.interviews, kind="num"),
        cell(moment(row.updated, row.updated_iso), kind="num nowrap not-on-phone"),
        role="row",
        class_name="link-row",
        key=row.id,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.filtered,
        empty(
            "No position matches",
            "Try fewer words, or another status.",
            link_button("Show all positions", href="/positions"),
        ),
        empty(
            "No positions yet",
            "A position says what an interview measures. Build one, open it, invite candidates.",
            _new("primary"),
        ),
    )
