"""How many interviews a position has, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from app.identity.permissions import Permission
from app.interviews.models import Interview, InterviewCount, InterviewKind, InterviewStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

_DONE = frozenset({InterviewStatus.COMPLETED, InterviewStatus.ABANDONED})


@dataclass(frozen=True, slots=True)
class Counts:
    """Interviews that wait for their candidate, are running, and have been held."""

    invited: int = 0
    running: int = 0
    done: int = 0


async def by_position(
    session: AsyncSession, actor: Actor, position_ids: Collection[UUID]
) -> dict[UUID, Counts]:
    """The counts of each of those positions, trials left out."""
    actor.require(Permission.VIEW)
    if not position_ids:
        return {}
    query = (
        select(col(Interview.position_id), col(Interview.status), func.count())
        .where(
            col(Interview.organization_id) == actor.organization_id,
            col(Interview.position_id).in_(position_ids),
            col(Interview.kind) == InterviewKind.CANDIDATE,
        )
        .group_by(col(Interview.position_id), col(Interview.status))
    )
    numbers: dict[UUID, dict[InterviewStatus, int]] = {one: {} for one in position_ids}
    for position_id, status, number in (await session.execute(query)).all():
        if position_id is not None:
            numbers[position_id][status] = number
    return {
        position_id: Counts(
            invited=found.get(InterviewStatus.SCHEDULED, 0),
            running=found.get(InterviewStatus.IN_PROGRESS, 0),
            done=sum(number for status, number in found.items() if status in _DONE),
        )
        for position_id, found in numbers.items()
    }


async def by_status(session: AsyncSession, organization_id: UUID) -> dict[InterviewStatus, int]:
    """How many of the organisation's interviews of candidates stand where."""
    query = (
        select(col(InterviewCount.status), func.sum(col(InterviewCount.number)))
        .where(col(InterviewCount.organization_id) == organization_id)
        .group_by(col(InterviewCount.status))
    )
    found = {row[0]: int(row[1]) for row in (await session.execute(query)).all()}
    return {status: found.get(status, 0) for status in InterviewStatus}
