"""The places within Settings."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link

PLACES = (
    ("account", "Account", "/account"),
    ("members", "Members", "/settings/members"),
    ("sign-on", "Single sign-on", "/settings/sign-on"),
    ("recruiters", "Recruiters", "/settings/recruiters"),
    ("hiring", "Hiring", "/settings/hiring"),
    ("workday", "Workday", "/settings/workday"),
    ("prompts", "Prompts", "/settings/prompts"),
    ("personas", "Personas", "/settings/personas"),
    ("developers", "Developers", "/settings/developers"),
    ("reference", "API reference", "/settings/reference"),
    ("assessment", "Assessment", "/settings/assessment"),
    ("billing", "Billing", "/settings/billing"),
    ("queue", "Queue", "/settings/queue"),
    ("logs", "Logs", "/settings/logs"),
    ("audit", "Audit", "/settings/audit"),
)
FOR_ADMINS = frozenset({"members", "sign-on", "workday", "developers", "billing", "audit"})


def settings_tabs(current: str, *, is_admin: Any) -> rx.Component:
    """Links to the places within Settings; those for administrators alone only to them.

    They stand side by side, and on a phone in a list that opens under the place one is at.
    """
    here = next(words for key, words, _ in PLACES if key == current)
    return rx.el.nav(
        rx.el.details(
            rx.el.summary(
                rx.el.span("Settings: ", class_name="dim"), rx.el.span(here), class_name="btn wide"
            ),
            rx.el.div(*_places(current, is_admin, "place"), class_name="places"),
        ),
        rx.el.div(*_places(current, is_admin, "tab"), class_name="tabs"),
        class_name="settings-places",
        aria_label="Settings",
    )


def _places(current: str, is_admin: Any, kind: str) -> list[rx.Component]:
    links = [
        (
            key,
            link(
                words,
                href=href,
                class_name=kind,
                **({"aria_current": "page"} if key == current else {}),
            ),
        )
        for key, words, href in PLACES
    ]
    return [rx.cond(is_admin, one) if key in FOR_ADMINS else one for key, one in links]
