"""The frame of a member's page, filled from state."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.palette import palette
from components.shell import NavItem, shell
from state.palette import PaletteState
from state.shell import ShellState

BRAND = "Vivavoce"
PALETTE: Any = PaletteState


def member_page(*content: Any, current: str) -> rx.Component:
    """The content within the application's frame, with its place in the navigation marked."""
    sections = [
        ("", [NavItem("dashboard", "Dashboard", "/dashboard")]),
        (
            "Hiring",
            [
                NavItem("requisitions", "Requisitions", "/requisitions"),
                NavItem(
                    "applications",
                    "Applications",
                    "/applications",
                    ShellState.waiting_count,
                    "waiting for a person",
                ),
                NavItem("interviews", "Interviews", "/interviews", ShellState.interview_count),
                NavItem(
                    "asking",
                    "Asked for a human",
                    "/interviews?human=1",
                    ShellState.asking_count,
                    only_counted=True,
                ),
                NavItem("candidates", "Candidates", "/candidates"),
            ],
        ),
        (
            "What is asked",
            [
                NavItem("positions", "Positions", "/positions", ShellState.position_count),
                NavItem("questions", "Questions", "/questions"),
                NavItem("practice", "Practice", "/practice"),
            ],
        ),
        ("Organisation", [NavItem("settings", "Settings", "/settings/reference")]),
    ]
    return shell(
        *content,
        palette(
            results=PALETTE.results,
            search=PALETTE.search,
            found=PALETTE.found_words,
            form_key=PALETTE.form_key,
            on_find=PALETTE.find.debounce(150),
        ),
        brand=BRAND,
        sections=sections,
        current=current,
        who=ShellState.organization,
        on_search=PALETTE.begin,
    )
