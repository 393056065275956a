"""Tables of engines: what an organisation chose, and the ledger of calls to models."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_id
from app.settings import EngineName


class EngineChoice(SQLModel, table=True):
    """Which engine an organisation uses, and how. What is None is as the settings say.

    The key is sealed. `budget_cents` is what one interview may cost at most.
    """

    __tablename__ = "engine_choice"

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    engine: EngineName = Field(sa_column=Column(enum_column(EngineName), nullable=False))
    base_url: str | None = Field(default=None, max_length=500)
    api_key_sealed: str | None = Field(default=None, max_length=1000)
    model: str | None = Field(default=None, max_length=120)
    temperature: float | None = None
    timeout_seconds: float | None = None
    judgements: int | None = None
    budget_cents: int | None = None
    updated_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class CallPurpose(StrEnum):
    """What a model was called for."""

    GRADE = "grade"
    ASK = "ask"
    FOLLOW_UP = "follow_up"
    CLARIFY = "clarify"
    ITEMS = "items"
    ANALYSE = "analyse"
    TEST = "test"


class CallOutcome(StrEnum):
    """How a call ended. All but the first led to another attempt, or to the built-in engine."""

    OK = "ok"
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    CONNECTION = "connection"
    REFUSED = "refused"
    INVALID = "invalid"
    REJECTED = "rejected"


class ModelCall(SQLModel, table=True):
    """One call to a model: tokens, cost in millionths of a US dollar, and how it ended.

    Holds nothing of what was sent or answered.
    """

    __tablename__ = "model_call"
    __table_args__ = (Index(None, "organization_id", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    interview_id: UUID | None = Field(
        default=None, foreign_key="interview.id", ondelete="CASCADE", index=True
    )
    purpose: CallPurpose = Field(sa_column=Column(enum_column(CallPurpose), nullable=False))
    outcome: CallOutcome = Field(sa_column=Column(enum_column(CallOutcome), nullable=False))
    model: str = Field(max_length=120)
    prompt: str = Field(max_length=60)
    prompt_hash: str = Field(max_length=64)
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0
    milliseconds: int = 0
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
