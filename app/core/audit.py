"""The audit log: who did what to which thing, and when. Entries are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime
from app.core.ids import new_id

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


class AuditEntry(SQLModel, table=True):
    """One thing done. `user_id` is None for what the system or a candidate did.

    The entries of an organisation are a chain: each is counted by `sequence`, and its `hash` covers
    all it says and the hash before it. What was written before there was a chain has neither.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "organization_id", "at"),
        Index(None, "subject_id"),
        Index(None, "organization_id", "sequence", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID | None = None
    user_id: UUID | None = None
    action: str = Field(max_length=60)
    subject_type: str = Field(max_length=40)
    subject_id: UUID
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    sequence: int | None = None
    previous_hash: str | None = Field(default=None, max_length=64)
    hash: str | None = Field(default=None, max_length=64)


class AuditHead(SQLModel, table=True):
    """The newest link of an organisation's chain; whoever adds one holds its lock till the end.

    What belongs to no organisation is chained under the id of zeros.
    """

    __tablename__ = "audit_head"

    organization_id: UUID = Field(primary_key=True)
    sequence: int
    hash: str = Field(max_length=64)


def record(
    session: AsyncSession,
    action: str,
    *,
    subject_type: str,
    subject_id: UUID,
    organization_id: UUID | None,
    user_id: UUID | None = None,
    **details: Any,  # noqa: ANN401 - whatever JSON describes the act; never a secret or an answer
) -> None:
    """Add an entry to the current unit of work, so that it stands or falls with the act."""
    session.add(
        AuditEntry(
            organization_id=organization_id,
            user_id=user_id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            details=details,
        )
    )
