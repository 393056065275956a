"""Tables of evaluations."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime
from app.core.ids import new_id


class InterviewEvaluation(SQLModel, table=True):
    """An interview in six scores of 0 to 10, and 0 to 100 overall; None where nothing shows it.

    `basis` says for each score by which rule and from which evidence it came about.
    """

    __tablename__ = "interview_evaluation"
    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE", unique=True)
    reliability_score: int | None = None
    accountability_score: int | None = None
    professionalism_score: int | None = None
    communication_score: int | None = None
    technical_score: int | None = None
    growth_potential_score: int | None = None
    overall_score: int | None = None
    summary: str = Field(sa_column=Column(Text, nullable=False))
    strengths: list[str] = Field(sa_column=Column(Json, nullable=False))
    weaknesses: list[str] = Field(sa_column=Column(Json, nullable=False))
    red_flags: list[str] = Field(sa_column=Column(Json, nullable=False))
    recommendation: str = Field(max_length=20)
    next_interview_focus: list[str] = Field(sa_column=Column(Json, nullable=False))
    basis: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    rules_version: str = Field(max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
