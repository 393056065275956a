"""The frame around every page of a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx
from reflex.style import color_mode, set_color_mode
from reflex_components_core.el.elements.base import BaseHTML

from components.controls import link, post_form
from components.palette import palette_button

_COLOR_MODES: tuple[tuple[Literal["system", "light", "dark"], str], ...] = (
    ("system", "System"),
    ("light", "Light"),
    ("dark", "Dark"),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the navigation. `count` is shown at the right where it is given.

    `counted` says what is counted, where that is not how many there are. With `only_counted` the
    place belongs to the one above it, and is there while there is something to count.
    """

    key: str
    words: str
    href: str
    count: Any = None
    counted: str = ""
    only_counted: bool = False


class SkipLink(BaseHTML):
    """A link within the page. The router's own would go to another address of the same page."""

    tag = "a"

    href: rx.Var[str]


def shell(
    *content: Any,
    brand: str,
    sections: list[tuple[str, list[NavItem]]],
    current: str,
    who: Any,
    on_search: Any,
) -> rx.Component:
    """The application frame: navigation at the left (on top on a phone), the page in `main`.

    `on_search` makes the command palette ready, which the page holds as well.
    """
    return rx.fragment(
        SkipLink.create("Skip to content", href="#main", class_name="skip-link"),
        rx.el.div(
            _topbar(brand, sections, current, who, on_search),
            _side(brand, sections, current, who, on_search),
            rx.el.main(*content, class_name="main", id="main", tab_index=-1),
            class_name="app",
        ),
    )


def _nav_link(item: NavItem, current: str) -> rx.Component:
    if item.only_counted:
        words, count = rx.el.span(item.words), rx.el.span(item.count, class_name="num")
        return rx.cond(item.count, link(words, count, href=item.href, class_name="nav urgent"))
    here = {"aria_current": "page"} if item.key == current else {}
    count = _count(item) if item.count is not None else rx.fragment()
    return link(rx.el.span(item.words), count, href=item.href, class_name="nav", **here)


def _count(item: NavItem) -> rx.Component:
    if not item.counted:
        return rx.el.span(item.count, class_name="num")
    return rx.cond(
        item.count,
        rx.el.span(
            item.count,
            rx.el.span(" ", item.counted, class_name="sr-only"),
            title=item.counted,
            class_name="num",
        ),
    )


def _side(
    brand: str, sections: list[tuple[str, list[NavItem]]], current: str, who: Any, on_search: Any
) -> rx.Component:
    links: list[rx.Component] = []
    for title, items in sections:
        if title:
            links.append(rx.el.div(title, class_name="section"))
        links.extend(_nav_link(item, current) for item in items)
    return rx.el.nav(
        link(brand, href="/dashboard", class_name="brand"),
        *links,
        rx.el.div(palette_button(on_search), _account(who), class_name="foot"),
        class_name="side",
        aria_label="Main",
    )


def _topbar(
    brand: str, sections: list[tuple[str, list[NavItem]]], current: str, who: Any, on_search: Any
) -> rx.Component:
    return rx.el.header(
        link(brand, href="/dashboard", class_name="brand"),
        rx.el.details(
            rx.el.summary("Menu", class_name="btn"),
            rx.el.nav(
                *[_nav_link(item, current) for _, items in sections for item in items],
                palette_button(on_search, is_main=False),
                rx.el.hr(),
                _account(who),
                aria_label="Menu",
            ),
        ),
        class_name="topbar",
    )


def _account(who: Any) -> rx.Component:
    return rx.fragment(
        color_mode_picker(),
        link(rx.el.span(who), rx.el.span("Account"), href="/account", class_name="nav"),
        post_form(
            rx.el.button("Sign out", type="submit", class_name="btn quiet"),
            action="/auth/sign-out",
        ),
    )


def color_mode_picker() -> rx.Component:
    """Colours: those of the system until a person chooses."""
    return rx.el.div(
        *[
            rx.el.button(
                words,
                type="button",
                role="radio",
                aria_checked=rx.cond(color_mode == mode, "true", "false"),
                on_click=set_color_mode(mode),
            )
            for mode, words in _COLOR_MODES
        ],
        role="radiogroup",
        aria_label="Colours",
        class_name="seg",
    )
