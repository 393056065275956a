"""A concept's questions: each with its record, and what a full answer contains."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link_button
from components.display import notice, panel, tag


def depth_panel(state: Any, group: Any) -> rx.Component:
    """The questions of one depth."""
    return panel(
        rx.el.div(rx.el.h2("Depth ", group.title), class_name="panel-head"),
        rx.cond(
            group.questions,
            rx.el.ul(rx.foreach(group.questions, lambda row: _item(state, row))),
            rx.el.p(
                "No question at this depth: an interview passes it over.",
                class_name="dim builder-blank",
            ),
        ),
        padded=False,
        key=group.title,
    )


def _item(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    rx.el.span(row.question, class_name="voice"),
                    rx.el.small(row.record, class_name="num"),
                    class_name="q-question",
                ),
                rx.el.span(
                    rx.cond(row.weaknesses, tag("Weak", "warn")),
                    rx.cond(row.retired, tag("Retired", "bad")),
                    tag(row.origin),
                    class_name="row q-tags",
                ),
            ),
            _inside(state, row),
        ),
        key=row.id,
        class_name=rx.cond(row.retired, "q-item retired", "q-item"),
        id=row.id,
    )


def _inside(state: Any, row: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            row.weaknesses,
            notice(
                rx.foreach(row.weaknesses, rx.el.p),
                tone="warn",
            ),
        ),
        rx.el.h3("What a full answer contains"),
        rx.el.ul(
            rx.foreach(
                row.points,
                lambda point: rx.el.li(
                    point.text,
                    rx.cond(point.weight, rx.el.small(" ", point.weight, class_name="num")),
                    rx.cond(
                        point.also,
                        rx.el.ul(
                            rx.foreach(
                                point.also, lambda words: rx.el.li(rx.el.small("or: ", words))
                            )
                        ),
                    ),
                ),
            ),
            class_name="q-points",
        ),
        _more("Misconceptions", row.misconceptions),
        _more("Follow-ups", row.follow_ups),
        rx.cond(
            row.rephrase,
            rx.fragment(rx.el.h3("Said more simply"), rx.el.p(row.rephrase, class_name="voice")),
        ),
        rx.cond(
            row.sample,
            rx.fragment(rx.el.h3("A sample answer"), rx.el.p(row.sample, class_name="voice dim")),
        ),
        rx.cond(state.editable, _tools(state, row)),
        class_name="q-inside",
    )


def _more(title: str, texts: Any) -> rx.Component:
    return rx.cond(
        texts,
        rx.fragment(
            rx.el.h3(title), rx.el.ul(rx.foreach(texts, rx.el.li), class_name="q-points plain")
        ),
    )


def _tools(state: Any, row: Any) -> rx.Component:
    about = " “" + row.question + "”"
    return rx.el.div(
        link_button(
            "Edit",
            href="/questions/" + state.head.slug + "/" + row.id,
            aria_label="Edit" + about,
        ),
        rx.cond(
            row.retired,
            button(
                "Ask it again", on_click=state.reactivate(row.id), aria_label="Ask again" + about
            ),
            button(
                "Retire", kind="quiet", on_click=state.retire(row.id), aria_label="Retire" + about
            ),
        ),
        rx.cond(
            row.has_original,
            button(
                "Restore the original",
                kind="quiet",
                on_click=state.restore(row.id),
                aria_label="Restore the original of" + about,
            ),
        ),
        class_name="row",
    )
