"""Queries of requisitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from app.core import numbers
from app.personas.models import Persona
from app.recruiters.models import Recruiter
from app.requisitions.models import Requisition

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar


async def by_number(
    session: AsyncSession, organization_id: UUID, number: object, *, lock: bool = False
) -> Requisition | None:
    """The organisation's requisition of that number; with `lock`, held till the end."""
    if not numbers.is_number(number):
        return None
    return await _one(
        session,
        _of(organization_id).where(col(Requisition.number) == number),
        lock=lock,
    )


async def by_id(
    session: AsyncSession, organization_id: UUID, requisition_id: UUID, *, lock: bool = False
) -> Requisition | None:
    """The organisation's requisition of that id; with `lock`, held till the end."""
    query = _of(organization_id).where(col(Requisition.id) == requisition_id)
    return await _one(session, query, lock=lock)


async def by_external_id(
    session: AsyncSession, organization_id: UUID, external_id: str
) -> Requisition | None:
    """The organisation's requisition with that id in Workday, held till the end."""
    query = _of(organization_id).where(col(Requisition.external_id) == external_id)
    return await _one(session, query, lock=True)


async def recruiter_of(
    session: AsyncSession, organization_id: UUID, recruiter_id: UUID | None
) -> tuple[int, str] | None:
    """Number and name of a recruiter."""
    query = select(col(Recruiter.number), col(Recruiter.name)).where(
        col(Recruiter.id) == recruiter_id, col(Recruiter.organization_id) == organization_id
    )
    row = (await session.execute(query)).first() if recruiter_id else None
    return (row[0], row[1]) if row else None


async def id_of_number(
    session: AsyncSession,
    kind: type[Recruiter | Persona],
    organization_id: UUID,
    number: int,
) -> UUID | None:
    """The id of the organisation's recruiter or persona of that number; no deleted persona's."""
    table: Any = kind
    query = select(table.id).where(table.organization_id == organization_id, table.number == number)
    if kind is Persona:
        query = query.where(col(Persona.deleted_at).is_(None))
    found: UUID | None = (await session.execute(query)).scalar_one_or_none()
    return found


async def persona_number(
    session: AsyncSession, organization_id: UUID, persona_id: UUID | None
) -> int | None:
    """The number of a persona that has not been deleted."""
    if persona_id is None:
        return None
    query = select(col(Persona.number)).where(
        col(Persona.id) == persona_id,
        col(Persona.organization_id) == organization_id,
        col(Persona.deleted_at).is_(None),
    )
    return (await session.execute(query)).scalar_one_or_none()


def _of(organization_id: UUID) -> SelectOfScalar[Requisition]:
    return select(Requisition).where(col(Requisition.organization_id) == organization_id)


async def _one(
    session: AsyncSession, query: SelectOfScalar[Requisition], *, lock: bool
) -> Requisition | None:
    if lock:
        # What this session has read before may be stale by the time it gets the lock. Rows that
        # refer to it can be added meanwhile: who holds an application logs of its requisition.
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()
