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
    """Links to the places within Settings; those for administrators alone only to them."""
    return rx.el.nav(
        *[
            rx.cond(is_admin, _tab(key, words, href, current))
            if key in FOR_ADMINS
            else _tab(key, words, href, current)
            for key, words, href in PLACES
        ],
        class_name="tabs",
        aria_label="Settings",
    )


def _tab(key: str, words: str, href: str, current: str) -> rx.Component:
    here = {"aria_current": "page"} if key == current else {}
    return link(words, href=href, class_name="tab", **here)
