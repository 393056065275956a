"""What a page of one thing shows before, instead of and without it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button
from components.display import empty, loading, notice, page_head, panel
from state.numbered import FAILED, MISSING, READY


def numbered(
    state: Any, ready: rx.Component, *, title: str, gone: tuple[str, str, rx.Component]
) -> rx.Component:
    """`ready` once it has been read. `gone` is what is said and offered where there is none.

    `state` is a NumberedState.
    """
    return rx.match(
        state.phase,
        (READY, ready),
        (MISSING, rx.fragment(page_head(title), panel(empty(*gone)))),
        (
            FAILED,
            rx.fragment(
                page_head(title),
                notice(
                    f"The {title.lower()} could not be loaded.",
                    rx.el.div(button("Try again", on_click=state.refresh)),
                    tone="bad",
                    role="alert",
                ),
            ),
        ),
        rx.fragment(page_head(title), panel(loading(8, f"Loading the {title.lower()}"))),
    )
