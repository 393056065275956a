"""Tables of résumés."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id


class ResumeFormat(StrEnum):
    """What kind of file it is, by its content and not by its name."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"


class Resume(SQLModel, table=True):
    """A résumé as it was read. The newest of an application counts.

    `text` is what a person would see, all pages in reading order; `pages` holds where each begins
    in it, in characters. `hidden` lists what was left out because nobody would see it: `kind`,
    `page` (from 1, or None) and the `text`. `problem` says why nothing could be read.
    """

    __tablename__ = "resume"
    __table_args__ = (Index(None, "application_id", "created_at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    application_id: UUID = Field(foreign_key="application.id", ondelete="CASCADE")
    file_name: str = Field(max_length=200)
    format: ResumeFormat = Field(sa_column=Column(enum_column(ResumeFormat), nullable=False))
    size: int
    sha256: str = Field(max_length=64)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    pages: list[int] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    hidden: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )
    problem: str | None = Field(default=None, max_length=300)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class ResumeFile(SQLModel, table=True):
    """The bytes of a résumé, in a table of their own so that no list ever reads them."""

    __tablename__ = "resume_file"

    resume_id: UUID = Field(foreign_key="resume.id", ondelete="CASCADE", primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
