"""Positions as the screens and contracts receive them: frozen values, never rows of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.positions.models import InterviewType

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from app.positions.models import Difficulty, Position, PositionStatus, Proctoring, Seniority
    from app.positions.plan import PlannedConcept, PlannedQuestion


@dataclass(frozen=True, slots=True)
class PositionDetail:
    """A position with everything it holds. `version` goes back with the edit that begins here."""

    id: UUID
    title: str
    seniority: Seniority
    difficulty: Difficulty
    proctoring: Proctoring
    status: PositionStatus
    interview_types: tuple[InterviewType, ...]
    duration_min: int
    language: str
    job_description: str
    version: int
    created_by: UUID | None
    created_at: datetime
    updated_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    concepts: tuple[PlannedConcept, ...]
    must_ask: tuple[PlannedQuestion, ...]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position in a list."""

    id: UUID
    title: str
    seniority: Seniority
    status: PositionStatus
    duration_min: int
    concepts: tuple[str, ...]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class OpenPosition:
    """A position that interviews can be scheduled for, with no more than that takes."""

    id: UUID
    title: str
    seniority: Seniority
    duration_min: int


def detail_of(
    position: Position,
    concepts: tuple[PlannedConcept, ...],
    must_ask: tuple[PlannedQuestion, ...],
) -> PositionDetail:
    """The values of a position and its contents."""
    return PositionDetail(
        id=position.id,
        title=position.title,
        seniority=position.seniority,
        difficulty=position.difficulty,
        proctoring=position.proctoring,
        status=position.status,
        interview_types=tuple(InterviewType(one) for one in position.interview_types),
        duration_min=position.duration_min,
        language=position.language,
        job_description=position.job_description,
        version=position.version,
        created_by=position.created_by,
        created_at=position.created_at,
        updated_at=position.updated_at,
        opened_at=position.opened_at,
        closed_at=position.closed_at,
        concepts=concepts,
        must_ask=must_ask,
    )


def row_of(position: Position, concepts: tuple[str, ...]) -> PositionRow:
    """The values of a position that a list shows."""
    return PositionRow(
        id=position.id,
        title=position.title,
        seniority=position.seniority,
        status=position.status,
        duration_min=position.duration_min,
        concepts=concepts,
        created_at=position.created_at,
        updated_at=position.updated_at,
    )
