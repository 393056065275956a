"""Queries of partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, text
from sqlmodel import col, select

from app.partners.models import Partner, PartnerConnection, PartnerOrder

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def connection(
    session: AsyncSession, organization_id: UUID, partner: Partner, *, lock: bool = False
) -> PartnerConnection | None:
    """What the organisation has connected that partner with; with `lock`, held until the end."""
    query = select(PartnerConnection).where(
        col(PartnerConnection.organization_id) == organization_id,
        col(PartnerConnection.partner) == partner,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def order_counts(session: AsyncSession, organization_id: UUID) -> dict[Partner, int]:
    """How many interviews each partner has ordered."""
    query = (
        select(PartnerOrder.partner, func.count())
        .where(col(PartnerOrder.organization_id) == organization_id)
        .group_by(col(PartnerOrder.partner))
    )
    return {Partner(row[0]): row[1] for row in (await session.execute(query)).all()}


async def last_failed(
    session: AsyncSession, organization_id: UUID, partner: Partner
) -> PartnerOrder | None:
    """The newest order that the partner has complained about."""
    query = (
        select(PartnerOrder)
        .where(
            col(PartnerOrder.organization_id) == organization_id,
            col(PartnerOrder.partner) == partner,
            col(PartnerOrder.last_error).is_not(None),
        )
        .order_by(col(PartnerOrder.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def hold(
    session: AsyncSession, organization_id: UUID, partner: Partner, reference: str
) -> None:
    """Let nobody else work on the same order until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        await session.execute(lock, {"name": f"{organization_id}:{partner.value}:{reference}"})


async def by_reference(
    session: AsyncSession, organization_id: UUID, partner: Partner, reference: str
) -> PartnerOrder | None:
    """The partner's order of that identity."""
    query = select(PartnerOrder).where(
        col(PartnerOrder.organization_id) == organization_id,
        col(PartnerOrder.partner) == partner,
        col(PartnerOrder.reference) == reference,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def by_interview(
    session: AsyncSession, organization_id: UUID, partner: Partner, interview_id: UUID
) -> PartnerOrder | None:
    """The partner's order of that interview."""
    query = select(PartnerOrder).where(
        col(PartnerOrder.interview_id) == interview_id,
        col(PartnerOrder.organization_id) == organization_id,
        col(PartnerOrder.partner) == partner,
    )
    return (await session.execute(query)).scalar_one_or_none()
