"""Queries of webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, or_
from sqlmodel import col, select

from app.webhooks.models import (
    DeliveryAttempt,
    DeliveryStatus,
    EndpointFormat,
    EndpointStatus,
    EventType,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

Told = tuple[WebhookDelivery, WebhookEvent, WebhookEndpoint]


class Pending(NamedTuple):
    """A delivery that is not over."""

    delivery_id: UUID
    endpoint_id: UUID


@dataclass(frozen=True, slots=True)
class DeliveryFilters:
    """What deliveries are wanted; None wants all."""

    endpoint_id: UUID | None = None
    status: DeliveryStatus | None = None
    event_type: EventType | None = None


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


async def own_endpoint(
    session: AsyncSession, organization_id: UUID, endpoint_id: UUID
) -> WebhookEndpoint | None:
    """The organisation's endpoint of that id, for change; never one made for a partner."""
    query = (
        select(WebhookEndpoint)
        .where(
            col(WebhookEndpoint.id) == endpoint_id,
            col(WebhookEndpoint.organization_id) == organization_id,
            col(WebhookEndpoint.interview_id).is_(None),
            col(WebhookEndpoint.format) == EndpointFormat.VIVAVOCE,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def endpoints_of(session: AsyncSession, organization_id: UUID) -> list[WebhookEndpoint]:
    """The organisation's own endpoints, the oldest first."""
    query = (
        select(WebhookEndpoint)
        .where(
            col(WebhookEndpoint.organization_id) == organization_id,
            col(WebhookEndpoint.interview_id).is_(None),
            col(WebhookEndpoint.format) == EndpointFormat.VIVAVOCE,
        )
        .order_by(col(WebhookEndpoint.id))
    )
    return list((await session.execute(query)).scalars())


async def count_endpoints(session: AsyncSession, organization_id: UUID) -> int:
    """How many endpoints of its own the organisation has."""
    query = (
        select(func.count())
        .select_from(WebhookEndpoint)
        .where(
            col(WebhookEndpoint.organization_id) == organization_id,
            col(WebhookEndpoint.interview_id).is_(None),
        )
    )
    return (await session.execute(query)).scalar_one()


async def recent_counts(
    session: AsyncSession, organization_id: UUID, *, since: datetime
) -> dict[UUID, dict[DeliveryStatus, int]]:
    """How many deliveries since then stand where, by endpoint."""
    query = (
        select(WebhookDelivery.endpoint_id, WebhookDelivery.status, func.count())
        .where(
            col(WebhookDelivery.organization_id) == organization_id,
            col(WebhookDelivery.id) >= first_id_at(since),
        )
        .group_by(col(WebhookDelivery.endpoint_id), col(WebhookDelivery.status))
    )
    counts: dict[UUID, dict[DeliveryStatus, int]] = {}
    for endpoint_id, status, count in (await session.execute(query)).all():
        counts.setdefault(endpoint_id, {})[DeliveryStatus(status)] = count
    return counts


async def deliveries(
    session: AsyncSession,
    organization_id: UUID,
    *,
    filters: DeliveryFilters,
    before: UUID | None,
    limit: int,
) -> list[tuple[WebhookDelivery, WebhookEndpoint]]:
    """The newest deliveries older than `before`, each with its endpoint."""
    query = (
        select(WebhookDelivery, WebhookEndpoint)
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == col(WebhookDelivery.endpoint_id))
        .where(col(WebhookDelivery.organization_id) == organization_id)
        .order_by(col(WebhookDelivery.id).desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(col(WebhookDelivery.id) < before)
    if filters.endpoint_id is not None:
        query = query.where(col(WebhookDelivery.endpoint_id) == filters.endpoint_id)
    if filters.status is not None:
        query = query.where(col(WebhookDelivery.status) == filters.status)
    if filters.event_type is not None:
        query = query.where(col(WebhookDelivery.event_type) == filters.event_type)
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def told(
    session: AsyncSession, delivery_id: UUID, *, organization_id: UUID | None = None
) -> Told | None:
    """The delivery of that id with its event and endpoint; of that organisation, if one is named.

    None is named only by the job that was ordered together with the delivery.
    """
    query = (
        select(WebhookDelivery, WebhookEvent, WebhookEndpoint)
        .join(WebhookEvent, col(WebhookEvent.id) == col(WebhookDelivery.event_id))
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == col(WebhookDelivery.endpoint_id))
        .where(col(WebhookDelivery.id) == delivery_id)
    )
    if organization_id is not None:
        query = query.where(col(WebhookDelivery.organization_id) == organization_id)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


async def delivery(session: AsyncSession, delivery_id: UUID) -> WebhookDelivery | None:
    """The delivery that a job was ordered for."""
    query = select(WebhookDelivery).where(col(WebhookDelivery.id) == delivery_id)
    return (await session.execute(query)).scalar_one_or_none()


async def is_earlier_pending(session: AsyncSession, delivery: WebhookDelivery) -> bool:
    """Whether an earlier event of the interview is still on its way to the same endpoint."""
    query = (
        select(WebhookDelivery.id)
        .where(
            col(WebhookDelivery.endpoint_id) == delivery.endpoint_id,
            col(WebhookDelivery.interview_id) == delivery.interview_id,
            col(WebhookDelivery.status) == DeliveryStatus.PENDING,
            col(WebhookDelivery.sequence) < delivery.sequence,
            col(WebhookDelivery.is_replay).is_(False),
        )
        .limit(1)
    )
    return (await session.execute(query)).first() is not None


async def to_record(
    session: AsyncSession, delivery_id: UUID
) -> tuple[WebhookDelivery, WebhookEndpoint] | None:
    """A delivery and its endpoint for change, one delivery of the endpoint after another."""
    query = (
        select(WebhookDelivery, WebhookEndpoint)
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == col(WebhookDelivery.endpoint_id))
        .where(col(WebhookDelivery.id) == delivery_id)
        .with_for_update(key_share=True, of=WebhookEndpoint)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def attempts_of(
    session: AsyncSession, organization_id: UUID, delivery_id: UUID
) -> list[DeliveryAttempt]:
    """Every attempt of a delivery, the first one first."""
    query = (
        select(DeliveryAttempt)
        .where(
            col(DeliveryAttempt.delivery_id) == delivery_id,
            col(DeliveryAttempt.organization_id) == organization_id,
        )
        .order_by(col(DeliveryAttempt.number))
    )
    return list((await session.execute(query)).scalars())


async def remove_events(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Delete so many events from before then, with their deliveries; how many there were."""
    old = select(WebhookEvent.id).where(col(WebhookEvent.created_at) < before).limit(limit)
    removed = (
        delete(WebhookEvent).where(col(WebhookEvent.id).in_(old)).returning(col(WebhookEvent.id))
    )
    return len((await session.execute(removed)).all())


async def pending_before(session: AsyncSession, moment: datetime, limit: int) -> list[Pending]:
    """Deliveries ordered before then that are not over, the oldest first, with their endpoints."""
    query = (
        select(WebhookDelivery.id, WebhookDelivery.endpoint_id)
        .where(
            col(WebhookDelivery.status) == DeliveryStatus.PENDING,
            col(WebhookDelivery.id) < first_id_at(moment),
        )
        .order_by(col(WebhookDelivery.id))
        .limit(limit)
    )
    return [Pending(row[0], row[1]) for row in (await session.execute(query)).all()]


def first_id_at(moment: datetime) -> UUID:
    """The least id that can have been given at that moment: ids begin with their time."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
