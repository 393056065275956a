"""Tables of candidates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime, prefix_searched
from app.core.ids import new_id


class Candidate(SQLModel, table=True):
    """A person in one organisation's hiring, known by their e-mail address there."""

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("organization_id", "email"),
        Index(None, "organization_id", "full_name", "id"),
        Index(None, "organization_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    email: str = Field(sa_column=Column(prefix_searched(254), nullable=False))
    full_name: str = Field(max_length=200)
    phone: str | None = Field(default=None, max_length=30)
    resume_url: str | None = Field(default=None, max_length=2000)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
