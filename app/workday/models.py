"""Tables of Workday."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime


class WorkdayCredential(SQLModel, table=True):
    """How an organisation gets into its Workday tenant.

    `sealed` holds the client's secret and the tokens, encrypted under a data key of its own, which
    `wrapped_key` holds encrypted under the key that `key_id` names. `version` grows with each
    change, so that of two processes that refresh at once one finds the other's tokens; whoever
    refreshes says in `refreshing_until` how long the others wait. `next_check_at` is when the
    organisation's list of requisitions is looked at next.
    """

    __tablename__ = "workday_credential"

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    tenant_url: str = Field(max_length=300)
    tenant_id: str = Field(max_length=120)
    client_id: str = Field(max_length=200)
    key_id: str = Field(max_length=60)
    wrapped_key: str = Field(max_length=500)
    sealed: str = Field(sa_column=Column(Text, nullable=False))
    is_valid: bool | None = None
    problem: str | None = Field(default=None, max_length=300)
    last_validated: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refreshing_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_check_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1
    updated_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class WorkdayMapping(SQLModel, table=True):
    """Where an organisation's Workday keeps what we need, and which of its fields is which."""

    __tablename__ = "workday_mapping"

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    mapping: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    version: int = 1
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
