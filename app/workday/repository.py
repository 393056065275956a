"""Queries of the synchronisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from app.applications.models import Application
from app.requisitions.models import Requisition
from app.workday.models import WorkdayCredential
from app.workday.source import RECORD

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Known:
    """An application as it was taken over before."""

    id: UUID
    data: dict[str, Any] | None
    is_removed: bool

    @property
    def record(self) -> object:
        """The record of the list that an application was taken over from."""
        return self.data.get(RECORD) if self.data else None


@dataclass(frozen=True, slots=True)
class KnownRequisition:
    """A requisition that was taken over before."""

    id: UUID
    is_removed: bool
    is_active: bool


async def known_applications(
    session: AsyncSession, requisition_id: UUID, external_ids: Collection[str]
) -> dict[str, Known]:
    """Those of the requisition's applications with one of these ids in Workday, by that id."""
    query = select(
        col(Application.external_application_id),
        col(Application.id),
        col(Application.workday_data),
        col(Application.removed_at),
    ).where(
        col(Application.requisition_id) == requisition_id,
        col(Application.external_application_id).in_(external_ids),
    )
    rows = (await session.execute(query)).all()
    return {str(row[0]): Known(row[1], row[2], row[3] is not None) for row in rows}


async def applications_there(session: AsyncSession, requisition_id: UUID) -> dict[str, UUID]:
    """The requisition's applications that are not gone in Workday, by their ids there."""
    query = select(col(Application.external_application_id), col(Application.id)).where(
        col(Application.requisition_id) == requisition_id,
        col(Application.external_application_id).is_not(None),
        col(Application.removed_at).is_(None),
    )
    return {str(row[0]): row[1] for row in (await session.execute(query)).all()}


async def known_requisitions(
    session: AsyncSession, organization_id: UUID
) -> dict[str, KnownRequisition]:
    """The organisation's requisitions that are from Workday, by their ids there."""
    query = select(
        col(Requisition.external_id),
        col(Requisition.id),
        col(Requisition.removed_at),
        col(Requisition.is_active),
    ).where(
        col(Requisition.organization_id) == organization_id,
        col(Requisition.external_id).is_not(None),
    )
    rows = (await session.execute(query)).all()
    return {str(row[0]): KnownRequisition(row[1], row[2] is not None, row[3]) for row in rows}


async def due_organizations(session: AsyncSession, now: datetime, *, most: int) -> list[UUID]:
    """The organisations whose list of requisitions is due, the longest due first."""
    query = (
        select(col(WorkdayCredential.organization_id))
        .where(
            col(WorkdayCredential.is_valid).is_not(False),
            col(WorkdayCredential.next_check_at) <= now,
        )
        .order_by(col(WorkdayCredential.next_check_at))
        .limit(most)
    )
    return list((await session.execute(query)).scalars())


async def due_requisitions(
    session: AsyncSession, now: datetime, *, most: int
) -> list[tuple[UUID, UUID]]:
    """Organisation and id of the requisitions that are due, the longest due first."""
    query = (
        select(col(Requisition.organization_id), col(Requisition.id))
        .join(
            WorkdayCredential,
            col(WorkdayCredential.organization_id) == col(Requisition.organization_id),
        )
        .where(
            col(WorkdayCredential.is_valid).is_not(False),
            col(Requisition.is_active).is_(True),
            col(Requisition.next_check_at) <= now,
            col(Requisition.external_id).is_not(None),
            col(Requisition.removed_at).is_(None),
        )
        .order_by(col(Requisition.next_check_at))
        .limit(most)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]
