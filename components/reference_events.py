"""Webhooks: what is told, how it is signed, and code that receives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from components.reference import data, facts, fields, prose, section, source, sources
from components.reference_document import Field
from components.reference_recipes import RECEIVE_BY_HAND, RECEIVE_BY_PACKAGE, SECRET_VARIABLE
from components.reference_samples import sample

if TYPE_CHECKING:
    from components.reference import Reader
    from components.reference_document import Document

WEBHOOKS = (
    ("events", "Events"),
    ("deliveries", "Deliveries"),
    ("signatures", "Signatures"),
)

EVENTS = (
    ("interview.scheduled", "An interview was scheduled: by a call, an ATS or a member."),
    ("interview.started", "The candidate has begun."),
    (
        "interview.completed",
        (
            "The interview is over. `status` is `completed`, or `abandoned` where the candidate "
            "left before the end; `end_reason` says why it ended."
        ),
    ),
    (
        "interview.canceled",
        (
            "Nobody will take it any more. `status` is `canceled`, or `expired` where the "
            "invitation ran out."
        ),
    ),
    (
        "report.generated",
        (
            "The interview is scored and its report can be read. `overall_score` (left out where "
            "nothing could be scored), `recommendation` and `report_url` come along."
        ),
    ),
    (
        "proctoring.alert",
        (
            "An integrity signal was recorded: `signal` is its kind, `signal_id` its id, `at` its "
            "time, `details` a length of time or a size. It is evidence beside the score and never "
            "part of it."
        ),
    ),
    ("webhook.test", "What “Send test event” sends, to one endpoint alone."),
)

DATA = (
    ("interview_id", "The interview."),
    ("org_id", "Your organisation."),
    ("candidate_id", "The candidate; names and addresses are never sent."),
    ("position_id", "The position."),
    ("status", "`scheduled`, `in_progress`, `completed`, `abandoned`, `expired` or `canceled`."),
    ("scheduled_at", "From when the candidate may begin, where that was asked for."),
    ("expires_at", "Until when the candidate may begin."),
    ("started_at", "When the candidate began."),
    ("ended_at", "When it was over."),
    ("end_reason", "Why an interview that was begun is over."),
)
"""What every event says of its interview. What has no value is left out."""

SEQUENCE = Field(
    "sequence", "integer", (), False, "Counts the events of one interview from 1, in their order."
)

HEADERS = (
    (
        "X-Signature-256",
        (
            "`sha256=` and the hexadecimal HMAC-SHA256 of `{timestamp}.{body}`. The key is the "
            "endpoint's whole secret as it is shown, `whsec_` included."
        ),
    ),
    ("X-Webhook-Timestamp", "The moment of this attempt, in Unix seconds."),
    ("webhook-id", "The event's id, the same at every attempt."),
    ("webhook-timestamp", "As `X-Webhook-Timestamp`."),
    (
        "webhook-signature",
        (
            "The signature of Standard Webhooks, `v1,` and base64; two of them, with a space "
            "between, while a secret is being replaced."
        ),
    ),
    (
        "X-Signature-256-Previous",
        "Only while a secret is being replaced: as `X-Signature-256`, by the old secret.",
    ),
)


def events(document: Document) -> rx.Component:
    """What is told, and what is said of it."""
    schema = document.webhook_schema()
    return section(
        "events",
        "Events",
        prose(
            "Rather than ask again and again, have us tell you. Administrators add endpoints "
            "under Settings, Developers, each with the events it is to be told of."
        ),
        facts("Types", EVENTS),
        fields("The body", (*_top_level(document.fields(schema)), SEQUENCE), marks_required=False),
        facts("data, of every event about an interview", DATA),
        aside=rx.el.div(
            data("A delivery's body", example_delivery(document)),
            class_name="ref-aside",
        ),
    )


def example_delivery(document: Document) -> dict[str, Any]:
    """The body that tells of a report, with what the document leaves out as well."""
    body: dict[str, Any] = sample(document, document.webhook_schema())
    more = {
        "position_id": "0190e7d4-2b10-7f3c-8c41-9b7a6f5e4d32",
        "status": "completed",
        "expires_at": "2026-12-14T23:59:59Z",
        "started_at": "2026-12-02T09:36:40Z",
        "ended_at": "2026-12-02T10:14:45Z",
        "end_reason": "precise",
        "report_url": "https://vivavoce.example.com/interviews/0190f3a2-7c4e-7d1b-9a55-2f6b8c0d4e11",
    }
    return {**body, "sequence": 4, "data": {**body["data"], **more}}


def _top_level(found: tuple[Field, ...]) -> list[Field]:
    """Without what is in `data`: that differs from event to event."""
    return [one for one in found if "." not in one.name]


def deliveries() -> rx.Component:
    """How often, in which order, and when we give up."""
    return section(
        "deliveries",
        "Deliveries",
        prose(
            "An event is sent at once as a POST. Any 2xx within 15 seconds says that it arrived: "
            "answer first and work afterwards. On anything else, redirects included, we try again "
            "after 2, 4 and 8 seconds. What came back is shown under Settings, Developers, where "
            "any delivery can be sent again."
        ),
        prose(
            "- An event may arrive more than once: its `id` stays the same, so remember the ids "
            "you have dealt with.\n"
            "- Events may arrive in another order than they happened. `sequence` counts those of "
            "one interview from 1: sort by it, or leave what is older than what you have.\n"
            "- 410 switches the endpoint off at once. So does failing for long; your "
            "administrators are then told by e-mail.\n"
            "- Endpoints must be reachable from the internet: private addresses are refused."
        ),
    )


def signatures(reader: Reader) -> rx.Component:
    """The headers, and code that verifies them."""
    return section(
        "signatures",
        "Signatures",
        prose(
            "Anybody can post to your endpoint, so verify that it was us before you trust "
            "anything: over the very bytes of the body, before parsing, and with the time, so "
            "that nobody can play an old delivery again. Every delivery is signed in two ways; "
            "check whichever suits you."
        ),
        facts("Headers", HEADERS),
        prose(
            f"The secret is shown where the endpoint is; the examples read it from "
            f"`{SECRET_VARIABLE}`. When you replace it, the old one stays valid for a day, so "
            "that no delivery is lost while you change over."
        ),
        aside=rx.el.div(
            source(
                "With the package standardwebhooks", RECEIVE_BY_PACKAGE, reader, language="Python"
            ),
            sources("By hand", RECEIVE_BY_HAND, reader),
            class_name="ref-aside",
        ),
    )
