"""Tables of the activity log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, Integer
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column


class LogLevel(StrEnum):
    """How much an entry matters."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogEntry(SQLModel, table=True):
    """Something the product did. `message` and `extra` hold no secret and nothing a candidate said.

    The requisition and application are named by id and by number, and outlive neither.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        Index(None, "organization_id", "id"),
        Index(None, "organization_id", "level", "id"),
        Index(None, "requisition_id", "id"),
        Index(None, "application_id", "id"),
        Index(None, "organization_id", "created_at"),
    )

    id: int | None = Field(
        default=None,
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True
        ),
    )
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    level: LogLevel = Field(sa_column=Column(enum_column(LogLevel), nullable=False))
    message: str = Field(max_length=500)
    source: str = Field(max_length=40)
    requisition_id: UUID | None = Field(
        default=None, foreign_key="requisition.id", ondelete="CASCADE"
    )
    application_id: UUID | None = Field(
        default=None, foreign_key="application.id", ondelete="CASCADE"
    )
    extra: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
