"""Things people press and fill in."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML
from reflex_components_core.react_router.dom import ReactRouterLink


class PostForm(BaseHTML):
    """A form that the browser itself posts. Reflex's own form never lets it."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def post_form(*children: Any, action: str, **props: Any) -> rx.Component:
    """A form that is posted to a route of ours, as a page load."""
    return PostForm.create(*children, action=action, method="post", **props)


def link(*children: Any, href: Any, **props: Any) -> rx.Component:
    """A link within the app, followed without loading the page anew."""
    return ReactRouterLink.create(*children, to=href, **props)


def button(*children: Any, kind: str = "", **props: Any) -> rx.Component:
    """A button. `kind` is any of primary, quiet, danger, large, wide, separated by spaces."""
    props.setdefault("type", "button")
    return rx.el.button(*children, class_name=f"btn {kind}".strip(), **props)


def link_button(*children: Any, href: Any, kind: str = "", **props: Any) -> rx.Component:
    """A link within the app that looks like a button."""
    return link(*children, href=href, class_name=f"btn {kind}".strip(), **props)


def field(
    label: Any, control: rx.Component, *, html_for: Any, hint: Any = None, error: Any = None
) -> rx.Component:
    """A labelled control, with a hint and an error under it.

    `html_for` is the control's id; the error's is the same with `-error` behind it.
    """
    parts: list[Any] = [rx.el.label(label, html_for=html_for), control]
    if hint is not None:
        parts.append(rx.el.span(hint, class_name="hint"))
    if error is not None:
        marked = {"id": f"{html_for}-error"} if isinstance(html_for, str) else {}
        parts.append(rx.cond(error, rx.el.span(error, class_name="error", role="alert", **marked)))
    return rx.el.div(*parts, class_name="field")


def text_input(**props: Any) -> rx.Component:
    """A line of text."""
    return rx.el.input(class_name="input", **props)


def text_area(*, voice: bool = False, **props: Any) -> rx.Component:
    """Several lines of text; in the serif where a person speaks."""
    return rx.el.textarea(class_name="input voice" if voice else "input", **props)


def select(options: list[tuple[str, str]], **props: Any) -> rx.Component:
    """One choice of several, as the browser's own control. Options are (value, words)."""
    return rx.el.select(
        *[rx.el.option(words, value=value) for value, words in options],
        class_name="input",
        **props,
    )


def check(label: Any, **props: Any) -> rx.Component:
    """A box to tick, with its words beside it."""
    return rx.el.label(rx.el.input(type="checkbox", **props), rx.el.span(label), class_name="check")


def segments(
    options: list[tuple[str, str]], *, value: Any, on_pick: Any, label: Any, **props: Any
) -> rx.Component:
    """One choice of a few, side by side. `on_pick` is called with the value."""
    return rx.el.div(
        *[
            rx.el.button(
                words,
                type="button",
                role="radio",
                aria_checked=rx.cond(value == option, "true", "false"),
                on_click=on_pick(option),
            )
            for option, words in options
        ],
        role="radiogroup",
        aria_label=label,
        class_name="seg",
        **props,
    )
