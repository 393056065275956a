"""Requisitions as screens and contracts receive them, and as they come from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequisitionRow:
    """A requisition in a list. `recruiter_number` and `recruiter_name` are of its recruiter."""

    id: UUID
    number: int
    external_id: str | None
    name: str
    location: str | None
    recruiter_number: int | None
    recruiter_name: str | None
    is_active: bool
    auto_send_interview: bool
    last_synced_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RequisitionView:
    """A requisition with everything it holds. `version` goes back with the edit that begins here.

    `lookback_hours` is None where the organisation's default holds; `edited` names what people
    here have changed and Workday therefore no longer overwrites.
    """

    id: UUID
    number: int
    external_id: str | None
    name: str
    description: str
    detailed_description: str
    location: str | None
    recruiter_number: int | None
    recruiter_name: str | None
    position_id: UUID | None
    persona_number: int | None
    is_active: bool
    min_check_interval: int
    lookback_hours: int | None
    interview_instructions: str | None
    auto_send_interview: bool
    auto_send_on_status: str | None
    workday_data: dict[str, Any] | None
    edited: tuple[str, ...]
    last_synced_at: datetime | None
    removed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ExternalRequisition:
    """A requisition as it stands in Workday. `data` is what came, as it came."""

    external_id: str
    name: str
    description: str = ""
    detailed_description: str = ""
    location: str | None = None
    is_active: bool = True
    data: dict[str, Any] = field(default_factory=dict)
