"""/interview/[token]"""

from __future__ import annotations

import reflex as rx

from app.pages.frame import member_page
from components.display import page_head
from state.shell import ShellState

ROUTE = "/interview/[token]"
TITLE = "Interview"
ON_LOAD = [ShellState.load]


def page() -> rx.Component:
    """The page."""
    return member_page(page_head("Interview"), current="")
