"""/settings/workday: credentials and field mapping, for administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.settings_developers import failed
from components.display import loading, page_head, panel
from components.entries import for_administrators
from components.settings import settings_tabs
from components.workday import credentials_panel, delete_credentials_dialog
from components.workday_mapping import mapping_panel
from state.developers import FAILED, READY, REFUSED
from state.invite import ZONE
from state.settings_workday import DELETE_DIALOG, HERE, TITLE_ID, WorkdayState
from state.settings_workday_fields import APPLICATION, HAS_RESUME, REQUISITION, RESUME, STATUSES
from state.settings_workday_mapping import MappingState
from state.shell import ShellState

ROUTE = HERE
TITLE = "Workday"
ON_LOAD = [
    ShellState.load,
    rx.call_script(ZONE, callback=WorkdayState.show_workday),
    MappingState.show_mapping,
]

S: Any = WorkdayState
MAPPING: Any = MappingState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Workday", above="Settings"),
        settings_tabs("workday", is_admin=ShellState.is_admin),
        rx.cond(
            S.phase == REFUSED,
            for_administrators(
                "Administrators alone manage how requisitions and applications come in from "
                "Workday."
            ),
            rx.el.div(
                rx.match(
                    S.phase,
                    (READY, credentials_panel(S, title_id=TITLE_ID)),
                    (FAILED, failed("The credentials could not be loaded.", S.retry_workday)),
                    panel(loading(4, "Loading credentials")),
                ),
                rx.match(
                    MAPPING.mapping_phase,
                    (
                        READY,
                        mapping_panel(
                            MAPPING,
                            requisition=REQUISITION,
                            application=APPLICATION,
                            resume=RESUME,
                            has_resume=HAS_RESUME,
                            statuses=STATUSES,
                        ),
                    ),
                    (FAILED, failed("The mapping could not be loaded.", MAPPING.show_mapping)),
                    panel(loading(6, "Loading the field mapping")),
                ),
                delete_credentials_dialog(S, dialog_id=DELETE_DIALOG),
                class_name="stack",
            ),
        ),
        current="settings",
    )
