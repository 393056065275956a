"""Turning the pages of a table."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link_button


def pager(
    *, words: Any, previous: Any, following: Any, back: str = "Previous", on: str = "Next"
) -> rx.Component:
    """What part of the whole is shown, and links to the pages beside it; "" where there is none."""
    return rx.el.nav(
        rx.el.span(words, class_name="dim num", role="status"),
        rx.el.span(_step(back, previous), _step(on, following), class_name="row"),
        class_name="pager",
        aria_label="Pages",
    )


def _step(words: str, address: Any) -> rx.Component:
    return rx.cond(
        address,
        link_button(words, href=address),
        rx.el.span(words, class_name="btn off", aria_disabled="true"),
    )
