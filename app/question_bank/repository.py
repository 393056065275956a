"""Queries of the question bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.question_bank.models import OrganizationItem

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def of_concepts(
    session: AsyncSession, *, organization_id: UUID, concepts: Collection[str]
) -> list[OrganizationItem]:
    """The organisation's items of those concepts, active and retired, the oldest first."""
    query = (
        select(OrganizationItem)
        .where(
            col(OrganizationItem.organization_id) == organization_id,
            col(OrganizationItem.concept).in_(concepts),
        )
        .order_by(col(OrganizationItem.id))
    )
    return list((await session.execute(query)).scalars())


async def item(
    session: AsyncSession,
    *,
    organization_id: UUID,
    concept: str,
    item_id: str,
    lock: bool = False,
) -> OrganizationItem | None:
    """The organisation's item of that id; with `lock`, held until the transaction ends."""
    query = select(OrganizationItem).where(
        col(OrganizationItem.organization_id) == organization_id,
        col(OrganizationItem.concept) == concept,
        col(OrganizationItem.item_id) == item_id,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()
