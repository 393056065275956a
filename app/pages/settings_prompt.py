"""/settings/prompts/[prompt_number]: one prompt, or with "new" one to be written."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.template import template_page
from components.prompt_editor import prompt_form
from components.prompt_trial import trial_panel
from components.prompt_versions import difference, versions_panel
from state.prompt_edit import KIND, PromptEditState
from state.prompt_rows import PROMPTS, TYPE_CHOICES
from state.shell import ShellState
from state.visits import VISIT

ROUTE = f"{PROMPTS}/[prompt_number]"
TITLE = "Prompt"
ON_LOAD = [ShellState.load, rx.call_script(VISIT, callback=PromptEditState.show_prompt)]

S: Any = PromptEditState


def page() -> rx.Component:
    """The page."""
    return template_page(
        S,
        KIND,
        form=prompt_form(S, form_id=KIND.form_id, types=TYPE_CHOICES),
        beside=trial_panel(S),
        below=rx.cond(~S.is_new, versions_panel(S)),
        readers="Your role lets you read them and try them with applications.",
        deleting=(
            "Where it is in use, the default for all requisitions or what is built in takes its "
            "place. What was made with it stays as it is."
        ),
        on_compare=S.compare(S.theirs),
        comparison=rx.cond(S.compared == S.theirs, difference(S.changes)),
    )
