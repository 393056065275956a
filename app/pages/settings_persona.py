"""/settings/personas/[persona_number]: one persona, or with "new" one to be written."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.template import template_page
from components.personas import persona_form, sound_panel
from state.persona_edit import KIND, PersonaEditState
from state.persona_rows import PERSONAS, STYLE_CHOICES
from state.shell import ShellState
from state.visits import VISIT

ROUTE = f"{PERSONAS}/[persona_number]"
TITLE = "Persona"
ON_LOAD = [ShellState.load, rx.call_script(VISIT, callback=PersonaEditState.show_persona)]

S: Any = PersonaEditState


def page() -> rx.Component:
    """The page."""
    return template_page(
        S,
        KIND,
        form=persona_form(S, form_id=KIND.form_id, styles=STYLE_CHOICES),
        beside=sound_panel(S),
        readers="Your role lets you read them and see how each sounds.",
        deleting=(
            "Interviews that candidates are invited to already keep it. Requisitions that chose "
            "it go on with the default."
        ),
    )
