"""/settings/reference: the Integrations API, rendered from its own OpenAPI document."""

from __future__ import annotations

import reflex as rx

from api.integrations.openapi import document as openapi_document
from app.pages.frame import member_page
from components.controls import field
from components.display import page_head
from components.reference import Reader, contents
from components.reference_calls import operation
from components.reference_document import Document
from components.reference_events import WEBHOOKS, deliveries, events, signatures
from components.reference_guides import (
    GUIDES,
    authentication,
    errors,
    idempotency,
    limits,
    overview,
    responses,
)
from components.settings import settings_tabs
from state.reference import ReferenceState
from state.shell import ShellState

ROUTE = "/settings/reference"
TITLE = "API reference"
ON_LOAD = [ShellState.load, ReferenceState.load]
DOCUMENT_PATH = "/api/v1/integrations/openapi.json"

SCOPES = (
    ("interviews:write", "Schedule interviews."),
    ("interviews:read", "List open positions and read how an interview stands."),
    ("reports:read", "Read reports."),
)


def page() -> rx.Component:
    """The reference, beside its table of contents and the reader's choice of a position."""
    document = Document(openapi_document())
    reader = Reader(
        values={
            "base_url": ReferenceState.base_url,
            "position_id": ReferenceState.position_id,
            "interview_id": ReferenceState.interview_id,
            "reported_id": ReferenceState.reported_id,
        },
        language=ReferenceState.language,
        on_language=ReferenceState.choose_language,
    )
    calls = document.operations()
    return member_page(
        page_head("API reference", above="Settings"),
        settings_tabs("reference", is_admin=ShellState.is_admin),
        rx.el.div(
            rx.el.div(
                _position_picker(),
                contents(
                    (
                        ("Basics", GUIDES),
                        ("Calls", [(call.id, call.title) for call in calls]),
                        ("Webhooks", WEBHOOKS),
                    )
                ),
                class_name="ref-side",
            ),
            rx.el.div(
                overview(reader, DOCUMENT_PATH),
                authentication(SCOPES, is_admin=ShellState.is_admin),
                responses(),
                errors(),
                idempotency(reader),
                limits(per_minute=ReferenceState.per_minute, burst=ReferenceState.burst),
                *[operation(document, call, reader) for call in calls],
                events(document),
                deliveries(),
                signatures(reader),
            ),
            class_name="ref",
        ),
        rx.el.p(id="reference-said", role="status", class_name="sr-only"),
        rx.script(src="/scripts/reference.js"),
        current="settings",
    )


def _position_picker() -> rx.Component:
    return rx.cond(
        ReferenceState.choices,
        field(
            "Examples use the position",
            rx.el.select(
                rx.foreach(
                    ReferenceState.choices,
                    lambda choice: rx.el.option(choice.words, value=choice.value),
                ),
                id="reference-position",
                value=ReferenceState.position_id,
                on_change=ReferenceState.choose_position,
                class_name="input",
            ),
            html_for="reference-position",
        ),
        rx.cond(
            ReferenceState.loaded,
            rx.el.p(
                "No position is open. Open one, and its id stands in the examples.",
                class_name="dim",
            ),
        ),
    )
