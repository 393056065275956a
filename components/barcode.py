"""Depth by concept as it shrinks to a table cell."""

from __future__ import annotations

from typing import Any

import reflex as rx


def barcode(bars: Any, *, label: Any) -> rx.Component:
    """A bar per concept, of state.rows.Bar: `height` in percent, `tone` "", low or none.

    `label` says the same in words; without any bars nothing is shown.
    """
    return rx.cond(
        bars,
        rx.el.span(
            rx.foreach(bars, _bar),
            role="img",
            aria_label=label,
            title=label,
            class_name="barcode",
        ),
    )


def _bar(bar: Any) -> rx.Component:
    return rx.el.i(class_name=bar.tone, style={"height": bar.height})
