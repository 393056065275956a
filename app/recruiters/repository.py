"""Queries of recruiters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Uuid, column, func, or_, table
from sqlmodel import col, select

from app.core.numbers import is_number
from app.core.paging import like, page_of
from app.recruiters.models import Recruiter

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.paging import Page, Wish

SORTS: dict[str, Any] = {
    "name": func.lower(col(Recruiter.name)),
    "email": col(Recruiter.email),
    "createdAt": col(Recruiter.created_at),
    "id": col(Recruiter.number),
}
# Requisitions stand above recruiters, so that their table is named here and not imported.
_REQUISITIONS = table(
    "requisition", column("recruiter_id", Uuid()), column("organization_id", Uuid())
)


async def by_number(
    session: AsyncSession, organization_id: UUID, number: object, *, lock: bool = False
) -> Recruiter | None:
    """The organisation's recruiter of that number; with `lock`, held till the end."""
    if not is_number(number):
        return None
    query = select(Recruiter).where(
        col(Recruiter.organization_id) == organization_id, col(Recruiter.number) == number
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def by_ids(
    session: AsyncSession, organization_id: UUID, ids: Collection[UUID]
) -> list[Recruiter]:
    """Those of the recruiters that are the organisation's."""
    query = select(Recruiter).where(
        col(Recruiter.organization_id) == organization_id, col(Recruiter.id).in_(ids)
    )
    return list((await session.execute(query)).scalars())


async def of_user(
    session: AsyncSession, organization_id: UUID, user_id: UUID, email: str
) -> Recruiter | None:
    """The recruiter as whom a member stands: one of theirs, or one with their address."""
    query = (
        select(Recruiter)
        .where(
            col(Recruiter.organization_id) == organization_id,
            or_(col(Recruiter.user_id) == user_id, col(Recruiter.email) == email),
        )
        .order_by((col(Recruiter.user_id) == user_id).desc(), col(Recruiter.number))
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def page(session: AsyncSession, organization_id: UUID, wish: Wish) -> Page[Recruiter]:
    """A page of the organisation's recruiters whose name or address holds what is searched."""
    query = select(Recruiter).where(col(Recruiter.organization_id) == organization_id)
    if wish.search.strip():
        pattern = like(wish.search)
        query = query.where(
            or_(
                func.lower(col(Recruiter.name)).like(pattern, escape="\\"),
                col(Recruiter.email).like(pattern, escape="\\"),
            )
        )
    return await page_of(session, query, wish, sorts=SORTS, last=col(Recruiter.number))


async def requisitions_of(session: AsyncSession, organization_id: UUID, recruiter_id: UUID) -> int:
    """For how many requisitions a recruiter stands."""
    query = (
        select(func.count())
        .select_from(_REQUISITIONS)
        .where(
            _REQUISITIONS.c.organization_id == organization_id,
            _REQUISITIONS.c.recruiter_id == recruiter_id,
        )
    )
    return int((await session.execute(query)).scalar_one())


async def requisition_counts(
    session: AsyncSession, organization_id: UUID, ids: Collection[UUID]
) -> dict[UUID, int]:
    """For how many requisitions each of the recruiters stands; those with none are left out."""
    query = (
        select(_REQUISITIONS.c.recruiter_id, func.count())
        .where(
            _REQUISITIONS.c.organization_id == organization_id,
            _REQUISITIONS.c.recruiter_id.in_(ids),
        )
        .group_by(_REQUISITIONS.c.recruiter_id)
    )
    return {recruiter_id: int(count) for recruiter_id, count in await session.execute(query)}
