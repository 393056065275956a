"""Tables of idempotency."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime
from app.core.ids import new_id


class IdempotencyRecord(SQLModel, table=True):
    """The answer that was given under a key, sealed: it may hold a link that is a key itself.

    Written in the same transaction as what the request changed, so there is never one without the
    other. `key_hash` and `body_hash` are SHA-256.
    """

    __tablename__ = "idempotency_record"
    __table_args__ = (UniqueConstraint("organization_id", "operation", "key_hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    operation: str = Field(max_length=60)
    key_hash: str = Field(max_length=64)
    body_hash: str = Field(max_length=64)
    status: int
    response_sealed: str = Field(sa_column=Column(Text, nullable=False))
    interview_id: UUID | None = Field(
        default=None, foreign_key="interview.id", ondelete="CASCADE", index=True
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
