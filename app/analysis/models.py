"""Tables of analyses."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime
from app.core.ids import new_id


class Analysis(SQLModel, table=True):
    """What a résumé says for and against an application. The newest of an application counts.

    `pros`, `cons`, `red_flags` and `compliance_flags` are lists of `{text, evidence}`, where
    `evidence` is a list of `{start, end, quote}` into the résumé's text, verbatim.
    `suggested_questions` are `{text, why}`. `risk_score` is between 0 and 1, and None where the
    résumé does not allow one.
    """

    __tablename__ = "analysis"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        Index(None, "application_id", "created_at", "id"),
        CheckConstraint("risk_score between 0 and 1", name="risk_score"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    application_id: UUID = Field(foreign_key="application.id", ondelete="CASCADE")
    resume_id: UUID | None = Field(
        default=None, foreign_key="resume.id", ondelete="SET NULL", index=True
    )
    risk_score: float | None = None
    relevance_summary: str = Field(sa_column=Column(Text, nullable=False))
    pros: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    cons: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    red_flags: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    suggested_questions: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    compliance_flags: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    engine: str = Field(max_length=40)
    engine_version: str = Field(max_length=40)
    prompt_hash: str | None = Field(default=None, max_length=64)
    fallback: str = Field(default="", max_length=60)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
