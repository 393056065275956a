"""How many applications stand where, read from what the database counts with every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from app.applications.models import (
    Application,
    ApplicationCount,
    ApplicationInitial,
    ApplicationStatus,
)
from app.applications.status import has_ended
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor


WAITING = (ApplicationStatus.ANALYSED, ApplicationStatus.FAILED)
"""Where an application goes no further until a person decides about it, or sees to it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Applications of a requisition: all of them, and those that have not ended."""

    total: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """So many applications, and so many of them with a risk score."""

    number: int = 0
    scored: int = 0


async def of_requisitions(
    session: AsyncSession, actor: Actor, requisition_ids: Collection[UUID]
) -> Mapping[UUID, Counts]:
    """The counts of those requisitions of the organisation, each of them in the answer."""
    actor.require(Permission.VIEW)
    found = dict.fromkeys(requisition_ids, Counts())
    # By the requisition alone, so that no others' counts are read; whose it is is seen here.
    query = (
        select(
            col(ApplicationCount.requisition_id),
            col(ApplicationCount.organization_id),
            col(ApplicationCount.status),
            func.sum(col(ApplicationCount.number)),
        )
        .where(col(ApplicationCount.requisition_id).in_(requisition_ids))
        .group_by(
            col(ApplicationCount.requisition_id),
            col(ApplicationCount.organization_id),
            col(ApplicationCount.status),
        )
    )
    for requisition_id, organization_id, status, number in (await session.execute(query)).all():
        if organization_id == actor.organization_id:
            known = found[requisition_id]
            found[requisition_id] = Counts(
                known.total + int(number),
                known.pending + (0 if has_ended(status) else int(number)),
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


def all_of(
    organization_id: UUID,
    requisition_id: UUID | None = None,
    statuses: Collection[ApplicationStatus] = (),
) -> Select[int, int]:
    """A query of how many there are, and how many of them have a risk score.

    Of all, or of those of a requisition or at some statuses.
    """
    query = select_columns(
        func.sum(col(ApplicationCount.number)).label("number"),
        func.sum(col(ApplicationCount.scored)).label("scored"),
    )
    if requisition_id is None:
        query = query.where(col(ApplicationCount.organization_id) == organization_id)
    else:
        query = query.where(col(ApplicationCount.requisition_id) == requisition_id)
    return query.where(col(ApplicationCount.status).in_(statuses)) if statuses else query


async def by_month(
    session: AsyncSession,
    organization_id: UUID,
    requisition_id: UUID | None = None,
    statuses: Collection[ApplicationStatus] = (),
) -> dict[tuple[ApplicationStatus, int], Counted]:
    """The same by status and month."""
    key = (col(ApplicationCount.status), col(ApplicationCount.month))
    query = all_of(organization_id, requisition_id, statuses).add_columns(*key).group_by(*key)
    return {
        (status, month): Counted(int(number), int(scored))
        for number, scored, status, month in (await session.execute(query)).all()
        if number
    }


async def by_initial(
    session: AsyncSession, organization_id: UUID, requisition_id: UUID | None = None
) -> list[tuple[str, int]]:
    """How many begin with the same letters of a name, in the order of these."""
    initial, number = col(ApplicationInitial.initial), col(ApplicationInitial.number)
    query = select_columns(initial, func.sum(number)).group_by(initial).order_by(initial)
    if requisition_id is None:
        query = query.where(col(ApplicationInitial.organization_id) == organization_id)
    else:
        query = query.where(col(ApplicationInitial.requisition_id) == requisition_id)
    return [(row[0], int(row[1])) for row in (await session.execute(query)).all()]


async def arrived_since(session: AsyncSession, organization_id: UUID, moment: datetime) -> int:
    """How many applications the organisation has had since that moment."""
    query = select(func.count()).where(
        col(Application.organization_id) == organization_id,
        col(Application.created_at) >= moment,
    )
    return (await session.execute(query)).scalar_one()
