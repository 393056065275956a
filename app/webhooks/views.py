"""Endpoints and deliveries as the screens receive them: frozen values, never rows of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.webhooks.models import EndpointFormat, EndpointStatus

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from app.webhooks.models import (
        DeliveryAttempt,
        DeliveryStatus,
        EventType,
        WebhookDelivery,
        WebhookEndpoint,
    )


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """An endpoint that was just added, with the secret to verify by."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class EndpointView:
    """An endpoint with how its deliveries of the last 24 hours went."""

    id: UUID
    url: str
    description: str
    event_types: tuple[str, ...]
    status: EndpointStatus
    disabled_at: datetime | None
    disabled_reason: str | None
    failures_in_a_row: int
    failing_since: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    delivered_24h: int
    failed_24h: int
    pending: int

    @property
    def is_enabled(self) -> bool:
        """Whether it is told of events."""
        return self.status is EndpointStatus.ENABLED


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery in a list. A partner's call-back is marked, as its endpoint is not listed."""

    id: UUID
    event_id: UUID
    event_type: EventType
    sequence: int
    interview_id: UUID | None
    endpoint_id: UUID
    endpoint_url: str
    format: EndpointFormat
    status: DeliveryStatus
    is_replay: bool
    attempts: int
    last_status_code: int | None
    last_error: str | None
    next_attempt_at: datetime | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_partner(self) -> bool:
        """Whether it calls a partner back, in the partner's own format."""
        return self.format is not EndpointFormat.VIVAVOCE


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Deliveries, newest first. `next_cursor` asks for the older ones; None at the end."""

    rows: tuple[DeliveryView, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One request and the beginning of its answer. Credentials among the headers are hidden."""

    number: int
    at: datetime
    duration_ms: int
    status_code: int | None
    error: str | None
    request_headers: dict[str, str]
    response: str


@dataclass(frozen=True, slots=True)
class DeliveryDetail:
    """A delivery with what is sent and every attempt, the first one first."""

    delivery: DeliveryView
    method: str
    url: str
    body: str
    attempts: tuple[AttemptView, ...]


def delivery_view(delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> DeliveryView:
    """A delivery to that endpoint."""
    return DeliveryView(
        id=delivery.id,
        event_id=delivery.event_id,
        event_type=delivery.event_type,
        sequence=delivery.sequence,
        interview_id=delivery.interview_id,
        endpoint_id=endpoint.id,
        endpoint_url=endpoint.url,
        format=endpoint.format,
        status=delivery.status,
        is_replay=delivery.is_replay,
        attempts=delivery.attempts,
        last_status_code=delivery.last_status_code,
        last_error=delivery.last_error,
        next_attempt_at=delivery.next_attempt_at,
        created_at=delivery.created_at,
        finished_at=delivery.finished_at,
    )


def attempt_view(attempt: DeliveryAttempt) -> AttemptView:
    """An attempt."""
    return AttemptView(
        number=attempt.number,
        at=attempt.at,
        duration_ms=attempt.duration_ms,
        status_code=attempt.status_code,
        error=attempt.error,
        request_headers=attempt.request_headers,
        response=attempt.response,
    )
