"""What is shown at an address that leads nowhere."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link_button
from components.display import panel

ROUTE = "404"
TITLE = "No such page"
ON_LOAD: list[Any] = []


def page() -> rx.Component:
    """The page. It is the same for members and candidates, so it leads to either's way in."""
    return rx.el.main(
        rx.el.div(
            rx.el.div("Vivavoce", class_name="brand", style={"padding-left": 0}),
            panel(
                rx.el.h1("There is no such page"),
                rx.el.p("The address may be mistyped, or what stood here was moved."),
                rx.el.div(
                    link_button("Go to the dashboard", href="/dashboard", kind="primary"),
                    class_name="row",
                ),
                rx.el.p(
                    "Looking for your interview? Open the link in your invitation again, "
                    "all of it.",
                    class_name="dim",
                ),
                class_name="stack",
            ),
            class_name="stack",
        ),
        class_name="alone",
    )
