"""Tables of applications."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column, prefix_searched
from app.core.ids import new_id

MAX_BESIDE = 300
"""PostgreSQL has no index of much longer texts."""


class ApplicationStatus(StrEnum):
    """How far an application has come. The values are the contract's."""

    NEW = "new"
    ANALYSING = "analyzing"
    ANALYSED = "analyzed"
    INVITED = "invited"
    INTERVIEWING = "interviewing"
    COMPLETE = "complete"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class ApplicationSource(StrEnum):
    """Where an application came from."""

    WORKDAY = "workday"
    UPLOAD = "upload"
    API = "api"


class Application(SQLModel, table=True):
    """A candidate for a requisition.

    `candidate_name`, `candidate_email`, `risk_score`, `has_interview`, `has_report` and the rest
    of what a list shows repeat what stands elsewhere, so that a list is one indexed query. Its
    interviews refer to it. An application without an address has an empty `candidate_email`.
    `risk_score` is between 0 and 1. `version` grows with each edit by a person. The database itself
    brings along what terms and counts repeat of an application.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        UniqueConstraint("requisition_id", "external_application_id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "status", "created_at", "id"),
        Index(None, "requisition_id", "created_at", "id"),
        Index(None, "requisition_id", "status", "created_at", "id"),
        # These hold whatever a list is narrowed by, so that a deep page is found in them alone.
        Index(
            "ix_application_by_name",
            "organization_id",
            "candidate_name",
            "id",
            "status",
            "created_at",
        ),
        Index(
            "ix_application_by_risk",
            "organization_id",
            "risk_score",
            "id",
            "status",
            "created_at",
        ),
        Index(
            "ix_application_of_requisition_by_name",
            "requisition_id",
            "candidate_name",
            "id",
            "status",
            "created_at",
        ),
        Index(
            "ix_application_of_requisition_by_risk",
            "requisition_id",
            "risk_score",
            "id",
            "status",
            "created_at",
        ),
        Index(None, "candidate_id"),
        CheckConstraint("risk_score between 0 and 1", name="risk_score"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    requisition_id: UUID = Field(foreign_key="requisition.id", ondelete="CASCADE")
    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE")
    external_application_id: str | None = Field(default=None, max_length=120)
    source: ApplicationSource = Field(
        sa_column=Column(enum_column(ApplicationSource), nullable=False)
    )
    candidate_name: str = Field(sa_column=Column(prefix_searched(200), nullable=False))
    candidate_email: str = Field(max_length=254)
    status: ApplicationStatus = Field(
        default=ApplicationStatus.NEW,
        sa_column=Column(enum_column(ApplicationStatus), nullable=False),
    )
    workday_status: str | None = Field(default=None, max_length=60)
    workday_data: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    has_resume: bool = False
    has_analysis: bool = False
    has_interview: bool = False
    has_report: bool = False
    risk_score: float | None = None
    human_requested: bool = False
    compliance_review: bool = False
    failure: str | None = Field(default=None, max_length=300)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class ApplicationEvent(SQLModel, table=True):
    """A step of an application from one status to another: whose, when and why.

    `actor_name` is empty for what the product itself did.
    """

    __tablename__ = "application_event"
    __table_args__ = (Index(None, "application_id", "at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    application_id: UUID = Field(foreign_key="application.id", ondelete="CASCADE")
    from_status: ApplicationStatus | None = Field(
        default=None,
        sa_column=Column(enum_column(ApplicationStatus, name="from_status"), nullable=True),
    )
    to_status: ApplicationStatus = Field(
        sa_column=Column(enum_column(ApplicationStatus), nullable=False)
    )
    actor_id: UUID | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    actor_name: str = Field(default="", max_length=120)
    reason: str = Field(default="", max_length=500)
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class ApplicationTerm(SQLModel, table=True):
    """A word by which an application is found: of the candidate's name or address.

    None of an application's terms begins with another of them. `shared` is how many characters a
    term has in common with the one before it, so that of those that begin with a word exactly one
    shares fewer than the word has. `beside` holds all terms of the application, each after a blank,
    or None where they are very long. The rest repeats what the application says, so that a search
    is narrowed and counted in one index.
    """

    __tablename__ = "application_term"
    __table_args__ = (
        Index(
            "ix_application_term_found",
            "organization_id",
            "term",
            "shared",
            "status",
            "requisition_id",
            "created_at",
            "beside",
            "application_id",
        ),
    )

    application_id: UUID = Field(foreign_key="application.id", ondelete="CASCADE", primary_key=True)
    term: str = Field(sa_column=Column(prefix_searched(64), primary_key=True))
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    shared: int
    beside: str | None = Field(default=None, max_length=MAX_BESIDE)
    status: ApplicationStatus = Field(
        sa_column=Column(enum_column(ApplicationStatus), nullable=False)
    )
    requisition_id: UUID
    created_at: datetime = Field(sa_type=UtcDateTime)


class ApplicationCount(SQLModel, table=True):
    """How many applications of a requisition that came in in a month stand where.

    `month` is as `app.core.months` writes it; `scored` counts those with a risk score. The database
    itself keeps it with every step: counting hundreds of thousands for each page of a list, or
    walking past them, would take longer than the page.
    """

    __tablename__ = "application_count"
    __table_args__ = (Index(None, "organization_id", "status", "month", "number", "scored"),)

    requisition_id: UUID = Field(foreign_key="requisition.id", ondelete="CASCADE", primary_key=True)
    status: ApplicationStatus = Field(
        sa_column=Column(enum_column(ApplicationStatus), primary_key=True)
    )
    month: int = Field(primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int = 0
    scored: int = 0


class ApplicationInitial(SQLModel, table=True):
    """How many applications of a requisition are of candidates whose names begin so.

    The database itself keeps it, so that a page far into a list by name is begun near by.
    """

    __tablename__ = "application_initial"
    __table_args__ = (Index(None, "organization_id", "initial", "number"),)

    requisition_id: UUID = Field(foreign_key="requisition.id", ondelete="CASCADE", primary_key=True)
    initial: str = Field(sa_column=Column(prefix_searched(2), primary_key=True))
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int = 0
