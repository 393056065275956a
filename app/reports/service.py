"""Reports: made once from stored evaluations, then read, annotated and decided upon by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import service as assessment
from app.assessment.scoring import assess
from app.interviews import record
from app.positions.plan import plan_from_json
from app.reports import repository, wording
from app.reports.exchanges import exchanges_of
from app.reports.findings import concept_depth, depths, findings_of
from app.reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview
    from app.reports.exchanges import Exchange

_MAX_ENGINE = 40


async def create_report(session: AsyncSession, *, interview: Interview) -> Report:
    """The report on an interview that has ended, made from its stored evaluations.

    It also copies score, interval, recommendation and depths to the interview, for the tables.
    Called again, it gives the report there is. Raises ValueError where the interview's plan cannot
    be read.
    """
    known = await repository.report_of(
        session, organization_id=interview.organization_id, interview_id=interview.id
    )
    if known is not None:
        return known
    exchanges = await _exchanges(session, interview)
    plan = plan_from_json(interview.plan)
    asked = [one.asked for one in exchanges if one.asked is not None]
    result = assess(plan.concept_targets, asked)
    entries = concept_depth(plan, exchanges, result)
    findings = findings_of(plan, exchanges, result)
    engine, version = _engines(interview, exchanges)
    score = result.overall
    report = Report(
        organization_id=interview.organization_id,
        interview_id=interview.id,
        overall_score=score.score if score else None,
        score_low=score.low if score else None,
        score_high=score.high if score else None,
        recommendation=result.recommendation.value,
        why=result.why,
        summary=wording.summary(findings, interview.end_reason),
        knowledge_summary=wording.knowledge_summary(findings),
        questions_asked=len(exchanges),
        follow_ups_asked=sum(one.has_follow_up for one in exchanges),
        time_used_s=interview.time_used_s,
        concept_depth=entries,
        engine=engine,
        engine_version=version,
    )
    session.add(report)
    interview.score = report.overall_score
    interview.score_low = report.score_low
    interview.score_high = report.score_high
    interview.recommendation = report.recommendation
    interview.depths = depths(entries)
    await session.flush()
    return report


async def _exchanges(session: AsyncSession, interview: Interview) -> tuple[Exchange, ...]:
    evaluations = await assessment.evaluations_of(
        session, organization_id=interview.organization_id, interview_id=interview.id
    )
    return exchanges_of(await record.turns_of(session, interview), evaluations)


def _engines(interview: Interview, exchanges: Sequence[Exchange]) -> tuple[str, str]:
    """Which engines graded, and their versions; more than one where one stood in for another."""
    grades = [one.evaluation for one in exchanges if one.evaluation is not None]
    engines = dict.fromkeys(grade.engine for grade in grades)
    versions = dict.fromkeys(grade.engine_version for grade in grades)
    name = ", ".join(engines) or interview.engine
    return name[:_MAX_ENGINE], ", ".join(versions)[:_MAX_ENGINE]
