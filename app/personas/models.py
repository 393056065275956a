"""Tables of personas."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.assessment.manner import Style
from app.core import clock
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_id


class Persona(SQLModel, table=True):
    """How the interviewer speaks. It has no say in what is asked about or how it is graded.

    The template is for an interviewer that can read, the style for the built-in one.
    """

    __tablename__ = "persona"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        Index(None, "organization_id", "is_default"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    number: int
    name: str = Field(max_length=120)
    description: str = Field(default="", max_length=1000)
    system_prompt_template: str = Field(sa_column=Column(Text, nullable=False))
    style: Style = Field(
        default=Style.NEUTRAL, sa_column=Column(enum_column(Style), nullable=False)
    )
    is_default: bool = False
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
