"""The panels of a report's questions: what a full answer contains beside what was said."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.charts_report import jump
from components.controls import button
from components.display import tag

# Which are open is the browser's affair: opening them asks nothing of the server.
OPEN_ALL = "document.querySelectorAll('.report-q').forEach((one) => { one.open = true; })"
CLOSE_ALL = "document.querySelectorAll('.report-q').forEach((one) => { one.open = false; })"


def open_and_close() -> rx.Component:
    """Opens all questions, or closes them."""
    return rx.el.span(
        button("Open all", kind="quiet", on_click=rx.call_script(OPEN_ALL)),
        button("Close all", kind="quiet", on_click=rx.call_script(CLOSE_ALL)),
        class_name="report-open",
    )


def question_panel(
    row: Any, grades: rx.Component, *, opened: Any, hidden: Any, on_show_whole: Any
) -> rx.Component:
    """A line for a question, which opens to its points and answers, each leading to the other.

    `grades` stands under the points: what people say of them.
    """
    return rx.el.details(
        rx.el.summary(
            rx.el.h3(row.heading),
            rx.cond(row.kind_words, tag(row.kind_words, "warn")),
            rx.cond(row.low_confidence, tag("low confidence", "warn")),
            rx.el.small(
                rx.el.span(row.grade), rx.el.span(row.at, class_name="num"), class_name="aside"
            ),
            rx.el.span(row.question, class_name="voice peek", aria_hidden="true"),
            class_name="report-q-head",
        ),
        rx.el.div(_points(row, grades), _said(row, on_show_whole), class_name="report-q-body"),
        open=opened,
        class_name="panel report-q",
        id=row.anchor,
        hidden=hidden,
    )


def _points(row: Any, grades: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.cond(
            row.ungraded,
            rx.el.small(row.ungraded),
            rx.fragment(
                rx.el.small("What a full answer contains"),
                rx.el.ul(rx.foreach(row.points, _point), class_name="points"),
            ),
        ),
        grades,
        rx.cond(
            row.misconceptions,
            rx.el.div(
                rx.el.small("Stated, but mistaken"),
                rx.el.ul(rx.foreach(row.misconceptions, rx.el.li)),
                class_name="mistaken",
            ),
        ),
        rx.cond(
            row.sample,
            rx.el.details(
                rx.el.summary("A sample answer"), rx.el.p(row.sample, class_name="voice sample")
            ),
        ),
        class_name="report-q-points",
    )


def _point(point: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span("Credit ", class_name="sr-only"),
            point.credit,
            class_name="credit num " + point.tone,
        ),
        rx.el.span(
            rx.cond(point.href, jump(point.text, href=point.href), rx.el.span(point.text)),
            rx.cond(point.weight, rx.el.small(" ", point.weight, title="weight", class_name="num")),
            rx.cond(point.note, rx.el.small(point.note, class_name="note")),
            rx.cond(point.machine, rx.el.small(point.machine, class_name="note num")),
        ),
        id=point.anchor,
        class_name="pt " + point.mark,
    )


def _said(row: Any, on_show_whole: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(row.question, class_name="asked"),
        rx.foreach(row.replies, lambda turn: _reply(turn, on_show_whole)),
        class_name="report-q-said",
    )


def _reply(turn: Any, on_show_whole: Any) -> rx.Component:
    return rx.match(
        turn.kind,
        ("answer", _words(turn, on_show_whole, who=rx.fragment())),
        (
            "follow_up",
            rx.el.div(
                rx.el.small(turn.who), rx.el.p(_pieces(turn.pieces), class_name="asked small")
            ),
        ),
        _words(turn, on_show_whole, who=rx.el.small(turn.who), extra=" aside-voice"),
    )


def _words(turn: Any, on_show_whole: Any, *, who: rx.Component, extra: str = "") -> rx.Component:
    return rx.el.div(
        who,
        rx.el.p(_pieces(turn.pieces), class_name=f"voice said{extra}"),
        rx.cond(turn.shortened, _shortened(turn, on_show_whole)),
    )


def _shortened(turn: Any, on_show_whole: Any) -> rx.Component:
    return rx.el.p(
        turn.shortened,
        " ",
        button("Show all", kind="quiet", on_click=on_show_whole(turn.turn_id)),
        class_name="shortened dim",
    )


def _pieces(pieces: Any) -> rx.Component:
    return rx.foreach(pieces, _piece)


def _piece(piece: Any) -> rx.Component:
    return rx.cond(
        piece.marks,
        rx.cond(
            piece.href,
            rx.el.mark(
                jump(piece.text, href=piece.href, title=piece.title),
                id=piece.anchor,
                class_name=piece.marks,
                custom_attrs={"data-testid": "evidence"},
            ),
            rx.el.mark(piece.text, custom_attrs={"data-testid": "evidence"}),
        ),
        rx.cond(
            piece.gap,
            rx.el.span(piece.text, class_name="gap", title="Words without evidence are left out"),
            rx.el.span(piece.text),
        ),
    )


def transcript(turns: Any, *, on_open: Any, is_loaded: Any, on_show_whole: Any) -> rx.Component:
    """All that was said, in order; fetched when it is opened."""
    return rx.el.details(
        rx.el.summary("Full transcript", on_click=on_open),
        rx.cond(
            is_loaded,
            rx.el.ol(
                rx.foreach(turns, lambda turn: _line(turn, on_show_whole)), class_name="transcript"
            ),
            rx.el.p("Loading …", role="status", class_name="dim"),
        ),
        class_name="panel report-transcript",
    )


def _line(turn: Any, on_show_whole: Any) -> rx.Component:
    return rx.el.li(
        rx.el.small(rx.el.span(turn.at, class_name="num"), rx.el.span(turn.who), class_name="when"),
        _words(turn, on_show_whole, who=rx.fragment()),
        class_name=turn.kind,
    )
