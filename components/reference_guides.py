"""What holds for every call: where, who, the envelope, errors, retries and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from components.controls import link
from components.reference import data, facts, prose, section, sources
from components.reference_examples import KEY_VARIABLE
from components.reference_recipes import RETRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from components.reference import Reader

GUIDES = (
    ("overview", "Overview"),
    ("authentication", "Authentication"),
    ("responses", "Responses"),
    ("errors", "Errors"),
    ("idempotency", "Safe retries"),
    ("limits", "Rate limits"),
)

ERRORS: tuple[tuple[int, str, str], ...] = (
    (
        401,
        "unauthorized",
        "There is no API key, or it opens nothing: mistyped, revoked or expired.",
    ),
    (
        402,
        "insufficient_balance",
        (
            "The wallet does not cover the interview; `details` has `missing_cents`. Nothing "
            "was scheduled, and the same `Idempotency-Key` can be used again."
        ),
    ),
    (403, "forbidden", "The key lacks the scope that the call needs."),
    (404, "not_found", "There is no such thing in your organisation, or no report yet."),
    (
        405,
        "method_not_allowed",
        "The path is right and the method is not; `Allow` lists those that are.",
    ),
    (
        409,
        "idempotency_key_reused",
        "This `Idempotency-Key` came with another body before. Use a new key for a new request.",
    ),
    (
        409,
        "idempotency_in_flight",
        "The first request with this key is still running. Wait a moment and send it again.",
    ),
    (
        422,
        "validation_failed",
        (
            "The body breaks a rule: `details` lists each `field` at fault with a `message`. "
            "Sending it again as it is will not help."
        ),
    ),
    (
        429,
        "rate_limited",
        "Too many requests in a short time. `Retry-After` says for how many seconds to wait.",
    ),
    (
        500,
        "internal_error",
        (
            "A mistake of ours. Try again with the same `Idempotency-Key`; if it stays, tell us "
            "the `X-Request-ID`."
        ),
    ),
)


def overview(reader: Reader, document_path: str) -> rx.Component:
    """Where the API is, and what holds everywhere."""
    return section(
        "overview",
        "Overview",
        prose(
            "Schedule interviews and read their reports from your own programs: an applicant "
            "tracking system, a chat command, a script. The API is small and stays as it is: "
            "members may be added to what it answers, none is renamed or taken away."
        ),
        rx.el.p(
            "Every address begins with ",
            rx.el.code(reader.values["base_url"]),
            ". This page is rendered from the API's OpenAPI document, which needs no key: ",
            rx.el.a(document_path, href=document_path),
            ".",
        ),
        prose(
            "- What is sent and answered is JSON in UTF-8.\n"
            "- Ids are UUIDs, hyphenated. Times are RFC 3339 with a zone and are answered in UTC, "
            "such as `2026-12-01T09:30:00Z`.\n"
            '- Nothing is coerced: `"1"` is not 1, and `null` is not a missing member. Members '
            "that the API does not know are ignored.\n"
            "- There is no pagination: the one list, of open positions, comes whole."
        ),
    )


def authentication(scopes: Iterable[tuple[str, str]], *, is_admin: Any) -> rx.Component:
    """The two headers, and what a key may do."""
    return section(
        "authentication",
        "Authentication",
        rx.el.p(
            "Every request carries an API key of your organisation. ",
            rx.cond(
                is_admin,
                rx.fragment(
                    "Create one under ",
                    link("Settings, Developers", href="/settings/developers"),
                    ".",
                ),
                "Your administrators create it under Settings, Developers.",
            ),
            " It is shown once. To replace it, create a new one, change over, and revoke the "
            "old: revoking takes effect at once.",
        ),
        prose("Send it in either of two headers:"),
        rx.el.pre(
            rx.el.code("Authorization: Bearer hia_…\nX-API-Key: hia_…"),
            class_name="ref-lines",
            tab_index=0,
            role="group",
            aria_label="The two headers",
        ),
        prose(
            f"The examples below read it from the environment variable `{KEY_VARIABLE}`, so that "
            "it is in no file. Whoever holds it acts for your organisation: keep it on servers, "
            "out of browsers and repositories."
        ),
        facts("Scopes: what a key may do", scopes),
    )


def responses() -> rx.Component:
    """The envelope."""
    return section(
        "responses",
        "Responses",
        prose(
            "Every answer, errors included, is an envelope with `success`, `data` and `error`. "
            "The schemas below describe what is in `data`. Within it, members without a value are "
            "left out."
        ),
        prose(
            "Every answer also has a header `X-Request-ID`. Send one of your own to find a "
            "request in your logs and ours alike."
        ),
        aside=rx.el.div(
            data("It worked", {"success": True, "data": {"…": "…"}, "error": None}),
            data(
                "It did not",
                {
                    "success": False,
                    "data": None,
                    "error": {
                        "code": "validation_failed",
                        "message": "Some of the fields cannot be used.",
                        "details": [{"field": "candidate.email", "message": "…"}],
                    },
                },
            ),
            class_name="ref-aside",
        ),
    )


def errors() -> rx.Component:
    """Every code, and what to do about it."""
    return section(
        "errors",
        "Errors",
        prose(
            "Programs go by `code`, which stays as it is. `message` is for people and may change. "
            "What was asked is checked in this order: the key, its scope, the body, the wallet."
        ),
        facts("Codes", [(f"{status} {code}", meaning) for status, code, meaning in ERRORS]),
    )


def idempotency(reader: Reader) -> rx.Component:
    """Idempotency-Key, with code that uses it."""
    return section(
        "idempotency",
        "Safe retries",
        prose(
            "Scheduling an interview costs money and sends a person a link, so it must happen "
            "once, whatever the network does. Give each interview you want an `Idempotency-Key`: "
            "up to 255 characters of your own choice, such as a UUID or your application's id "
            "with the round. Then send the request as often as it takes."
        ),
        prose(
            "- The same key with the same body answers as the first time, with the header "
            "`Idempotent-Replayed: true`. Nothing is scheduled or charged again.\n"
            "- The same key with another body is refused with 409 `idempotency_key_reused`.\n"
            "- The same key while the first request is still running is refused with 409 "
            "`idempotency_in_flight`.\n"
            "- A request that failed with 402 or 422 does not use up its key.\n"
            "- Keys are kept for 24 hours, per organisation."
        ),
        aside=sources("Schedule, and retry safely", RETRY, reader),
    )


def limits(*, per_minute: Any, burst: Any) -> rx.Component:
    """How many requests a key may make."""
    return section(
        "limits",
        "Rate limits",
        rx.el.p(
            "A key may make ",
            per_minute,
            " requests a minute, and up to ",
            burst,
            " of them at once. Beyond that the answer is 429 with a header ",
            rx.el.code("Retry-After"),
            ": wait for so many seconds, then go on. The example under ",
            "“Safe retries” does.",
        ),
        facts(
            "Headers of every answer",
            [
                ("RateLimit-Limit", "How many requests may be made at once."),
                ("RateLimit-Remaining", "How many are left now."),
                ("RateLimit-Reset", "Seconds until all of them are there again."),
            ],
        ),
    )
