"""Queries of webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_
from sqlmodel import col, select

from app.webhooks.models import EndpointStatus, WebhookEndpoint, WebhookEvent

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def next_sequence(session: AsyncSession, interview_id: UUID) -> int:
    """The number of the next event of an interview."""
    query = select(func.max(col(WebhookEvent.sequence))).where(
        col(WebhookEvent.interview_id) == interview_id
    )
    return ((await session.execute(query)).scalar_one() or 0) + 1


async def listeners(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> list[WebhookEndpoint]:
    """The endpoints that are told of things in the organisation, or of that interview alone."""
    mine = col(WebhookEndpoint.interview_id)
    query = (
        select(WebhookEndpoint)
        .where(
            col(WebhookEndpoint.organization_id) == organization_id,
            col(WebhookEndpoint.status) == EndpointStatus.ENABLED,
            or_(mine.is_(None), mine == interview_id),
        )
        .order_by(col(WebhookEndpoint.id))
    )
    return list((await session.execute(query)).scalars())
