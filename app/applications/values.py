"""Applications as screens and contracts receive them, and as they come from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from app.applications.models import Application, ApplicationSource, ApplicationStatus


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application in a list. `risk_score` is between 0 and 1, None without an analysis."""

    id: UUID
    number: int
    requisition_id: UUID
    requisition_number: int
    requisition_name: str
    external_application_id: str | None
    candidate_name: str
    candidate_email: str
    status: ApplicationStatus
    workday_status: str | None
    has_resume: bool
    has_analysis: bool
    has_interview: bool
    has_report: bool
    risk_score: float | None
    human_requested: bool
    compliance_review: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with all it holds itself. `version` goes back with the edit begun here."""

    row: ApplicationRow
    candidate_id: UUID
    source: ApplicationSource
    workday_data: dict[str, Any] | None
    failure: str | None
    may_become: tuple[ApplicationStatus, ...]
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class EventView:
    """A step of an application. `actor_name` is "" for what the product did by itself."""

    from_status: ApplicationStatus | None
    to_status: ApplicationStatus
    actor_name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """A column of the board: how many stand there, and the first of them, the newest first.

    `since` says since when each of them stands there.
    """

    status: ApplicationStatus
    words: str
    total: int
    rows: tuple[ApplicationRow, ...]
    since: Mapping[UUID, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExternalApplication:
    """An application as it stands in Workday. `data` is what came, as it came.

    `withdrawn` and `rejected` are of the candidate and the team over there.
    """

    external_id: str
    full_name: str
    email: str | None = None
    phone: str | None = None
    workday_status: str | None = None
    withdrawn: bool = False
    rejected: bool = False
    applied_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of an application from Workday: whether it is new, and what else changed."""

    application: Application
    is_new: bool
    changed: tuple[str, ...] = ()
