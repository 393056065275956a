"""Tables of practice: single questions that a member answered to learn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime
from app.core.ids import new_id


class PracticeAttempt(SQLModel, table=True):
    """An answer to a practice question with its score (0 to 1) and the feedback on it.

    Its owner alone sees it.
    """

    __tablename__ = "practice_attempt"
    __table_args__ = (
        Index(None, "organization_id", "user_id", "created_at"),
        CheckConstraint("score between 0 and 1", name="score"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    job_role: str = Field(max_length=120)
    skill: str = Field(max_length=80)
    concept: str = Field(max_length=60)
    item_id: str = Field(max_length=80)
    depth: int
    question: str = Field(sa_column=Column(Text, nullable=False))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    score: float
    feedback: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
