"""Analyses as screens and contracts receive them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis.values import Finding, Suggestion

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from app.analysis.models import Analysis


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """An analysis of a résumé. `fallback` says in a code why the built-in analyser made it."""

    id: UUID
    number: int
    application_id: UUID
    resume_id: UUID | None
    risk_score: float | None
    relevance_summary: str
    pros: tuple[Finding, ...]
    cons: tuple[Finding, ...]
    red_flags: tuple[Finding, ...]
    compliance_flags: tuple[Finding, ...]
    suggested_questions: tuple[Suggestion, ...]
    engine: str
    engine_version: str
    prompt_hash: str | None
    fallback: str
    created_at: datetime


def view_of(row: Analysis) -> AnalysisView:
    """The values of a stored analysis."""
    return AnalysisView(
        id=row.id,
        number=row.number,
        application_id=row.application_id,
        resume_id=row.resume_id,
        risk_score=row.risk_score,
        relevance_summary=row.relevance_summary,
        pros=tuple(map(Finding.model_validate, row.pros)),
        cons=tuple(map(Finding.model_validate, row.cons)),
        red_flags=tuple(map(Finding.model_validate, row.red_flags)),
        compliance_flags=tuple(map(Finding.model_validate, row.compliance_flags)),
        suggested_questions=tuple(map(Suggestion.model_validate, row.suggested_questions)),
        engine=row.engine,
        engine_version=row.engine_version,
        prompt_hash=row.prompt_hash,
        fallback=row.fallback,
        created_at=row.created_at,
    )
