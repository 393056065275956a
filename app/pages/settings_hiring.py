"""/settings/hiring: what holds for all requisitions; administrators change it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.display import loading, page_head, panel
from components.hiring import hiring_form, hiring_words
from components.settings import settings_tabs
from state.developers import FAILED, READY
from state.settings_hiring import HERE, HiringState
from state.shell import ShellState

ROUTE = HERE
TITLE = "Hiring"
ON_LOAD = [ShellState.load, HiringState.show_hiring]

S: Any = HiringState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Hiring", above="Settings"),
        settings_tabs("hiring", is_admin=ShellState.is_admin),
        rx.match(
            S.phase,
            (READY, rx.cond(S.may_manage, hiring_form(S), hiring_words(S))),
            (FAILED, failed("The settings could not be loaded.", S.show_hiring)),
            panel(loading(6, "Loading settings")),
        ),
        current="settings",
    )
