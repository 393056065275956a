"""Queries of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from app.reports.models import Decision, Note, Report

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession


async def report_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> Report | None:
    """The report on that interview of the organisation, if it has one."""
    query = select(Report).where(
        col(Report.interview_id) == interview_id, col(Report.organization_id) == organization_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def reports_of(
    session: AsyncSession, *, organization_id: UUID, interview_ids: Collection[UUID]
) -> list[Report]:
    """The reports on those interviews of the organisation."""
    query = select(Report).where(
        col(Report.interview_id).in_(interview_ids),
        col(Report.organization_id) == organization_id,
    )
    return list((await session.execute(query)).scalars())


async def decisions_on(session: AsyncSession, report_id: UUID) -> list[Decision]:
    """Every decision on a report, the newest first."""
    query = (
        select(Decision)
        .where(col(Decision.report_id) == report_id)
        .order_by(col(Decision.created_at).desc(), col(Decision.id).desc())
    )
    return list((await session.execute(query)).scalars())


async def latest_decisions(
    session: AsyncSession, report_ids: Collection[UUID]
) -> dict[UUID, Decision]:
    """The decision that holds on each of those reports that has one."""
    query = (
        select(Decision)
        .where(col(Decision.report_id).in_(report_ids))
        .order_by(col(Decision.created_at), col(Decision.id))
    )
    return {one.report_id: one for one in (await session.execute(query)).scalars()}


async def notes_on(session: AsyncSession, report_id: UUID) -> list[Note]:
    """Every note on a report, the oldest first."""
    query = (
        select(Note)
        .where(col(Note.report_id) == report_id)
        .order_by(col(Note.created_at), col(Note.id))
    )
    return list((await session.execute(query)).scalars())


async def decision_counts(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any]
) -> list[tuple[str, str, int]]:
    """What the machine recommended, what the newest decision says, and how often. One query."""
    newest = func.row_number().over(
        partition_by=col(Decision.report_id),
        order_by=(col(Decision.created_at).desc(), col(Decision.id).desc()),
    )
    decided = (
        select(
            col(Decision.report_id),
            col(Decision.recommendation).label("decided"),
            newest.label("place"),
        )
        .where(col(Decision.organization_id) == organization_id)
        .subquery()
    )
    machine = func.coalesce(
        col(Report.machine)["recommendation"].as_string(), col(Report.recommendation)
    )
    query = (
        select(machine, decided.c.decided, func.count())
        .join(Report, col(Report.id) == decided.c.report_id)
        .where(decided.c.place == 1, col(Report.interview_id).in_(interviews))
        .group_by(machine, decided.c.decided)
    )
    return [(said, chosen, number) for said, chosen, number in await session.execute(query)]
