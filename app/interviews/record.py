"""What an interview left behind, for those who report on it: its turns and signals, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from app.core.ids import parse_id
from app.interviews.models import IntegritySignal, Interview, InterviewKind, Turn

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession


async def interview_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: object, lock: bool = False
) -> Interview | None:
    """The organisation's interview of that id; with `lock`, held until the transaction ends."""
    wanted = parse_id(interview_id)
    if wanted is None:
        return None
    query = select(Interview).where(
        col(Interview.id) == wanted, col(Interview.organization_id) == organization_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def interviews_of(
    session: AsyncSession, *, organization_id: UUID, ids: Collection[UUID]
) -> list[Interview]:
    """The organisation's interviews with one of those ids, or of a candidate with one of them.

    The newest come first; trials are left out.
    """
    query = (
        select(Interview)
        .where(
            col(Interview.organization_id) == organization_id,
            col(Interview.kind) == InterviewKind.CANDIDATE,
            or_(col(Interview.id).in_(ids), col(Interview.candidate_id).in_(ids)),
        )
        .order_by(col(Interview.id).desc())
    )
    return list((await session.execute(query)).scalars())


async def interviews_of_application(
    session: AsyncSession, *, organization_id: UUID, application_id: UUID
) -> list[Interview]:
    """The interviews that an application has led to, the newest first."""
    query = (
        select(Interview)
        .where(
            col(Interview.application_id) == application_id,
            col(Interview.organization_id) == organization_id,
        )
        .order_by(col(Interview.created_at).desc(), col(Interview.id).desc())
    )
    return list((await session.execute(query)).scalars())


def of_candidates(organization_id: UUID) -> Select[Any]:
    """A query for the ids of the organisation's interviews of candidates: no trials or practice."""
    return select_columns(col(Interview.id)).where(
        col(Interview.organization_id) == organization_id,
        col(Interview.kind) == InterviewKind.CANDIDATE,
    )


def reported_on(organization_id: UUID) -> Select[Any]:
    """The same for those with a report."""
    return of_candidates(organization_id).where(col(Interview.recommendation).is_not(None))


async def turns_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> list[Turn]:
    """Everything that was said, in order."""
    query = (
        select(Turn)
        .where(col(Turn.interview_id) == interview_id, col(Turn.organization_id) == organization_id)
        .order_by(col(Turn.ordinal))
    )
    return list((await session.execute(query)).scalars())


async def signals_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> list[IntegritySignal]:
    """Every integrity signal, in order of time."""
    query = (
        select(IntegritySignal)
        .where(
            col(IntegritySignal.interview_id) == interview_id,
            col(IntegritySignal.organization_id) == organization_id,
        )
        .order_by(col(IntegritySignal.at), col(IntegritySignal.id))
    )
    return list((await session.execute(query)).scalars())
