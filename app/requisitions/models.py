"""Tables of requisitions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, prefix_searched
from app.core.ids import new_id


class Requisition(SQLModel, table=True):
    """A job to be filled. `position_id` is the interview that its candidates take.

    `min_check_interval` is in minutes and `lookback_hours` None where the organisation's default
    holds. With `auto_send_interview` an applicant who is analysed is invited at once, or, where
    `auto_send_on_status` is set, as soon as Workday gives the application that status. What comes
    from Workday is kept as it came in `workday_data`; one that is gone there has `removed_at`, and
    `edited` names the fields that people changed here, which Workday no longer overwrites.
    `version` grows with each edit by a person, so that two cannot overwrite each other.
    """

    __tablename__ = "requisition"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        UniqueConstraint("organization_id", "external_id"),
        Index(None, "organization_id", "is_active", "created_at", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "is_active", "next_check_at"),
        CheckConstraint("min_check_interval between 5 and 10080", name="min_check_interval"),
        CheckConstraint("lookback_hours between 1 and 8760", name="lookback_hours"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    external_id: str | None = Field(default=None, max_length=120)
    name: str = Field(sa_column=Column(prefix_searched(200), nullable=False))
    description: str = Field(default="", sa_column=Column(Text, nullable=False))
    detailed_description: str = Field(default="", sa_column=Column(Text, nullable=False))
    location: str | None = Field(default=None, max_length=200)
    recruiter_id: UUID | None = Field(default=None, foreign_key="recruiter.id", index=True)
    position_id: UUID | None = Field(
        default=None, foreign_key="position.id", ondelete="SET NULL", index=True
    )
    persona_id: UUID | None = Field(
        default=None, foreign_key="persona.id", ondelete="SET NULL", index=True
    )
    is_active: bool = True
    min_check_interval: int = 15
    lookback_hours: int | None = None
    interview_instructions: str | None = Field(default=None, max_length=4000)
    auto_send_interview: bool = False
    auto_send_on_status: str | None = Field(default=None, max_length=60)
    workday_data: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    edited: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    last_synced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_check_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
