"""Tables of positions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id


class Seniority(StrEnum):
    """How senior the person sought is."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"
    LEAD = "lead"
    PRINCIPAL = "principal"


class InterviewType(StrEnum):
    """What an interview for the position is about."""

    TECHNICAL = "technical"
    BEHAVIOURAL = "behavioural"
    SYSTEM_DESIGN = "system_design"
    SCREENING = "screening"


class Difficulty(StrEnum):
    """Where an interview begins, relative to the target depth."""

    EASY = "easy"
    STANDARD = "standard"
    HARD = "hard"


class Proctoring(StrEnum):
    """Which integrity signals are recorded: none, those of the window, or full screen too."""

    OFF = "off"
    STANDARD = "standard"
    STRICT = "strict"


class PositionStatus(StrEnum):
    """A position is built as a draft, takes interviews while open, and is then closed."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Position(SQLModel, table=True):
    """An interview for a job. `version` grows with each edit, so that two cannot overwrite."""

    __tablename__ = "position"
    __table_args__ = (
        Index(None, "organization_id", "status", "id"),
        CheckConstraint("duration_min between 5 and 180", name="duration"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    title: str = Field(max_length=120)
    seniority: Seniority = Field(sa_column=Column(enum_column(Seniority), nullable=False))
    difficulty: Difficulty = Field(sa_column=Column(enum_column(Difficulty), nullable=False))
    proctoring: Proctoring = Field(sa_column=Column(enum_column(Proctoring), nullable=False))
    status: PositionStatus = Field(
        default=PositionStatus.DRAFT, sa_column=Column(enum_column(PositionStatus), nullable=False)
    )
    interview_types: list[str] = Field(sa_column=Column(Json, nullable=False))
    duration_min: int
    language: str = Field(default="en", max_length=10)
    job_description: str = ""
    version: int = 1
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PositionConcept(SQLModel, table=True):
    """A concept the position measures. `in_bank` is false for one the team added by name."""

    __tablename__ = "position_concept"
    __table_args__ = (
        UniqueConstraint("position_id", "slug"),
        CheckConstraint("target_depth between 1 and 5", name="target_depth"),
        CheckConstraint("weight between 1 and 5", name="weight"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    position_id: UUID = Field(foreign_key="position.id", ondelete="CASCADE")
    slug: str = Field(max_length=60)
    name: str = Field(max_length=80)
    in_bank: bool
    weight: int
    target_depth: int
    must_have: bool = False
    focus_areas: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    ordinal: int


class MustAskQuestion(SQLModel, table=True):
    """A question every candidate is asked, word for word.

    Of a dealbreaker the answer must meet the ideal answer for the candidate to be recommended.
    """

    __tablename__ = "must_ask_question"
    __table_args__ = (UniqueConstraint("position_id", "ordinal"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    position_id: UUID = Field(foreign_key="position.id", ondelete="CASCADE")
    ordinal: int
    question: str = Field(max_length=500)
    ideal_answer: str = Field(default="", max_length=4000)
    time_limit_min: int | None = None
    dealbreaker: bool = False
