"""The frame of the interview room: a bar, one column, and a foot with help in reach."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.connection import Connection
from components.dialog import dialog, dialog_foot


def room(*content: Any, bar: rx.Component, foot: rx.Component) -> rx.Component:
    """The room."""
    return rx.el.div(
        bar,
        Connection.create(words="Connection lost. Your words are kept here; reconnecting…"),
        rx.el.main(rx.el.div(*content, class_name="room-column"), id="main"),
        foot,
        class_name="room",
    )


def bar(title: Any, organization: Any, *aside: Any) -> rx.Component:
    """What this is about, by whom, and how far it is."""
    return rx.el.header(
        rx.el.span(title, class_name="room-title"),
        rx.el.span(organization, class_name="dim wide-only"),
        rx.el.span(class_name="grow"),
        *aside,
        class_name="room-bar",
    )


def foot(*content: Any) -> rx.Component:
    """The foot."""
    return rx.el.footer(*content, class_name="room-foot")


def foot_button(words: Any, **props: Any) -> rx.Component:
    """A button in the foot, which looks like a link."""
    return rx.el.button(words, type="button", class_name="as-link", **props)


def dots(kinds: Any, number: Any, expected: Any) -> rx.Component:
    """Progress as a row of dots: "on", "now", or "" to come. In words on a phone."""
    words = f"question {number}, about {expected} in all"
    return rx.fragment(
        rx.el.span(
            rx.foreach(kinds, lambda kind: rx.el.i(class_name=kind)),
            role="img",
            aria_label=words,
            class_name="dots wide-only",
        ),
        rx.el.span(f"{number} of about {expected}", class_name="dim num narrow-only"),
    )


def said(lines: Any, count: Any) -> rx.Component:
    """What has been said so far, folded away. Lines have `id`, `who` and `text`."""
    return rx.el.div(
        rx.cond(
            lines,
            rx.el.details(
                rx.el.summary("What has been said so far (", count, ")"),
                rx.el.ol(rx.foreach(lines, _line)),
            ),
        ),
        role="log",
        # A new question is read out where it appears; its place here is for looking back.
        aria_live="off",
        aria_label="What has been said so far",
        class_name="room-said",
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(line["who"], class_name="who"),
        rx.el.p(line["text"], class_name="voice"),
        key=line["id"],
    )


def confirm(
    *content: Any, dialog_id: str, title: str, yes: str, cancel: str, on_yes: Any
) -> rx.Component:
    """A dialog that asks before something is done."""
    return dialog(
        *content,
        dialog_foot(
            rx.el.button(yes, type="button", class_name="btn primary", on_click=on_yes),
            dialog_id=dialog_id,
            cancel=cancel,
        ),
        dialog_id=dialog_id,
        title=title,
    )
