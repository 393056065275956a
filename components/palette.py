"""The command palette: a field over a list of places to go. `palette.js` walks the list."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link
from components.dialog import ClosingDialog

PALETTE = "palette"
RESULTS = f"{PALETTE}-results"


def palette_button(on_begin: Any, *, is_main: bool = True) -> rx.Component:
    """Opens the palette. The main one is what the keys press, too."""
    show = rx.call_script(f"document.getElementById('{PALETTE}')?.showModal()")
    extra = {"id": f"{PALETTE}-open", "aria_keyshortcuts": "Control+K Meta+K"} if is_main else {}
    return rx.el.button(
        rx.el.span("Search or jump to"),
        rx.el.span(
            rx.el.kbd("Ctrl K", class_name="keys"),
            rx.el.kbd("⌘K", class_name="keys mac"),
            aria_hidden="true",
        ),
        type="button",
        on_click=[show, on_begin],
        aria_haspopup="dialog",
        class_name="nav palette-open",
        **extra,
    )


def palette(*, results: Any, search: Any, found: Any, form_key: Any, on_find: Any) -> rx.Component:
    """The palette itself, once on a page. `found` says how many results there are."""
    return rx.fragment(
        ClosingDialog.create(
            rx.el.input(
                key=form_key,
                id=f"{PALETTE}-search",
                type="text",
                role="combobox",
                placeholder="Search or jump to",
                aria_label="Search or jump to",
                aria_controls=RESULTS,
                aria_expanded="true",
                aria_autocomplete="list",
                auto_complete="off",
                auto_focus=True,
                spell_check=False,
                max_length=120,
                on_change=on_find,
                class_name="palette-search",
            ),
            rx.el.div(
                rx.foreach(results, _option),
                id=RESULTS,
                role="listbox",
                aria_label="Results",
                class_name="palette-results",
            ),
            rx.cond(
                search & (results.length() == 0),
                rx.el.p(
                    "Nothing is called that. Try the beginning of a name or a title.",
                    class_name="dim palette-none",
                ),
            ),
            rx.el.p(found, role="status", class_name="sr-only"),
            id=PALETTE,
            aria_label="Search or jump to",
            class_name="dialog palette",
        ),
        rx.script(src="/scripts/palette.js"),
    )


def _option(result: Any, index: Any) -> rx.Component:
    return link(
        rx.el.span(result.title, class_name="palette-title"),
        rx.el.small(result.detail),
        href=result.href,
        id=f"{PALETTE}-option-{index}",
        role="option",
        tab_index=-1,
        key=result.href,
        class_name="palette-option",
    )
