"""Things people read."""

from __future__ import annotations

from typing import Any

import reflex as rx


def panel(*children: Any, padded: bool = True, **props: Any) -> rx.Component:
    """A bordered surface. Give it a label or a heading that names it."""
    extra = props.pop("class_name", "")
    return rx.el.section(
        *children, class_name=f"panel {'padded' if padded else ''} {extra}".strip(), **props
    )


def panel_head(title: Any, *aside: Any) -> rx.Component:
    """The head of a panel without padding: its title, and what stands at the right."""
    return rx.el.div(rx.el.h2(title), *aside, class_name="panel-head")


def tag(words: Any, tone: Any = "") -> rx.Component:
    """A small label. `tone` is "", good, warn, bad or accent; the words must say it too."""
    return rx.el.span(words, class_name=f"tag {tone}")


def notice(*children: Any, tone: str = "", **props: Any) -> rx.Component:
    """A message in place. `tone` is "", good, warn or bad."""
    return rx.el.div(*children, class_name=f"notice {tone}".strip(), **props)


def empty(title: Any, text: Any, *actions: Any) -> rx.Component:
    """What a list shows while there is nothing in it, and what to do about that."""
    return rx.el.div(
        rx.el.h2(title),
        rx.el.p(text),
        rx.el.div(*actions, class_name="row") if actions else rx.fragment(),
        class_name="empty",
    )


def loading(rows: int = 4, label: str = "Loading") -> rx.Component:
    """The shape of what is about to appear."""
    return rx.el.div(
        rx.el.span(label, class_name="sr-only"),
        *[rx.el.span(class_name="skeleton", aria_hidden="true") for _ in range(rows)],
        class_name="stack",
        role="status",
    )


def page_head(title: Any, *actions: Any, above: Any = None, beside: Any = None) -> rx.Component:
    """The head of a page: where we are, its title, what it is like, what can be done."""
    crumbs = rx.el.small(above) if above is not None else rx.fragment()
    return rx.el.div(
        rx.el.div(crumbs, rx.el.h1(title)),
        beside if beside is not None else rx.fragment(),
        rx.el.span(class_name="grow"),
        *actions,
        class_name="page-head",
    )


RECOMMENDATION_WORDS = {
    "strong_hire": "Strong hire",
    "hire": "Hire",
    "discuss": "Discuss",
    "no_hire": "No hire",
}


def recommendation_tag(value: Any, **props: Any) -> rx.Component:
    """A recommendation in words, in the colour that judges."""
    return rx.match(
        value,
        ("strong_hire", rx.el.span("Strong hire", class_name="tag good", **props)),
        ("hire", rx.el.span("Hire", class_name="tag good", **props)),
        ("discuss", rx.el.span("Discuss", class_name="tag warn", **props)),
        ("no_hire", rx.el.span("No hire", class_name="tag bad", **props)),
        rx.fragment(),
    )
