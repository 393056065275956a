"""/practice: questions to learn from, and whole interviews, for every member alone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.positions.models import Seniority
from app.practice.config import Style
from app.practice.questions import DIFFICULTIES
from components.controls import link_button
from components.display import loading, page_head, panel
from components.practice import chooser, question_panel, result_panel
from components.practice_history import (
    delete_dialog,
    history_panel,
    interview_panel,
    progress_panel,
)
from state.practice import PracticeState
from state.practice_history import DELETE_DIALOG, HERE, PracticeHistoryState
from state.shell import ShellState

ROUTE = HERE
TITLE = "Practice"
ON_LOAD = [ShellState.load, PracticeState.load, PracticeHistoryState.load]

S: Any = PracticeState
HISTORY: Any = PracticeHistoryState
LEVELS = [(one.value, one.value.capitalize()) for one in Seniority]
STYLES = [(one.value, one.value.replace("_", " ").capitalize()) for one in Style]


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head(
            "Practice",
            rx.cond(S.result.id, link_button("Back to practice", href=HERE)),
            beside=rx.el.span("Nobody but you sees what you do here.", class_name="dim"),
        ),
        rx.el.div(
            rx.el.div(
                rx.cond(S.loaded, _practise(), panel(loading(rows=6))),
                rx.cond(HISTORY.progress, progress_panel(HISTORY.progress)),
                rx.cond(HISTORY.loaded, history_panel(HISTORY), panel(loading(rows=4))),
                class_name="stack",
            ),
            interview_panel(HISTORY, levels=LEVELS, styles=STYLES),
            class_name="practice",
        ),
        delete_dialog(HISTORY, dialog_id=DELETE_DIALOG),
        current="practice",
    )


def _practise() -> rx.Component:
    return rx.fragment(
        chooser(S, difficulties=[(name, name.capitalize()) for name in DIFFICULTIES]),
        rx.cond(
            S.result.id,
            result_panel(S),
            rx.cond(S.question.id, question_panel(S, on_draft=S.save_draft.debounce(400))),
        ),
    )
