"""Tables of webhooks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id


class EventType(StrEnum):
    """What can be told. TEST is what "send test event" sends, to one endpoint alone."""

    INTERVIEW_SCHEDULED = "interview.scheduled"
    INTERVIEW_STARTED = "interview.started"
    INTERVIEW_COMPLETED = "interview.completed"
    INTERVIEW_CANCELED = "interview.canceled"
    REPORT_GENERATED = "report.generated"
    PROCTORING_ALERT = "proctoring.alert"
    TEST = "webhook.test"


class EndpointFormat(StrEnum):
    """What a receiver expects: our signed envelope, or the call an ATS has agreed on."""

    VIVAVOCE = "vivavoce"
    GREENHOUSE = "greenhouse"
    ASHBY = "ashby"


class EndpointStatus(StrEnum):
    """Whether an endpoint is told of events; a person or too many failures switch it off."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class DeliveryStatus(StrEnum):
    """Where a delivery stands. FAILED means that no attempt is left; CANCELLED, none was due."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class WebhookEndpoint(SQLModel, table=True):
    """Somebody to be told. Secrets are sealed: they sign, so they must be readable.

    With `interview_id` it is told of that interview alone: so ATS partners are called back. Such
    endpoints and their credentials are made by the product and not shown as endpoints.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        Index(None, "organization_id", "interview_id", "status"),
        Index(None, "interview_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID | None = Field(default=None, foreign_key="interview.id", ondelete="CASCADE")
    format: EndpointFormat = Field(
        default=EndpointFormat.VIVAVOCE,
        sa_column=Column(enum_column(EndpointFormat), nullable=False),
    )
    url: str = Field(max_length=2000)
    description: str = Field(default="", max_length=120)
    event_types: list[str] = Field(sa_column=Column(Json, nullable=False))
    secret_sealed: str = Field(max_length=1000)
    old_secret_sealed: str | None = Field(default=None, max_length=1000)
    old_secret_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    status: EndpointStatus = Field(
        default=EndpointStatus.ENABLED,
        sa_column=Column(enum_column(EndpointStatus), nullable=False),
    )
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_reason: str | None = Field(default=None, max_length=300)
    failures_in_a_row: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class WebhookEvent(SQLModel, table=True):
    """Something that happened, written in the same transaction as what it tells of.

    `sequence` counts the events of one interview from 1, so that receivers can sort them.
    """

    __tablename__ = "webhook_event"
    __table_args__ = (
        UniqueConstraint("interview_id", "sequence"),
        Index(None, "organization_id", "id"),
        Index(None, "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID | None = Field(default=None, foreign_key="interview.id", ondelete="CASCADE")
    type: EventType = Field(sa_column=Column(enum_column(EventType), nullable=False))
    sequence: int
    data: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class WebhookDelivery(SQLModel, table=True):
    """The telling of one event to one endpoint. A replay is a delivery of its own."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index(None, "organization_id", "id"),
        Index(None, "organization_id", "status", "id"),
        Index(None, "organization_id", "event_type", "id"),
        Index(None, "endpoint_id", "id"),
        Index("ix_webhook_delivery_order", "endpoint_id", "interview_id", "status", "sequence"),
        Index(None, "event_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    endpoint_id: UUID = Field(foreign_key="webhook_endpoint.id", ondelete="CASCADE")
    event_id: UUID = Field(foreign_key="webhook_event.id", ondelete="CASCADE")
    interview_id: UUID | None = None
    sequence: int
    event_type: EventType = Field(sa_column=Column(enum_column(EventType), nullable=False))
    status: DeliveryStatus = Field(
        default=DeliveryStatus.PENDING,
        sa_column=Column(enum_column(DeliveryStatus), nullable=False),
    )
    is_replay: bool = False
    attempts: int = 0
    last_status_code: int | None = None
    last_error: str | None = Field(default=None, max_length=300)
    next_attempt_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class DeliveryAttempt(SQLModel, table=True):
    """One request that was made, or tried, and a short piece of what came back."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    delivery_id: UUID = Field(foreign_key="webhook_delivery.id", ondelete="CASCADE")
    number: int
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    duration_ms: int
    status_code: int | None = None
    error: str | None = Field(default=None, max_length=300)
    request_headers: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    response: str = Field(default="", sa_column=Column(Text, nullable=False))
