"""Tables of e-mail."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_id


class MailKind(StrEnum):
    """What an e-mail is about."""

    INVITATION = "invitation"
    LOW_BALANCE = "low_balance"
    TOP_UP_FAILED = "top_up_failed"
    ENDPOINT_DISABLED = "endpoint_disabled"
    REPORT = "report"


class MailStatus(StrEnum):
    """Where an e-mail stands."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Mail(SQLModel, table=True):
    """An e-mail to one person. The text is sealed, as it may hold a link that is a key.

    It is blanked once the e-mail has left.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index(None, "interview_id", "id"),
        Index(None, "organization_id", "id"),
        Index(None, "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID | None = Field(default=None, foreign_key="interview.id", ondelete="CASCADE")
    kind: MailKind = Field(sa_column=Column(enum_column(MailKind), nullable=False))
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    text_sealed: str = Field(sa_column=Column(Text, nullable=False))
    status: MailStatus = Field(
        default=MailStatus.PENDING, sa_column=Column(enum_column(MailStatus), nullable=False)
    )
    attempts: int = 0
    error: str | None = Field(default=None, max_length=300)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
