"""Tables of an organisation's hiring settings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime


class HiringSettings(SQLModel, table=True):
    """What holds for all requisitions of an organisation. Without a row the defaults do.

    Hours are those of the Workday look-back. `auto_send_max_risk` is the highest risk score with
    which an application is invited by itself.
    """

    __tablename__ = "hiring_settings"
    __table_args__ = (
        CheckConstraint("interview_token_expiry_days between 1 and 90", name="expiry"),
        CheckConstraint("auto_send_max_risk between 0 and 1", name="auto_send_max_risk"),
    )

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    lookback_hours_default: int = 24
    lookback_hours_min: int = 1
    lookback_hours_max: int = 168
    interview_token_expiry_days: int = 7
    email_from_address: str | None = Field(default=None, max_length=254)
    email_from_name: str | None = Field(default=None, max_length=120)
    default_recruiter_id: UUID | None = Field(
        default=None, foreign_key="recruiter.id", ondelete="SET NULL"
    )
    auto_send_max_risk: float = 0.5
    version: int = 1
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
