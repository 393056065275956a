"""Webhook endpoints in words: how each is doing, and what it can be told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.webhooks.models import DeliveryStatus, EventType
from app.webhooks.views import DeliveryDetail, EndpointView
from state.developers import HERE, duration_words, moment_words
from state.rows import day

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

DELIVERIES = f"{HERE}/deliveries"
EVENTS: dict[EventType, str] = {
    EventType.INTERVIEW_SCHEDULED: "A candidate was invited, by a person or a program.",
    EventType.INTERVIEW_STARTED: "The candidate has begun.",
    EventType.INTERVIEW_COMPLETED: "The interview is over; its report follows.",
    EventType.INTERVIEW_CANCELED: "It will not take place: it was called off, or ran out.",
    EventType.REPORT_GENERATED: "The report can be read, with score and recommendation.",
    EventType.PROCTORING_ALERT: "An integrity signal was noted, such as a paste.",
}
"""What each event says, in a sentence."""

_GOOD_RATE = 99
_PERCENT = 100


@dataclass(frozen=True)
class EventRow:
    """An event that can be chosen."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class EndpointRow:
    """An endpoint in words; never its secret. `test` tells how the last test event went."""

    id: str
    url: str
    description: str
    events: list[str]
    is_enabled: bool
    off: str
    failing: str
    rate: str
    rate_tone: str
    counted: str
    old_secret: str
    added: str
    added_iso: str
    deliveries: str
    test: str = ""
    test_tone: str = ""
    test_href: str = ""


def endpoint_row(
    view: EndpointView, now: datetime, zone: tzinfo, test: DeliveryDetail | None = None
) -> EndpointRow:
    """An endpoint in words, with the test event that was sent to it from this screen."""
    rate, rate_tone, counted = rate_words(view)
    words, tone = words_of_test(test) if test else ("", "")
    is_old_valid = view.old_secret_until is not None and view.old_secret_until > now
    return EndpointRow(
        id=str(view.id),
        url=view.url,
        description=view.description,
        events=list(view.event_types),
        is_enabled=view.is_enabled,
        off=off_words(view, now, zone),
        failing=failing_words(view, now, zone),
        rate=rate,
        rate_tone=rate_tone,
        counted=counted,
        old_secret=moment_words(view.old_secret_until, now, zone)
        if view.old_secret_until and is_old_valid
        else "",
        added=day(view.created_at, now, zone),
        added_iso=view.created_at.isoformat(),
        deliveries=f"{DELIVERIES}?endpoint={view.id}",
        test=words,
        test_tone=tone,
        test_href=f"{DELIVERIES}?delivery={test.delivery.id}" if test else "",
    )


def off_words(view: EndpointView, now: datetime, zone: tzinfo) -> str:
    """Since when and why it is off, or nothing."""
    if view.is_enabled:
        return ""
    since = f"Off since {moment_words(view.disabled_at, now, zone)}. " if view.disabled_at else ""
    return f"{since}{view.disabled_reason or ''}".strip() or "Switched off."


def failing_words(view: EndpointView, now: datetime, zone: tzinfo) -> str:
    """How long an endpoint that is on has been failing, or nothing."""
    if not view.is_enabled or not view.failures_in_a_row or not view.failing_since:
        return ""
    many, since = view.failures_in_a_row, moment_words(view.failing_since, now, zone)
    if many == 1:
        return f"The last delivery failed, on {since}."
    return f"The last {many:,} deliveries failed, the first on {since}."


def rate_words(view: EndpointView) -> tuple[str, str, str]:
    """The share that was delivered within the last 24 hours, its tone, and what was counted."""
    total = view.delivered_24h + view.failed_24h
    waiting = f"{view.pending:,} on the way" if view.pending else ""
    if not total:
        return "", "", waiting or "nothing to deliver"
    percent = _PERCENT * view.delivered_24h / total
    # Rounded down, so that 100 % means that none has failed.
    words = f"{int(percent)} %"
    tone = "good" if percent >= _GOOD_RATE else "warn" if view.delivered_24h else "bad"
    return words, tone, f"of {total:,} delivered" + (f", {waiting}" if waiting else "")


def words_of_test(test: DeliveryDetail) -> tuple[str, str]:
    """How a test event went so far, and its tone."""
    last = test.attempts[-1] if test.attempts else None
    match test.delivery.status:
        case DeliveryStatus.DELIVERED if last:
            took = duration_words(last.duration_ms)
            return f"Test event delivered: {last.status_code} in {took}.", "good"
        case DeliveryStatus.FAILED:
            return f"Test event failed. {test.delivery.last_error or ''}".strip(), "bad"
        case DeliveryStatus.CANCELLED:
            return "The test event was cancelled: the endpoint is off.", "warn"
        case DeliveryStatus.PENDING if last:
            again = f"Test event: attempt {last.number} failed, another follows. "
            return f"{again}{last.error or ''}".strip(), "warn"
        case _:
            return "Test event on its way …", ""
