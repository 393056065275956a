"""Tables of the queue."""

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


class JobType(StrEnum):
    """What is to be done."""

    SYNC = "sync"
    ANALYSE = "analyze"
    INVITE = "invite"
    EVALUATE = "evaluate"
    REPORT = "report"
    DELIVER = "deliver"


class QueueStatus(StrEnum):
    """Where an item stands. One that failed is tried again by itself; a dead one is not."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    DEAD = "dead"


class QueueItem(SQLModel, table=True):
    """Something to be done. A higher `priority` goes first; the default is 0.

    `key` makes two orders of the same thing one, for as long as the first is not over: it is
    emptied then. What is ordered again while it runs is `wanted_again`, and done once more
    afterwards, as the run may have begun before what the order is about. `attempts` counts those
    begun. `run` grows with each attempt that is ordered, and an order of an older run finds
    nothing to do.
    """

    __tablename__ = "queue_item"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        UniqueConstraint("organization_id", "key"),
        Index(None, "organization_id", "status", "priority", "id"),
        Index(None, "organization_id", "id"),
        Index(None, "status", "started_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    job_type: JobType = Field(sa_column=Column(enum_column(JobType), nullable=False))
    status: QueueStatus = Field(
        default=QueueStatus.PENDING, sa_column=Column(enum_column(QueueStatus), nullable=False)
    )
    priority: int = 0
    key: str | None = Field(default=None, max_length=120)
    requisition_id: UUID | None = Field(
        default=None, foreign_key="requisition.id", ondelete="CASCADE", index=True
    )
    application_id: UUID | None = Field(
        default=None, foreign_key="application.id", ondelete="CASCADE", index=True
    )
    interview_id: UUID | None = Field(
        default=None, foreign_key="interview.id", ondelete="CASCADE", index=True
    )
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    attempts: int = 0
    run: int = 0
    wanted_again: bool = False
    problem: str | None = Field(default=None, max_length=300)
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    due_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
