"""Queries of applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from app.applications.models import Application, ApplicationEvent, ApplicationStatus
from app.applications.values import ApplicationRow
from app.core import numbers
from app.requisitions.models import Requisition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

COLUMNS: tuple[Any, ...] = (
    Application.id,
    Application.number,
    Application.requisition_id,
    col(Requisition.number).label("requisition_number"),
    col(Requisition.name).label("requisition_name"),
    Application.external_application_id,
    Application.candidate_name,
    Application.candidate_email,
    Application.status,
    Application.workday_status,
    Application.has_resume,
    Application.has_analysis,
    Application.has_interview,
    Application.has_report,
    Application.risk_score,
    Application.human_requested,
    Application.compliance_review,
    Application.created_at,
)


async def by_number(
    session: AsyncSession, organization_id: UUID, number: object, *, lock: bool = False
) -> Application | None:
    """The organisation's application of that number; with `lock`, held till the end."""
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    if not 1 <= number <= numbers.LARGEST:
        return None
    return await _one(
        session, _of(organization_id).where(col(Application.number) == number), lock=lock
    )


async def by_id(
    session: AsyncSession, organization_id: UUID, application_id: UUID, *, lock: bool = False
) -> Application | None:
    """The organisation's application of that id; with `lock`, held till the end."""
    query = _of(organization_id).where(col(Application.id) == application_id)
    return await _one(session, query, lock=lock)


async def by_own_id(session: AsyncSession, application_id: UUID) -> Application | None:
    """The application of an id that came from the database itself, held till the end."""
    query = select(Application).where(col(Application.id) == application_id)
    return await _one(session, query, lock=True)


async def by_external_id(
    session: AsyncSession, requisition_id: UUID, external_id: str
) -> Application | None:
    """The requisition's application with that id outside, held till the end."""
    query = select(Application).where(
        col(Application.requisition_id) == requisition_id,
        col(Application.external_application_id) == external_id,
    )
    return await _one(session, query, lock=True)


async def of_candidate_for(
    session: AsyncSession, requisition_id: UUID, candidate_id: UUID
) -> list[Application]:
    """A candidate's applications for a requisition, the oldest first, held till the end."""
    query = (
        select(Application)
        .where(
            col(Application.requisition_id) == requisition_id,
            col(Application.candidate_id) == candidate_id,
        )
        .order_by(col(Application.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).scalars())


async def of_candidate(
    session: AsyncSession, organization_id: UUID, candidate_id: UUID
) -> list[Application]:
    """Every application of a candidate, the oldest first, held till the end."""
    query = (
        _of(organization_id)
        .where(col(Application.candidate_id) == candidate_id)
        .order_by(col(Application.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).scalars())


async def newest(
    session: AsyncSession,
    organization_id: UUID,
    status: ApplicationStatus,
    *,
    requisition_id: UUID | None,
    limit: int,
) -> list[UUID]:
    """The ids of the newest applications at a status, of a requisition of theirs or of all."""
    query = select(col(Application.id)).where(
        col(Application.organization_id) == organization_id, col(Application.status) == status
    )
    if requisition_id is not None:
        query = query.where(col(Application.requisition_id) == requisition_id)
    query = query.order_by(col(Application.created_at).desc(), col(Application.id).desc())
    return list((await session.execute(query.limit(limit))).scalars())


async def rows_of(session: AsyncSession, ids: Sequence[UUID]) -> tuple[ApplicationRow, ...]:
    """The rows of those applications, which were found for their organisation, in that order."""
    if not ids:
        return ()
    query = (
        select_columns(*COLUMNS)
        .join(Requisition, col(Requisition.id) == col(Application.requisition_id))
        .where(col(Application.id).in_(ids))
    )
    found = {row.id: ApplicationRow(*row) for row in (await session.execute(query)).all()}
    return tuple(found[one] for one in ids if one in found)


async def events_of(session: AsyncSession, application_id: UUID) -> list[ApplicationEvent]:
    """Every step of an application, the first one first."""
    query = (
        select(ApplicationEvent)
        .where(col(ApplicationEvent.application_id) == application_id)
        .order_by(col(ApplicationEvent.at), col(ApplicationEvent.id))
    )
    return list((await session.execute(query)).scalars())


async def stands_since(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of those applications took its last step."""
    if not ids:
        return {}
    query = (
        select_columns(col(ApplicationEvent.application_id), func.max(col(ApplicationEvent.at)))
        .where(col(ApplicationEvent.application_id).in_(ids))
        .group_by(col(ApplicationEvent.application_id))
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


def _of(organization_id: UUID) -> SelectOfScalar[Application]:
    return select(Application).where(col(Application.organization_id) == organization_id)


async def _one(
    session: AsyncSession, query: SelectOfScalar[Application], *, lock: bool
) -> Application | None:
    if lock:
        # What this session has read before may be stale by the time it gets the lock.
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()
