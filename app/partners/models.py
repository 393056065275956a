"""Tables of partners."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id


class Partner(StrEnum):
    """An applicant tracking system we are an assessment partner of."""

    GREENHOUSE = "greenhouse"
    ASHBY = "ashby"


class PartnerConnection(SQLModel, table=True):
    """What an organisation has told us to call a partner with, sealed."""

    __tablename__ = "partner_connection"
    __table_args__ = (UniqueConstraint("organization_id", "partner"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    partner: Partner = Field(sa_column=Column(enum_column(Partner), nullable=False))
    api_key_sealed: str = Field(max_length=1000)
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class PartnerOrder(SQLModel, table=True):
    """An interview that a partner ordered. `reference` is the order's identity on their side."""

    __tablename__ = "partner_order"
    __table_args__ = (
        UniqueConstraint("organization_id", "partner", "reference"),
        Index(None, "organization_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    partner: Partner = Field(sa_column=Column(enum_column(Partner), nullable=False))
    reference: str = Field(max_length=300)
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE", unique=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    last_error: str | None = Field(default=None, max_length=500)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
