"""Reports as other programs receive them: only what is stored, nothing of who was interviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.events import report_url
from app.interviews.published import candidate_interview
from app.reports import repository

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report. `overall_score` is 0 to 100, and 0 where nothing could be graded.

    `duration_min` is in whole minutes; `proctor_flags` counts the integrity signals that nobody
    has dismissed. `concept_depth` has no nulls: a concept without a graded answer has depth 0, for
    no evidence, and neither `low` nor `high`.
    """

    interview_id: UUID
    overall_score: float
    recommendation: str
    summary: str
    knowledge_summary: str
    questions_asked: int
    duration_min: int
    proctor_flags: int
    completed_at: datetime
    concept_depth: list[dict[str, Any]]
    report_url: str


async def published(session: AsyncSession, actor: Actor, interview_id: object) -> PublishedReport:
    """The report on an interview. Raises NotFoundError, also as long as there is none."""
    actor.require(Permission.VIEW)
    interview = await candidate_interview(session, actor, interview_id)
    scope = {"organization_id": actor.organization_id, "interview_id": interview.id}
    report = await repository.report_of(session, **scope)
    if report is None:
        raise NotFoundError("There is no report on this interview yet.")
    signals = await record.signals_of(session, **scope)
    return PublishedReport(
        interview_id=interview.id,
        overall_score=report.overall_score or 0.0,
        recommendation=report.recommendation,
        summary=report.summary,
        knowledge_summary=report.knowledge_summary,
        questions_asked=report.questions_asked,
        duration_min=int(report.time_used_s // 60),
        proctor_flags=sum(signal.dismissed_at is None for signal in signals),
        completed_at=interview.ended_at or report.created_at,
        concept_depth=[_entry(entry) for entry in report.concept_depth],
        report_url=report_url(interview),
    )


def _entry(stored: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in stored.items() if value is not None}
    return {**said, "depth": stored["depth"] or 0.0}
