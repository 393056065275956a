"""/settings/personas/[persona_number]: one persona, or with "new" one to be written."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.controls import button, link, link_button
from components.display import empty, loading, page_head, panel
from components.personas import delete_dialog, persona_form, sound_panel
from components.prompt_editor import conflict_notice
from state.developers import FAILED, READY
from state.invite import ZONE
from state.persona_edit import DELETE_DIALOG, FORM, PersonaEditState
from state.persona_rows import PERSONAS, STYLE_CHOICES
from state.prompt_edit import MISSING
from state.shell import ShellState

ROUTE = f"{PERSONAS}/[persona_number]"
TITLE = "Persona"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=PersonaEditState.show_persona)]

S: Any = PersonaEditState


def page() -> rx.Component:
    """The page."""
    return member_page(
        rx.script(src="/scripts/unsaved.js"),
        rx.match(
            S.phase,
            (READY, _editor()),
            (MISSING, _missing()),
            (
                FAILED,
                rx.fragment(_plain_head(), failed("The persona could not be loaded.", S.reload)),
            ),
            rx.fragment(_plain_head(), panel(loading(10, "Loading the persona"))),
        ),
        delete_dialog(S, dialog_id=DELETE_DIALOG),
        current="settings",
    )


def _crumb() -> rx.Component:
    return rx.fragment("Settings / ", link("Personas", href=PERSONAS))


def _plain_head() -> rx.Component:
    return page_head("Persona", above=_crumb())


def _missing() -> rx.Component:
    return rx.fragment(
        _plain_head(),
        panel(
            rx.cond(
                S.is_new,
                empty(
                    "Administrators write personas",
                    "Your role lets you read them and see how each sounds.",
                    link_button("All personas", href=PERSONAS),
                ),
                empty(
                    "There is no such persona",
                    "It may have been deleted, or the address is not complete.",
                    link_button("All personas", href=PERSONAS),
                ),
            )
        ),
    )


def _editor() -> rx.Component:
    return rx.fragment(
        page_head(
            S.title,
            rx.el.span(
                rx.cond(S.dirty, "Unsaved changes", ""),
                class_name="save-note unsaved",
                role="status",
            ),
            rx.cond(
                S.editable,
                rx.fragment(
                    rx.cond(
                        ~S.is_new,
                        rx.fragment(
                            button("Delete", kind="quiet danger", on_click=S.ask_delete_persona),
                            rx.cond(S.dirty, button("Discard changes", on_click=S.reload)),
                        ),
                    ),
                    button("Save", kind="primary", type="submit", form=FORM),
                ),
            ),
            above=_crumb(),
            beside=rx.cond(S.edited, rx.el.small(S.edited, class_name="num"), rx.fragment()),
        ),
        rx.el.div(
            rx.cond(S.dirty, rx.el.span(custom_attrs={"data-unsaved": "true"}, hidden=True)),
            conflict_notice(S),
            rx.el.div(
                persona_form(S, form_id=FORM, styles=STYLE_CHOICES),
                sound_panel(S),
                class_name="builder-grid pr-grid",
            ),
            class_name="stack",
        ),
    )
