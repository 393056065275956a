"""/settings/members: who may do what, and who asks to be let in; for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.display import loading, page_head, panel
from components.entries import for_administrators
from components.members import deactivate_dialog, members_panel, own_role_dialog, waiting_panel
from components.settings import settings_tabs
from state.developers import FAILED, READY, REFUSED
from state.invite import ZONE
from state.settings_members import (
    DEACTIVATE_DIALOG,
    HERE,
    OWN_ROLE_DIALOG,
    ROLE_CHOICES,
    TITLE_ID,
    MembersState,
)
from state.shell import ShellState

ROUTE = HERE
TITLE = "Members"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=MembersState.show_members)]

S: Any = MembersState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Members", above="Settings"),
        settings_tabs("members", is_admin=ShellState.is_admin),
        rx.match(
            S.phase,
            (
                READY,
                rx.el.div(
                    rx.cond(S.waiting, waiting_panel(S)),
                    members_panel(S, title_id=TITLE_ID, roles=ROLE_CHOICES),
                    deactivate_dialog(S, dialog_id=DEACTIVATE_DIALOG),
                    own_role_dialog(S, dialog_id=OWN_ROLE_DIALOG),
                    class_name="stack",
                ),
            ),
            (
                REFUSED,
                for_administrators(
                    "Administrators alone say who may do what. Ask one of yours for another role."
                ),
            ),
            (FAILED, failed("The members could not be loaded.", S.retry_members)),
            panel(loading(5, "Loading members")),
        ),
        current="settings",
    )
