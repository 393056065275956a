"""Tables of the question bank: the items an organisation has of its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id


class ItemOrigin(StrEnum):
    """Where an item came from. `edited` is one of the built-in bank in the team's own wording."""

    WRITTEN = "written"
    IMPORTED = "imported"
    EDITED = "edited"
    GENERATED = "generated"


class ItemStatus(StrEnum):
    """Active items are asked; retired ones are kept, as interviews refer to them."""

    ACTIVE = "active"
    RETIRED = "retired"


class OrganizationItem(SQLModel, table=True):
    """An item of the organisation's own, or its version of a built-in one of the same id.

    A retired row with the id of a built-in item keeps that item from being asked. `content` is an
    `app.assessment.items.Item` as JSON; `version` grows with each edit.
    """

    __tablename__ = "organization_item"
    __table_args__ = (
        UniqueConstraint("organization_id", "concept", "item_id"),
        CheckConstraint("depth between 1 and 5", name="depth"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    concept: str = Field(max_length=60)
    concept_name: str = Field(max_length=80)
    item_id: str = Field(max_length=60)
    depth: int
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    origin: ItemOrigin = Field(sa_column=Column(enum_column(ItemOrigin), nullable=False))
    status: ItemStatus = Field(
        default=ItemStatus.ACTIVE, sa_column=Column(enum_column(ItemStatus), nullable=False)
    )
    version: int = 1
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
