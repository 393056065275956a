"""Queries of billing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.billing.models import TopUp, TopUpStatus

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def top_up(
    session: AsyncSession, organization_id: UUID, top_up_id: UUID, *, lock: bool = False
) -> TopUp | None:
    """An organisation's top-up; with `lock`, as it stands now and held."""
    query = select(TopUp).where(
        col(TopUp.organization_id) == organization_id, col(TopUp.id) == top_up_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def top_ups(
    session: AsyncSession, organization_id: UUID, *, offset: int, limit: int
) -> list[TopUp]:
    """An organisation's top-ups, newest first."""
    query = (
        select(TopUp)
        .where(col(TopUp.organization_id) == organization_id)
        .order_by(col(TopUp.created_at).desc(), col(TopUp.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return list((await session.execute(query)).scalars())


async def automatic_under_way(session: AsyncSession, organization_id: UUID) -> bool:
    """Whether an automatic top-up has been ordered and not come to an end."""
    query = (
        select(TopUp.id)
        .where(
            col(TopUp.organization_id) == organization_id,
            col(TopUp.automatic),
            col(TopUp.status) == TopUpStatus.PENDING,
        )
        .limit(1)
    )
    return (await session.execute(query)).first() is not None
