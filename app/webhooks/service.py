"""Telling: events, and to whom each goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.core import clock, durable
from app.core.ids import new_id
from app.webhooks import repository
from app.webhooks.models import EventType, WebhookDelivery, WebhookEvent

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.webhooks.models import WebhookEndpoint

QUEUE, WORKFLOW = "webhooks", "deliver_webhook"

KEPT = timedelta(days=30)
"""So long events and their deliveries are kept, to be looked at and sent once more."""


async def emit(
    session: AsyncSession,
    type_: EventType,
    *,
    organization_id: UUID,
    interview_id: UUID,
    data: dict[str, Any],
) -> WebhookEvent:
    """Write down what happened to an interview, and have every endpoint told that asks for it.

    It stands or falls with the caller's transaction. The caller holds the interview's lock, so
    that events of one interview are counted one after another. `data` is JSON without nulls and
    without anything of who the candidate is.
    """
    event = WebhookEvent(
        id=new_id(),
        organization_id=organization_id,
        interview_id=interview_id,
        type=type_,
        sequence=await repository.next_sequence(session, interview_id),
        data=data,
    )
    session.add(event)
    await session.flush()
    endpoints = await repository.listeners(
        session, organization_id=organization_id, interview_id=interview_id
    )
    for endpoint in endpoints:
        if type_.value in endpoint.event_types:
            await deliver(session, event, endpoint)
    return event


async def emit_test(session: AsyncSession, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Tell one endpoint of an event that is of no interview and says that it is a test."""
    event = WebhookEvent(
        id=new_id(),
        organization_id=endpoint.organization_id,
        type=EventType.TEST,
        sequence=1,
        data={
            "org_id": str(endpoint.organization_id),
            "endpoint_id": str(endpoint.id),
            "message": "This is a test. If the signature is right, all is set up well.",
        },
    )
    session.add(event)
    await session.flush()
    return await deliver(session, event, endpoint)


async def deliver(
    session: AsyncSession, event: WebhookEvent, endpoint: WebhookEndpoint, *, replay: bool = False
) -> WebhookDelivery:
    """Have one endpoint told of one event once this transaction commits."""
    delivery = WebhookDelivery(
        id=new_id(),
        organization_id=event.organization_id,
        endpoint_id=endpoint.id,
        event_id=event.id,
        interview_id=event.interview_id,
        sequence=event.sequence,
        event_type=event.type,
        is_replay=replay,
    )
    session.add(delivery)
    await session.flush()
    await order(session, delivery.id, endpoint.id)
    return delivery


async def order(
    session: AsyncSession, delivery_id: UUID, endpoint_id: UUID, *, run: str = ""
) -> None:
    """Have a delivery worked on once this transaction commits; `run` tells apart later orders."""
    await durable.enqueue(
        session, WORKFLOW, delivery_id, queue=QUEUE, partition=str(endpoint_id), run=run
    )


async def unfinished(
    session: AsyncSession, *, before: datetime, most: int
) -> list[repository.Pending]:
    """Deliveries from before then that are not over, the oldest first."""
    return await repository.pending_before(session, before, most)


async def purge(session: AsyncSession, *, most: int) -> bool:
    """Forget so many of the events that are old, with all their deliveries; whether that was all.

    In portions, so that whoever else wants to write waits for one of them at most.
    """
    removed = await repository.remove_events(session, before=clock.now() - KEPT, limit=most)
    return removed < most
