"""/settings/prompts/[prompt_number]: one prompt, or with "new" one to be written."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.controls import button, link, link_button
from components.display import empty, loading, page_head, panel
from components.prompt_editor import (
    conflict_notice,
    delete_dialog,
    prompt_form,
    trial_panel,
    versions_panel,
)
from state.developers import FAILED, READY
from state.invite import ZONE
from state.prompt_edit import DELETE_DIALOG, FORM, MISSING, PromptEditState
from state.prompt_rows import PROMPTS, TYPE_CHOICES
from state.shell import ShellState

ROUTE = f"{PROMPTS}/[prompt_number]"
TITLE = "Prompt"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=PromptEditState.show_prompt)]

S: Any = PromptEditState


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
                rx.fragment(_plain_head(), failed("The prompt could not be loaded.", S.reload)),
            ),
            rx.fragment(_plain_head(), panel(loading(10, "Loading the prompt"))),
        ),
        delete_dialog(S, dialog_id=DELETE_DIALOG),
        current="settings",
    )


def _crumb() -> rx.Component:
    return rx.fragment("Settings / ", link("Prompts", href=PROMPTS))


def _plain_head() -> rx.Component:
    return page_head("Prompt", above=_crumb())


def _missing() -> rx.Component:
    return rx.fragment(
        _plain_head(),
        panel(
            rx.cond(
                S.is_new,
                empty(
                    "Administrators write prompts",
                    "Your role lets you read them and try them with applications.",
                    link_button("All prompts", href=PROMPTS),
                ),
                empty(
                    "There is no such prompt",
                    "It may have been deleted, or the address is not complete.",
                    link_button("All prompts", href=PROMPTS),
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
                            button("Delete", kind="quiet danger", on_click=S.ask_delete_prompt),
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
            conflict_notice(S, on_compare=S.compare(S.theirs)),
            rx.el.div(
                rx.el.div(
                    prompt_form(S, form_id=FORM, types=TYPE_CHOICES),
                    rx.cond(~S.is_new, versions_panel(S)),
                    class_name="stack",
                ),
                trial_panel(S),
                class_name="builder-grid pr-grid",
            ),
            class_name="stack",
        ),
    )
