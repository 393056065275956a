"""/positions: the table of positions. Filter, search, order and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.builder import status_tag
from components.controls import link, link_button, text_input
from components.display import empty, loading, page_head, panel
from components.pager import pager
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
        rx.cond(S.loaded, _list(), panel(loading(rows=8))),
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
            rx.el.div(
                text_input(
                    type="search",
                    key=S.form_key,
                    default_value=S.search,
                    on_change=S.find.debounce(250),
                    placeholder="Search titles",
                    aria_label="Search positions by title",
                    auto_complete="off",
                ),
                class_name="list-search",
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
        aria_current=rx.cond(S.status == value, "page", "false"),
        class_name="tab",
    )


def _table() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.table(
                rx.el.caption("Positions", class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        _head("Title", "title", "ascending"),
                        rx.el.th("Seniority", scope="col", class_name="not-on-phone"),
                        rx.el.th("Status", scope="col"),
                        rx.el.th("Concepts", scope="col", class_name="not-on-phone"),
                        rx.el.th("Interviews", scope="col"),
                        _head("Updated", "updated", "descending", class_name="not-on-phone"),
                    )
                ),
                rx.el.tbody(rx.foreach(S.rows, _row)),
                class_name="positions-table",
            ),
            class_name="table-wrap",
        ),
        pager(words=S.range_words, previous=S.previous, following=S.following),
    )


def _head(words: str, sort: str, direction: str, **props: Any) -> rx.Component:
    return rx.el.th(
        link(words, href=S.sorts[sort], replace=True, class_name="sort"),
        scope="col",
        aria_sort=rx.cond(S.sort == sort, direction, "none"),
        **props,
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(link(row.title, href="/positions/" + row.id, class_name="row-link")),
        rx.el.td(row.seniority, class_name="not-on-phone"),
        rx.el.td(status_tag(row.status)),
        rx.el.td(
            row.concepts,
            rx.cond(row.more_concepts, rx.el.span(" ", row.more_concepts, class_name="dim")),
            class_name="wide-cell not-on-phone",
        ),
        rx.el.td(row.interviews, class_name="num"),
        rx.el.td(
            rx.el.time(row.updated, date_time=row.updated_iso), class_name="num nowrap not-on-phone"
        ),
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
