"""Tables of interviews."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column, prefix_searched
from app.core.ids import new_id


class InterviewStatus(StrEnum):
    """Where an interview stands. The last four are final."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class InterviewKind(StrEnum):
    """Of a candidate, a member's trial of a position, or practice. Only the first is counted."""

    CANDIDATE = "candidate"
    TRIAL = "trial"
    PRACTICE = "practice"


class TurnRole(StrEnum):
    """Who speaks."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"


class TurnKind(StrEnum):
    """What a turn is. A question, follow-up or must-ask is what an answer replies to."""

    QUESTION = "question"
    FOLLOW_UP = "follow_up"
    MUST_ASK = "must_ask"
    ANSWER = "answer"
    CLARIFYING_QUESTION = "clarifying_question"
    CLARIFICATION = "clarification"
    CLOSING = "closing"


class SignalKind(StrEnum):
    """An event that a person may want to look at more closely. Never part of a score."""

    TAB_HIDDEN = "tab_hidden"
    WINDOW_BLUR = "window_blur"
    PASTE = "paste"
    COPY = "copy"
    FULLSCREEN_EXIT = "fullscreen_exit"
    DISCONNECTED = "disconnected"
    SECOND_TAB = "second_tab"


class Interview(SQLModel, table=True):
    """One interview. What it needs of its position is copied when it is scheduled.

    `plan` holds the concept targets and must-ask questions as they were then, so that an edit of
    the position changes no interview under way. `candidate_name`, `position_title`, `score` and
    `recommendation` repeat what stands elsewhere, so that the table of interviews is one indexed
    query. The invitation token is found by its keyed hash and kept sealed, to be shown again.
    `time_used_s` counts only time in which the candidate was connected. Practice has no position;
    what was asked for is kept in `practice`. `number` is a candidate's interview's public one, and
    `requisition_id` that of its application. `persona` is how the interviewer speaks, as the
    persona was when the candidate was invited.
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index(None, "organization_id", "kind", "created_at", "id"),
        Index(None, "organization_id", "kind", "status", "created_at", "id"),
        Index(None, "organization_id", "kind", "score", "id"),
        Index(None, "organization_id", "kind", "candidate_name", "id"),
        Index(None, "organization_id", "kind", "recommendation", "created_at", "id"),
        Index(None, "position_id", "created_at", "id"),
        Index(
            "ix_interview_review",
            "organization_id",
            "kind",
            "status",
            "reviewed_at",
            "created_at",
            "id",
        ),
        Index(
            "ix_interview_human",
            "organization_id",
            "kind",
            "human_resolved_at",
            "human_requested_at",
            "id",
        ),
        Index(None, "organization_id", "number", unique=True),
        Index(None, "application_id", "created_at"),
        Index(None, "requisition_id", "created_at", "id"),
        Index(None, "requisition_id", "status", "created_at", "id"),
        Index(None, "requisition_id", "candidate_name", "id"),
        Index("ix_interview_ended", "organization_id", "kind", "status", "ended_at"),
        Index(
            "ix_interview_by_position",
            "organization_id",
            "kind",
            "position_id",
            "status",
            "reviewed_at",
        ),
        Index(None, "status", "expires_at"),
        Index(None, "status", "last_seen_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    position_id: UUID | None = Field(default=None, foreign_key="position.id")
    candidate_id: UUID | None = Field(
        default=None, foreign_key="candidate.id", ondelete="CASCADE", index=True
    )
    application_id: UUID | None = Field(
        default=None, foreign_key="application.id", ondelete="SET NULL"
    )
    requisition_id: UUID | None = Field(
        default=None, foreign_key="requisition.id", ondelete="SET NULL"
    )
    number: int | None = None
    kind: InterviewKind = Field(
        default=InterviewKind.CANDIDATE,
        sa_column=Column(enum_column(InterviewKind), nullable=False),
    )
    status: InterviewStatus = Field(
        default=InterviewStatus.SCHEDULED,
        sa_column=Column(enum_column(InterviewStatus), nullable=False),
    )
    token_hash: str = Field(max_length=64, unique=True)
    token_sealed: str = Field(max_length=500)
    candidate_name: str = Field(max_length=200)
    position_title: str = Field(max_length=120)
    seniority: str = Field(max_length=32)
    duration_min: int
    proctoring: str = Field(max_length=32)
    plan: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    seed: int
    engine: str = Field(default="built-in", max_length=40)
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    recommendation: str | None = Field(default=None, max_length=20)
    depths: list[float] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    reviewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    human_requested_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    human_resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    consent_version: str | None = Field(default=None, max_length=20)
    consented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    scheduled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_reason: str | None = Field(default=None, max_length=32)
    time_used_s: float = 0.0
    draft: str = Field(default="", sa_column=Column(Text, nullable=False))
    draft_turn_id: UUID | None = None
    draft_saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    practice: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    persona: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    # In JSON, as integrators may count their rounds with whole numbers of any size.
    round_number: int | None = Field(default=None, sa_column=Column(Json))
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class InterviewCount(SQLModel, table=True):
    """How many interviews of candidates that were made in a month stand where.

    `group_id` is the requisition they are for, or the organisation where they are for none; `month`
    is as `app.core.months` writes it. The database itself keeps it with every step.
    """

    __tablename__ = "interview_count"
    __table_args__ = (Index(None, "organization_id", "status", "month", "number"),)

    group_id: UUID = Field(primary_key=True)
    status: InterviewStatus = Field(
        sa_column=Column(enum_column(InterviewStatus), primary_key=True)
    )
    month: int = Field(primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int = 0


class InterviewTerm(SQLModel, table=True):
    """A word by which an interview is found: of the candidate's name or address, or the title."""

    __tablename__ = "interview_term"
    __table_args__ = (Index(None, "organization_id", "term", "interview_id"),)

    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE", primary_key=True)
    term: str = Field(sa_column=Column(prefix_searched(64), primary_key=True))
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")


class Turn(SQLModel, table=True):
    """Something that was said. `item` is the item as it was when it was asked.

    `client_key` is made by the browser for each answer it sends, so that a second click or a
    retry of the same answer finds the first.
    """

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("interview_id", "ordinal"),
        UniqueConstraint("interview_id", "client_key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE")
    ordinal: int
    role: TurnRole = Field(sa_column=Column(enum_column(TurnRole), nullable=False))
    kind: TurnKind = Field(sa_column=Column(enum_column(TurnKind), nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    in_reply_to: UUID | None = Field(
        default=None, foreign_key="turn.id", ondelete="CASCADE", index=True
    )
    concept: str | None = Field(default=None, max_length=60)
    depth: int | None = None
    item: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    client_key: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class IntegritySignal(SQLModel, table=True):
    """Something the room recorded, when, and whether a person has waved it through."""

    __tablename__ = "integrity_signal"
    __table_args__ = (Index(None, "interview_id", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE")
    turn_id: UUID | None = Field(
        default=None, foreign_key="turn.id", ondelete="SET NULL", index=True
    )
    kind: SignalKind = Field(sa_column=Column(enum_column(SignalKind), nullable=False))
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    dismissed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dismissed_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    dismissed_reason: str | None = Field(default=None, max_length=500)
