"""Tables of prompts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_id


class PromptType(StrEnum):
    """What a prompt is for."""

    RESUME_ANALYSIS = "resume_analysis"
    INTERVIEW = "interview"
    EVALUATION = "evaluation"
    INTERVIEW_EMAIL = "interview_email"


class Prompt(SQLModel, table=True):
    """A template, of one requisition or of all.

    `version` grows with each edit and is the number of the newest `PromptVersion`, whose content
    it repeats. One that was deleted stays for what was made with it.
    """

    __tablename__ = "prompt"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        Index(None, "organization_id", "prompt_type", "requisition_id", "is_default"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    name: str = Field(max_length=120)
    prompt_type: PromptType = Field(sa_column=Column(enum_column(PromptType), nullable=False))
    requisition_id: UUID | None = Field(
        default=None, foreign_key="requisition.id", ondelete="CASCADE", index=True
    )
    is_default: bool = False
    template_content: str = Field(sa_column=Column(Text, nullable=False))
    schema_content: str | None = Field(default=None, sa_column=Column(Text))
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class PromptVersion(SQLModel, table=True):
    """What a prompt was at one time. Versions are added, never changed."""

    __tablename__ = "prompt_version"
    __table_args__ = (UniqueConstraint("prompt_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    prompt_id: UUID = Field(foreign_key="prompt.id", ondelete="CASCADE")
    version: int
    template_content: str = Field(sa_column=Column(Text, nullable=False))
    schema_content: str | None = Field(default=None, sa_column=Column(Text))
    sha256: str = Field(max_length=64)
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
