"""Tables whose address is the query: the search field, the filters, the heads and the pages.

`state` is a state with `state.tables.Table` in it.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link, link_button, select, text_input
from components.display import loading, notice, panel
from components.pager import pager


def search_field(state: Any, *, placeholder: str, label: str, kind: str) -> rx.Component:
    """The field one types into to search. `kind` is the class of what is around it."""
    return rx.el.div(
        text_input(
            type="search",
            key=f"search-{state.form_key}",
            default_value=state.query["search"],
            on_change=state.find.debounce(250),
            placeholder=placeholder,
            aria_label=label,
            auto_complete="off",
        ),
        class_name=kind,
    )


def choice(state: Any, name: str, label: str, options: Any) -> rx.Component:
    """A filter of a few choices, as (value, words)."""
    return select(list(options), **_narrows(state, name), aria_label=label)


def choice_among(
    state: Any, name: str, label: str, every: str, found: Any, *last: rx.Component
) -> rx.Component:
    """A filter whose choices the state has found; the first one says that it is not set."""
    return rx.el.select(
        rx.el.option(every, value=""),
        rx.foreach(found, lambda one: rx.el.option(one.words, value=one.value)),
        *last,
        **_narrows(state, name),
        aria_label=label,
        class_name="input",
    )


def typed(state: Any, name: str, label: str, *, kind: str = "", **props: Any) -> rx.Component:
    """A filter that is typed."""
    return rx.el.input(
        key=f"{name}-{state.form_key}",
        default_value=state.query[name],
        on_change=lambda value: state.narrow(name, value).debounce(500),
        aria_label=label,
        auto_complete="off",
        class_name=f"input {kind}".strip(),
        **props,
    )


def days(state: Any) -> rx.Component:
    """The days from which and up to which rows are wanted."""
    return rx.el.span(
        *[
            rx.el.label(
                words,
                rx.el.input(type="date", class_name="input", **_narrows(state, name)),
                class_name="ops-day",
            )
            for name, words in (("since", "From"), ("until", "To"))
        ],
        class_name="ops-days",
    )


def _narrows(state: Any, name: str) -> dict[str, Any]:
    return {
        "value": state.query[name],
        "on_change": lambda value: state.narrow(name, value),
    }


def by_phase(
    state: Any, ready: rx.Component, *others: tuple[str, rx.Component], what: str
) -> rx.Component:
    """The table once it is there, and before that, or where that fails, what stands for it."""
    failed = notice(
        f"The {what} could not be loaded.",
        rx.el.div(button("Try again", on_click=state.refresh)),
        tone="bad",
        role="alert",
    )
    waiting = panel(loading(8, f"Loading the {what}"))
    return rx.match(state.phase, ("ready", ready), ("failed", failed), *others, waiting)


def clear(state: Any, here: str) -> rx.Component:
    """Leads to the whole table, where something restricts it."""
    return rx.cond(state.filtered, link_button("Clear", href=here, kind="quiet"))


def table(
    rows: Any, *, caption: str, heads: list[rx.Component], row: Any, kind: str, **props: Any
) -> rx.Component:
    """The rows under their heads; `row` gives the component of one."""
    return rx.el.table(
        rx.el.caption(caption, class_name="sr-only"),
        rx.el.thead(rx.el.tr(*heads, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(rows, row), role="rowgroup"),
        role="table",
        class_name=kind,
        **props,
    )


def head(words: Any, kind: str = "", **props: Any) -> rx.Component:
    """The head of a column."""
    return rx.el.th(words, scope="col", role="columnheader", class_name=kind, **props)


def sort_head(state: Any, words: str, sort: str, kind: str = "") -> rx.Component:
    """The head of a column that sorts."""
    return head(
        link(words, href=state.sorts[sort], replace=True, class_name="sort"),
        kind,
        aria_sort=rx.cond(state.sort == sort, state.direction, "none"),
    )


def cell(*children: Any, kind: Any = "") -> rx.Component:
    """A cell of a row."""
    return rx.el.td(*children, role="cell", class_name=kind)


def moment(words: Any, iso: Any) -> rx.Component:
    """A moment in words, which programs can read too."""
    return rx.el.time(words, date_time=iso)


def pages(state: Any, **words: str) -> rx.Component:
    """What part of the table is shown, and the pages beside it."""
    return pager(
        words=state.range_words, previous=state.previous, following=state.following, **words
    )
