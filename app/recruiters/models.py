"""Tables of recruiters."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime
from app.core.ids import new_id


class Recruiter(SQLModel, table=True):
    """Who stands for a requisition. `user_id` is the member they sign in as, where they do.

    `public_contact_info` is what candidates get to read. `version` grows with each edit.
    """

    __tablename__ = "recruiter"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        UniqueConstraint("organization_id", "email"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    user_id: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL", index=True
    )
    name: str = Field(max_length=120)
    email: str = Field(max_length=254)
    phone: str | None = Field(default=None, max_length=30)
    title: str | None = Field(default=None, max_length=120)
    public_contact_info: str | None = Field(default=None, max_length=1000)
    version: int = 1
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
