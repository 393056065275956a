"""Tables of API keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime
from app.core.ids import new_id


class ApiKey(SQLModel, table=True):
    """A key of an organisation's. Only its keyed hash is kept, and its last characters as a hint.

    `scopes` holds values of `identity.permissions.Scope`.
    """

    __tablename__ = "api_key"
    __table_args__ = (Index(None, "organization_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    name: str = Field(max_length=80)
    key_hash: str = Field(max_length=64, unique=True)
    hint: str = Field(max_length=8)
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
