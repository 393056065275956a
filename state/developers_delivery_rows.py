"""Deliveries in words: in the table, and one whole with its request and every attempt."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.webhooks.models import DeliveryStatus, EndpointFormat, EventType
from app.webhooks.views import AttemptView, DeliveryDetail, DeliveryView
from state.developers import duration_words, moment_words
from state.rows import day

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

MOST_BODY = 100_000
"""So many characters of a body are shown."""

FORMATS = {EndpointFormat.GREENHOUSE: "Greenhouse", EndpointFormat.ASHBY: "Ashby"}
STATUSES = {
    DeliveryStatus.PENDING: ("On the way", "accent"),
    DeliveryStatus.DELIVERED: ("Delivered", "good"),
    DeliveryStatus.FAILED: ("Failed", "bad"),
    DeliveryStatus.CANCELLED: ("Cancelled", ""),
}
_SUCCESS = range(200, 300)


@dataclass(frozen=True)
class DeliveryRow:
    """A delivery in words. `href` opens it; `interview` leads to what it tells of, or is empty."""

    id: str = ""
    href: str = ""
    event: str = ""
    is_test: bool = False
    is_replay: bool = False
    partner: str = ""
    url: str = ""
    status: str = ""
    tone: str = ""
    outcome: str = ""
    attempts: str = ""
    when: str = ""
    when_iso: str = ""
    interview: str = ""


@dataclass(frozen=True)
class HeaderRow:
    """A header of a request."""

    name: str
    value: str


@dataclass(frozen=True)
class AttemptRow:
    """One request in words, and the beginning of its answer."""

    number: int
    when: str
    when_iso: str
    took: str
    answer: str
    tone: str
    error: str
    response: str


@dataclass(frozen=True)
class DetailRow:
    """A delivery with its request. The headers are those of the last attempt."""

    row: DeliveryRow = DeliveryRow()
    method: str = ""
    url: str = ""
    event_id: str = ""
    sequence: str = ""
    is_pending: bool = False
    next_attempt: str = ""
    headers: list[HeaderRow] = field(default_factory=list)
    headers_of: str = ""
    body: str = ""
    attempts: list[AttemptRow] = field(default_factory=list)


def delivery_row(view: DeliveryView, href: str, now: datetime, zone: tzinfo) -> DeliveryRow:
    """A delivery in words."""
    status, tone = STATUSES[view.status]
    return DeliveryRow(
        id=str(view.id),
        href=href,
        event=view.event_type.value,
        is_test=view.event_type is EventType.TEST,
        is_replay=view.is_replay,
        partner=FORMATS.get(view.format, ""),
        url=view.endpoint_url,
        status=status,
        tone=tone,
        outcome=outcome_words(view),
        attempts=attempts_words(view.attempts),
        when=moment_words(view.created_at, now, zone),
        when_iso=view.created_at.isoformat(),
        interview=f"/interviews/{view.interview_id}" if view.interview_id else "",
    )


def outcome_words(view: DeliveryView) -> str:
    """What came back last: a status, or why there was none."""
    if view.last_error:
        return view.last_error
    return f"Answered {view.last_status_code}." if view.last_status_code else ""


def attempts_words(count: int) -> str:
    """Such as "1 attempt" or "no attempt yet"."""
    if not count:
        return "no attempt yet"
    return "1 attempt" if count == 1 else f"{count} attempts"


def detail_row(detail: DeliveryDetail, now: datetime, zone: tzinfo) -> DetailRow:
    """A delivery with all there is to see of it."""
    view, last = detail.delivery, detail.attempts[-1] if detail.attempts else None
    is_pending = view.status is DeliveryStatus.PENDING
    return DetailRow(
        row=delivery_row(view, "", now, zone),
        method=detail.method,
        url=detail.url,
        event_id=str(view.event_id),
        sequence=str(view.sequence) if view.interview_id else "",
        is_pending=is_pending,
        next_attempt=clock_words(view.next_attempt_at, zone)
        if is_pending and view.next_attempt_at
        else "",
        headers=[HeaderRow(name, value) for name, value in last.request_headers.items()]
        if last
        else [],
        headers_of=f"Headers of attempt {last.number}" if last else "",
        body=pretty(detail.body),
        attempts=[attempt_row(attempt, now, zone) for attempt in detail.attempts],
    )


def attempt_row(attempt: AttemptView, now: datetime, zone: tzinfo) -> AttemptRow:
    """An attempt in words."""
    # A partner may say with a 200 that it went wrong.
    is_good = attempt.status_code in _SUCCESS and not attempt.error
    return AttemptRow(
        number=attempt.number,
        when=f"{day(attempt.at, now, zone)}, {clock_words(attempt.at, zone)}",
        when_iso=attempt.at.isoformat(),
        took=duration_words(attempt.duration_ms),
        answer=str(attempt.status_code) if attempt.status_code else "no answer",
        tone="good" if is_good else "bad",
        # The status alone is beside it already.
        error="" if attempt.error == f"Answered {attempt.status_code}." else attempt.error or "",
        response=attempt.response,
    )


def clock_words(moment: datetime, zone: tzinfo) -> str:
    """The time to the second, as attempts follow one another within seconds."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def pretty(body: str) -> str:
    """A body to be read: JSON indented, anything else as it is, and neither without end."""
    try:
        shown = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        shown = body
    return shown if len(shown) <= MOST_BODY else f"{shown[:MOST_BODY]}\n…"
