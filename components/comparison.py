"""Interviews side by side: a column each, a row per concept, a small forest plot in each cell."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link
from components.display import recommendation_tag, tag


def comparison(columns: Any, lines: Any, *, label: str) -> rx.Component:
    """A table; on a phone its rows are blocks, so the roles are said and each cell named."""
    return rx.el.table(
        rx.el.caption(label, class_name="sr-only"),
        rx.el.thead(
            rx.el.tr(
                rx.el.th(rx.el.span("Compared", class_name="sr-only"), scope="col", role="cell"),
                rx.foreach(columns, _head),
                role="row",
            ),
            role="rowgroup",
        ),
        rx.el.tbody(
            _facts("Overall score", columns, _score),
            _facts("The score says", columns, lambda one: recommendation_tag(one.says)),
            _facts("Decision", columns, _decision),
            role="rowgroup",
        ),
        rx.el.tbody(rx.foreach(lines, _line), role="rowgroup"),
        role="table",
        class_name="cmp",
    )


def _head(one: Any) -> rx.Component:
    return rx.el.th(
        link(one.name, href="/interviews/" + one.interview, class_name="row-link"),
        rx.el.small(one.position, class_name="under"),
        scope="col",
        role="columnheader",
        key=one.interview,
    )


def _facts(words: str, columns: Any, cell: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(words, scope="row", role="rowheader"),
        rx.foreach(
            columns, lambda one: rx.el.td(_who(one.name), cell(one), role="cell", key=one.interview)
        ),
        role="row",
    )


def _who(name: Any) -> rx.Component:
    """Whose cell it is, where the columns are not side by side."""
    return rx.el.small(name, class_name="cmp-who")


def _score(one: Any) -> rx.Component:
    return rx.cond(
        one.score,
        rx.el.span(
            rx.el.b(one.score, class_name="cmp-score num"),
            " ",
            rx.el.small(one.interval, class_name="num"),
        ),
        rx.el.small("Nothing could be graded"),
    )


def _decision(one: Any) -> rx.Component:
    return rx.cond(
        one.decision,
        rx.el.span(one.decision, rx.el.small(one.decided_by, class_name="under")),
        tag("Not decided yet"),
    )


def _line(line: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row", role="rowheader"),
        rx.foreach(line.cells, _cell),
        role="row",
        key=line.name,
    )


def _cell(cell: Any) -> rx.Component:
    return rx.el.td(
        _who(cell.name),
        rx.match(
            cell.state,
            ("graded", _plot(cell)),
            ("not_asked", _without(cell)),
            rx.el.small(cell.words),
        ),
        role="cell",
    )


def _plot(cell: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.i(style={"left": cell.low, "width": cell.width}),
            rx.el.u(style={"left": cell.target}),
            rx.el.b(style={"left": cell.at}),
            role="img",
            aria_label=cell.words,
            title=cell.words,
            class_name="cmp-scale",
        ),
        rx.el.span(
            cell.value,
            rx.cond(cell.unsure, rx.el.small("low confidence", class_name="under")),
            class_name="num",
            aria_hidden="true",
        ),
        class_name="cmp-plot",
    )


def _without(cell: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.u(style={"left": cell.target}),
            role="img",
            aria_label=cell.words,
            title=cell.words,
            class_name="cmp-scale",
        ),
        rx.el.small("not asked", aria_hidden="true"),
        class_name="cmp-plot",
    )
