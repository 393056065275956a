"""Looking at deliveries, and telling once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import audit, clock
from app.core.errors import ConflictError, NotFoundError
from app.core.ids import parse_id
from app.identity.permissions import Permission
from app.webhooks import repository, service
from app.webhooks.formats import FORMATS
from app.webhooks.models import DeliveryStatus, EndpointStatus, EventType
from app.webhooks.views import DeliveryDetail, DeliveryPage, attempt_view, delivery_view

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE = 25
_MOST = 100


async def listing(
    session: AsyncSession,
    actor: Actor,
    *,
    endpoint_id: object = None,
    status: object = None,
    event_type: object = None,
    cursor: object = None,
    limit: int = PER_PAGE,
) -> DeliveryPage:
    """Deliveries, newest first, partners' call-backs among them, in one query.

    A filter that is None or empty filters nothing, and one of an unknown value finds nothing.
    `cursor` is `next_cursor` of the page before; one that is malformed begins anew. `limit` is
    kept between 1 and 100.
    """
    actor.require(Permission.MANAGE_DEVELOPERS)
    filters = _filters(endpoint_id, status, event_type)
    if filters is None:
        return DeliveryPage((), None)
    count = min(max(limit, 1), _MOST)
    found = await repository.deliveries(
        session,
        actor.organization_id,
        filters=filters,
        before=parse_id(cursor),
        limit=count + 1,
    )
    rows = tuple(delivery_view(*row) for row in found[:count])
    return DeliveryPage(rows, str(rows[-1].id) if len(found) > count else None)


async def detail(session: AsyncSession, actor: Actor, delivery_id: object) -> DeliveryDetail:
    """A delivery with its request and every attempt. Raises NotFoundError."""
    delivery, event, endpoint = await _found(session, actor, delivery_id)
    call = FORMATS[endpoint.format].call(event, endpoint, clock.now())
    attempts = await repository.attempts_of(session, actor.organization_id, delivery.id)
    return DeliveryDetail(
        delivery=delivery_view(delivery, endpoint),
        method=call.method,
        url=call.url,
        body=call.body.decode("utf-8", "replace"),
        attempts=tuple(attempt_view(attempt) for attempt in attempts),
    )


async def replay(session: AsyncSession, actor: Actor, delivery_id: object) -> UUID:
    """Tell the endpoint of the same event once more; gives the new delivery's id.

    It is the same event, under the same id. Raises NotFoundError, and ConflictError for an
    endpoint that is off.
    """
    delivery, event, endpoint = await _found(session, actor, delivery_id)
    if endpoint.status is not EndpointStatus.ENABLED:
        raise ConflictError("This endpoint is switched off: switch it on first.")
    again = await service.deliver(session, event, endpoint, replay=True)
    audit.record(
        session,
        "webhook_delivery.replayed",
        subject_type="webhook_delivery",
        subject_id=delivery.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        new_delivery_id=str(again.id),
    )
    return again.id


async def _found(session: AsyncSession, actor: Actor, delivery_id: object) -> repository.Told:
    actor.require(Permission.MANAGE_DEVELOPERS)
    wanted = parse_id(delivery_id)
    found = wanted and await repository.told(session, wanted, organization_id=actor.organization_id)
    if not found:
        raise NotFoundError("There is no such delivery.")
    return found


def _filters(
    endpoint_id: object, status: object, event_type: object
) -> repository.DeliveryFilters | None:
    """The filters, or None where one asks for what cannot be."""
    endpoint = parse_id(endpoint_id)
    if endpoint_id and endpoint is None:
        return None
    try:
        return repository.DeliveryFilters(
            endpoint_id=endpoint,
            status=DeliveryStatus(str(status)) if status else None,
            event_type=EventType(str(event_type)) if event_type else None,
        )
    except ValueError:
        return None
