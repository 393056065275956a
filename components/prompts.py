"""The list of prompts: a panel for each type, with what is in use for all requisitions."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link
from components.display import panel
from components.tables import pages, search_field
from components.template_list import template_table


def prompt_tools(state: Any) -> rx.Component:
    """Which type, and a search by name. `state` is PromptsState."""
    return rx.el.div(
        rx.el.nav(
            rx.foreach(
                state.tabs,
                lambda one: rx.cond(
                    one.value == state.here,
                    link(one.words, href=one.value, class_name="tab", aria_current="page"),
                    link(one.words, href=one.value, class_name="tab"),
                ),
            ),
            class_name="tabs",
            aria_label="Types of prompts",
        ),
        search_field(
            state,
            placeholder="Search prompts",
            label="Search prompts by name",
            kind="list-search",
        ),
        class_name="list-tools",
    )


def prompt_section(state: Any, section: Any, *, new: str) -> rx.Component:
    """The prompts of one type. `new` is where one is made."""
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2(section.title),
                rx.el.p(section.about, class_name="dim"),
                class_name="pr-about",
            ),
            rx.cond(section.is_used, _in_use(section)),
            class_name="panel-head pr-head",
        ),
        rx.cond(
            section.rows,
            template_table(
                state,
                section.rows,
                heads=("Prompt", "Used for"),
                in_use=rx.cond(section.is_used, "In use", "Default"),
            ),
            rx.el.p(
                rx.cond(state.filtered, "None of this type matches. ", "None of your own yet. "),
                rx.cond(
                    state.editable & ~state.filtered,
                    link("Write one", href=new + "?type=" + section.type),
                ),
                class_name="dim pr-none",
            ),
        ),
        rx.cond(
            section.more,
            rx.el.p(link(section.more, href=section.more_href), class_name="pr-none"),
        ),
        rx.cond(section.is_paged, pages(state)),
        padded=False,
        aria_label=section.title,
    )


def _in_use(section: Any) -> rx.Component:
    return rx.el.div(
        rx.el.small("In use where a requisition has none of its own"),
        rx.cond(
            section.in_use,
            link(section.in_use, href=section.in_use_href, class_name="pr-used"),
            rx.el.span("What is built in", class_name="pr-used"),
        ),
        class_name="pr-in-use",
    )
