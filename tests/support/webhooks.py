"""Endpoints, events and finished deliveries for tests."""

from __future__ import annotations

import asyncio

from sqlmodel import col, select

from app.core.database import reading, unit_of_work
from app.webhooks import deliveries, endpoints
from app.webhooks.models import DeliveryStatus, WebhookDelivery, WebhookEndpoint

ALL = [type_.value for type_ in endpoints.EVENT_TYPES]


async def add_endpoint(actor, url: str, event_types=ALL):
    """An endpoint that is told of everything."""
    async with unit_of_work() as session:
        return await endpoints.create(session, actor, url=url, event_types=event_types)


async def send_test(actor, endpoint):
    """Tell an endpoint of a test event; the delivery's id."""
    async with unit_of_work() as session:
        return await endpoints.send_test(session, actor, endpoint.id)


async def deliveries_of(endpoint) -> list[WebhookDelivery]:
    """Everything an endpoint was or is to be told, the oldest first."""
    query = (
        select(WebhookDelivery)
        .where(col(WebhookDelivery.endpoint_id) == endpoint.id)
        .order_by(col(WebhookDelivery.id))
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def settled(*endpoints_, seconds: float = 60) -> None:
    """Wait until nothing is on its way to these endpoints any more."""
    ids = [endpoint.id for endpoint in endpoints_]
    query = (
        select(WebhookDelivery.id)
        .where(
            col(WebhookDelivery.endpoint_id).in_(ids),
            col(WebhookDelivery.status) == DeliveryStatus.PENDING,
        )
        .limit(1)
    )
    async with asyncio.timeout(seconds):
        while True:
            async with reading() as session:
                if (await session.execute(query)).first() is None:
                    return
            await asyncio.sleep(0.05)


async def detail(actor, delivery_id) -> deliveries.DeliveryDetail:
    """A delivery with its attempts."""
    async with reading() as session:
        return await deliveries.detail(session, actor, delivery_id)


async def endpoint_row(endpoint) -> WebhookEndpoint:
    """The stored endpoint."""
    async with reading() as session:
        return await session.get_one(WebhookEndpoint, endpoint.id)
