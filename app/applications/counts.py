"""How many applications stand where, read from what is counted with every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from app.applications.models import Application, ApplicationCount, ApplicationStatus
from app.applications.status import has_ended
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor


WAITING = (ApplicationStatus.ANALYSED, ApplicationStatus.FAILED)
"""Where an application goes no further until a person decides about it, or sees to it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Applications of a requisition: all of them, and those that have not ended."""

    total: int = 0
    pending: int = 0


async def of_requisitions(
    session: AsyncSession, actor: Actor, requisition_ids: Collection[UUID]
) -> Mapping[UUID, Counts]:
    """The counts of those requisitions of the organisation, each of them in the answer."""
    actor.require(Permission.VIEW)
    found = dict.fromkeys(requisition_ids, Counts())
    query = select(
        col(ApplicationCount.requisition_id),
        col(ApplicationCount.status),
        col(ApplicationCount.number),
    ).where(
        col(ApplicationCount.organization_id) == actor.organization_id,
        col(ApplicationCount.requisition_id).in_(requisition_ids),
    )
    for requisition_id, status, number in (await session.execute(query)).all():
        known = found[requisition_id]
        found[requisition_id] = Counts(
            known.total + number, known.pending + (0 if has_ended(status) else number)
        )
    return found


async def waiting(session: AsyncSession, actor: Actor) -> int:
    """How many of the organisation's applications wait for a person."""
    actor.require(Permission.VIEW)
    found = await by_status(session, actor.organization_id)
    return sum(found[status] for status in WAITING)


async def by_status(
    session: AsyncSession, organization_id: UUID, requisition_id: UUID | None = None
) -> Mapping[ApplicationStatus, int]:
    """How many of the organisation's, or of one of its requisitions, stand at each status."""
    query = (
        select(col(ApplicationCount.status), func.sum(col(ApplicationCount.number)))
        .where(col(ApplicationCount.organization_id) == organization_id)
        .group_by(col(ApplicationCount.status))
    )
    if requisition_id is not None:
        query = query.where(col(ApplicationCount.requisition_id) == requisition_id)
    found = {row[0]: int(row[1]) for row in (await session.execute(query)).all()}
    return {status: found.get(status, 0) for status in ApplicationStatus}


async def arrived_since(session: AsyncSession, organization_id: UUID, moment: datetime) -> int:
    """How many applications the organisation has had since that moment."""
    query = select(func.count()).where(
        col(Application.organization_id) == organization_id,
        col(Application.created_at) >= moment,
    )
    return (await session.execute(query)).scalar_one()
