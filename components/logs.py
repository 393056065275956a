"""The activity log: what narrows it down, its entries, and following it live."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, link, link_button, select, text_input
from components.display import tag
from components.pager import pager

_HEADS = ("Time", "Level", "What happened", "About")


def tools(state: Any, *, levels: Any, sources: Any, refresh_id: str, here: str) -> rx.Component:
    """The filters, whose choices are (value, words). `state` is LogsState."""
    return rx.el.div(
        rx.el.div(
            text_input(
                type="search",
                key=f"search-{state.form_key}",
                default_value=state.query["q"],
                on_change=state.find_logs.debounce(250),
                placeholder="Search what happened",
                aria_label="Search the log by what happened",
                auto_complete="off",
            ),
            class_name="ops-search",
        ),
        _choice(state, "Level", "level", [("", "Any level"), *levels]),
        rx.el.select(
            rx.el.option("Any requisition", value=""),
            rx.foreach(state.requisitions, lambda one: rx.el.option(one.words, value=one.value)),
            value=state.query["requisition"],
            on_change=lambda value: state.narrow_logs("requisition", value),
            aria_label="Requisition",
            class_name="input",
        ),
        rx.el.input(
            key=f"application-{state.form_key}",
            default_value=state.query["application"],
            on_change=lambda value: state.narrow_logs("application", value).debounce(500),
            placeholder="Application no.",
            aria_label="Application number",
            input_mode="numeric",
            auto_complete="off",
            class_name="input number",
        ),
        _choice(state, "Source", "source", [("", "Any source"), *sources]),
        days(state.query, state.narrow_logs),
        rx.cond(state.filtered, link_button("Clear", href=here, kind="quiet")),
        rx.el.span(class_name="grow"),
        check(
            "Live",
            checked=state.is_live,
            on_change=state.follow,
            disabled=~state.can_be_live,
            title="Follow the newest entries as they come",
        ),
        # Also pressed by the browser itself while the log is followed.
        button("Refresh", kind="quiet", id=refresh_id, on_click=state.refresh_logs),
        role="search",
        aria_label="Log",
        class_name="ops-tools",
    )


def days(query: Any, on_pick: Any) -> rx.Component:
    """The days from which and up to which entries are wanted; `on_pick` gets name and value."""
    return rx.el.span(
        _day(query["since"], "From", lambda value: on_pick("since", value)),
        _day(query["until"], "To", lambda value: on_pick("until", value)),
        class_name="ops-days",
    )


def _day(value: Any, words: str, on_change: Any) -> rx.Component:
    return rx.el.label(
        words,
        rx.el.input(type="date", value=value, on_change=on_change, class_name="input"),
        class_name="ops-day",
    )


def _choice(state: Any, label: str, name: str, options: list[tuple[str, str]]) -> rx.Component:
    return select(
        options,
        value=state.query[name],
        on_change=lambda value: state.narrow_logs(name, value),
        aria_label=label,
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
            class_name="ops-table logs-table",
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
        rx.el.td(tag(row.level, row.tone), role="cell"),
        rx.el.td(
            rx.el.div(row.message),
            rx.el.small(row.source, class_name="under"),
            extra(row.extra),
            role="cell",
            class_name="ops-message",
        ),
        rx.el.td(
            rx.cond(row.application, link(row.application, href=row.application_href)),
            rx.cond(
                row.requisition,
                link(row.requisition, href=row.requisition_href, class_name="under"),
            ),
            role="cell",
            class_name="ops-about",
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
