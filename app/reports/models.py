"""Tables of reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime
from app.core.ids import new_id


class Report(SQLModel, table=True):
    """What an interview showed. Scores are 0 to 100; None where nothing could be graded.

    `concept_depth` has an entry per concept of the plan: depth, interval, target, questions asked
    and evidence, or the statement that it was not asked about. Once a person has re-graded an
    answer the report counts that grade, and `machine` keeps what it said before.
    """

    __tablename__ = "report"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE", index=True)
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE", unique=True)
    overall_score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    recommendation: str = Field(max_length=20)
    why: str = Field(max_length=300)
    summary: str = Field(sa_column=Column(Text, nullable=False))
    knowledge_summary: str = Field(sa_column=Column(Text, nullable=False))
    questions_asked: int
    follow_ups_asked: int
    time_used_s: float
    concept_depth: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    engine: str = Field(max_length=40)
    engine_version: str = Field(max_length=40)
    machine: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Decision(SQLModel, table=True):
    """What a person decided, and why. Decisions are added, never changed; the newest holds."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "report_id", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    report_id: UUID = Field(foreign_key="report.id", ondelete="CASCADE")
    recommendation: str = Field(max_length=20)
    reason: str = Field(max_length=2000)
    decided_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    decided_by_name: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Note(SQLModel, table=True):
    """A member's note on a report, about the whole or one turn."""

    __tablename__ = "note"
    __table_args__ = (Index(None, "report_id", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    report_id: UUID = Field(foreign_key="report.id", ondelete="CASCADE")
    turn_id: UUID | None = Field(
        default=None, foreign_key="turn.id", ondelete="SET NULL", index=True
    )
    text: str = Field(max_length=4000)
    written_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    written_by_name: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
