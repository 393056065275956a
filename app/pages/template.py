"""The page on which a template is written, a prompt's or a persona's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.controls import button, link, link_button
from components.dialog import dialog, dialog_foot
from components.display import empty, loading, page_head, panel
from components.template_form import conflict_notice
from state.developers import FAILED, READY
from state.template_edit import MISSING

if TYPE_CHECKING:
    from state.template_edit import Kind


def template_page(
    state: Any,
    kind: Kind,
    *,
    form: rx.Component,
    beside: rx.Component,
    below: rx.Component | None = None,
    readers: str,
    deleting: str,
    on_compare: Any = None,
    comparison: rx.Component | None = None,
) -> rx.Component:
    """The page. `readers` says what those may do who write none, `deleting` what that leaves.

    `state` is a TemplateEditing.
    """
    return member_page(
        rx.script(src="/scripts/unsaved.js"),
        rx.match(
            state.phase,
            (
                READY,
                rx.fragment(
                    _head(state, kind),
                    rx.el.div(
                        rx.cond(
                            state.dirty,
                            rx.el.span(custom_attrs={"data-unsaved": "true"}, hidden=True),
                        ),
                        conflict_notice(state, on_compare=on_compare, comparison=comparison),
                        rx.el.div(
                            form,
                            beside,
                            *([below] if below else []),
                            class_name="builder-grid pr-grid",
                        ),
                        class_name="stack",
                    ),
                ),
            ),
            (MISSING, rx.fragment(_plain_head(kind), panel(_missing(state, kind, readers)))),
            (
                FAILED,
                rx.fragment(
                    _plain_head(kind),
                    failed(f"The {kind.noun} could not be loaded.", state.reload),
                ),
            ),
            rx.fragment(_plain_head(kind), panel(loading(10, f"Loading the {kind.noun}"))),
        ),
        dialog(
            rx.el.p(deleting),
            dialog_foot(
                button(f"Delete {kind.noun}", kind="danger", on_click=state.delete),
                dialog_id=kind.dialog_id,
            ),
            dialog_id=kind.dialog_id,
            title=f"Delete this {kind.noun}?",
        ),
        current="settings",
    )


def _crumb(kind: Kind) -> rx.Component:
    return rx.fragment("Settings / ", link(f"{kind.noun.title()}s", href=kind.list_href))


def _plain_head(kind: Kind) -> rx.Component:
    return page_head(kind.noun.title(), above=_crumb(kind))


def _missing(state: Any, kind: Kind, readers: str) -> rx.Component:
    everything = link_button(f"All {kind.noun}s", href=kind.list_href)
    return rx.cond(
        state.is_new,
        empty(f"Administrators write {kind.noun}s", readers, everything),
        empty(
            f"There is no such {kind.noun}",
            "It may have been deleted, or the address is not complete.",
            everything,
        ),
    )


def _head(state: Any, kind: Kind) -> rx.Component:
    return page_head(
        state.title,
        rx.el.span(
            rx.cond(state.dirty, "Unsaved changes", ""),
            class_name="save-note unsaved",
            role="status",
        ),
        rx.cond(
            state.editable,
            rx.fragment(
                rx.cond(
                    ~state.is_new,
                    rx.fragment(
                        button("Delete", kind="quiet danger", on_click=state.ask_delete),
                        rx.cond(state.dirty, button("Discard changes", on_click=state.reload)),
                    ),
                ),
                button("Save", kind="primary", type="submit", form=kind.form_id),
            ),
        ),
        above=_crumb(kind),
        beside=rx.cond(state.edited, rx.el.small(state.edited, class_name="num"), rx.fragment()),
    )
