"""Queries of the question bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from app.question_bank.models import ItemStatus, OrganizationItem

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


class Summary(NamedTuple):
    """A row without what it says."""

    concept: str
    name: str
    item_id: str
    status: ItemStatus


async def summary(session: AsyncSession, *, organization_id: UUID) -> list[Summary]:
    """All of the organisation's items without their content, the oldest first."""
    query = (
        select(
            col(OrganizationItem.concept),
            col(OrganizationItem.concept_name),
            col(OrganizationItem.item_id),
            col(OrganizationItem.status),
        )
        .where(col(OrganizationItem.organization_id) == organization_id)
        .order_by(col(OrganizationItem.id))
    )
    return [Summary(*row) for row in (await session.execute(query)).all()]


async def counts(session: AsyncSession, *, organization_id: UUID) -> dict[str, int]:
    """How many items the organisation has, by concept."""
    query = (
        select(col(OrganizationItem.concept), func.count())
        .where(col(OrganizationItem.organization_id) == organization_id)
        .group_by(col(OrganizationItem.concept))
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


async def concept_name(session: AsyncSession, *, organization_id: UUID, concept: str) -> str | None:
    """The name under which the organisation has items of a concept, if it has any."""
    query = (
        select(col(OrganizationItem.concept_name))
        .where(
            col(OrganizationItem.organization_id) == organization_id,
            col(OrganizationItem.concept) == concept,
        )
        .order_by(col(OrganizationItem.id))
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def every(session: AsyncSession, *, organization_id: UUID) -> list[OrganizationItem]:
    """All of the organisation's items, the oldest first."""
    query = (
        select(OrganizationItem)
        .where(col(OrganizationItem.organization_id) == organization_id)
        .order_by(col(OrganizationItem.id))
    )
    return list((await session.execute(query)).scalars())


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
