"""Dialogs, on the browser's own <dialog>: it traps the focus, closes on Escape, and veils."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.other import Dialog


class ClosingDialog(Dialog):
    """The browser's dialog, which also says when it is closed, by whatever means."""

    on_close: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]  # as Reflex wants it


def open_dialog(dialog_id: str) -> Any:
    """An event that opens the dialog of that id."""
    return rx.call_script(f"document.getElementById('{dialog_id}')?.showModal()")


def close_dialog(dialog_id: str) -> Any:
    """An event that closes the dialog of that id."""
    return rx.call_script(f"document.getElementById('{dialog_id}')?.close()")


def dialog(
    *children: Any, dialog_id: str, title: Any, wide: bool = False, **props: Any
) -> rx.Component:
    """A dialog that `open_dialog` opens. Its last child usually is `dialog_foot`."""
    return ClosingDialog.create(
        rx.el.div(
            rx.el.h2(title, id=f"{dialog_id}-title", style={"font-size": "var(--text-l)"}),
            *children,
            class_name="dialog-body",
        ),
        id=dialog_id,
        aria_labelledby=f"{dialog_id}-title",
        class_name="dialog wide" if wide else "dialog",
        **props,
    )


def dialog_foot(*children: Any, dialog_id: str, cancel: str = "Cancel") -> rx.Component:
    """The buttons of a dialog, with one that closes it."""
    return rx.el.div(
        rx.el.button(cancel, type="button", class_name="btn", on_click=close_dialog(dialog_id)),
        *children,
        class_name="dialog-foot",
    )
