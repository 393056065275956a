"""Tables of assessment: evaluations, their point grades, and the evidence for each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.assessment.items import AnswerKind
from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id


class Evaluation(SQLModel, table=True):
    """The grade of one answer, by one engine. An answer is graded once.

    The evaluation of a follow-up's answer judges the whole exchange on the item anew and
    supersedes that of the first answer, which stays as it was. `score_low` and `score_high` are
    how far the judgements of an engine that judges several times lay apart; `fallback` says why
    another engine than the one chosen had to grade.
    """

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("turn_id"), Index(None, "organization_id", "item_id"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE", index=True)
    turn_id: UUID = Field(foreign_key="turn.id", ondelete="CASCADE")
    item_id: str = Field(max_length=80)
    concept: str | None = Field(default=None, max_length=60)
    depth: int | None = None
    kind: AnswerKind = Field(sa_column=Column(enum_column(AnswerKind), nullable=False))
    score: float
    score_low: float | None = None
    score_high: float | None = None
    confidence: float
    misconceptions: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    engine: str = Field(max_length=40)
    engine_version: str = Field(max_length=40)
    prompt_hash: str = Field(default="", max_length=64)
    fallback: str = Field(default="", max_length=60)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class PointEvaluation(SQLModel, table=True):
    """The judgement of one reference point, with the point's words as they were."""

    __tablename__ = "point_evaluation"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "point_id"),
        CheckConstraint("credit between 0 and 1", name="credit"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    evaluation_id: UUID = Field(foreign_key="evaluation.id", ondelete="CASCADE")
    point_id: str = Field(max_length=60)
    ordinal: int
    text: str
    weight: float
    credit: float
    confidence: float
    contradicted: bool = False
    note: str = Field(default="", max_length=200)


class Evidence(SQLModel, table=True):
    """A span of the candidate's own answer: code points `start` to `end` of that turn's text."""

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("start_at >= 0 and start_at < end_at", name="span"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    point_evaluation_id: UUID = Field(
        foreign_key="point_evaluation.id", ondelete="CASCADE", index=True
    )
    turn_id: UUID = Field(foreign_key="turn.id", ondelete="CASCADE", index=True)
    start_at: int
    end_at: int
    quote: str


class Regrade(SQLModel, table=True):
    """A person's grade of an answer, beside the machine's. Added, never changed; the newest holds.

    `points` holds `{point_id, credit}` for each reference point; `blind` says that the machine's
    grade was hidden from the person, `counts` whether the report takes it in. The machine's side
    is copied, as it was then.
    """

    __tablename__ = "regrade"
    __table_args__ = (
        Index(None, "organization_id", "created_at"),
        Index(None, "interview_id", "created_at"),
        CheckConstraint("score between 0 and 1", name="score"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE")
    evaluation_id: UUID = Field(foreign_key="evaluation.id", ondelete="CASCADE", index=True)
    concept: str | None = Field(default=None, max_length=60)
    item_id: str = Field(max_length=80)
    score: float
    points: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    machine_score: float
    engine: str = Field(max_length=40)
    engine_version: str = Field(max_length=40)
    reason: str = Field(max_length=2000)
    blind: bool = False
    counts: bool = True
    graded_by: UUID | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    graded_by_name: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
