"""Managing the endpoints of an organisation: adding, changing, secrets, switching on and off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import audit, clock, outbound
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import new_id, parse_id
from app.core.secrets import seal, unseal
from app.core.text import clean_line
from app.identity.permissions import Permission
from app.webhooks import repository, service, signing
from app.webhooks.models import (
    DeliveryStatus,
    EndpointStatus,
    EventType,
    WebhookEndpoint,
)
from app.webhooks.views import EndpointView, NewEndpoint

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

MOST_ENDPOINTS = 20
"""An organisation may have so many endpoints."""

OLD_SECRET_VALID = timedelta(hours=24)
"""So long both secrets sign after one was replaced."""

EVENT_TYPES = tuple(type_ for type_ in EventType if type_ is not EventType.TEST)
"""What an endpoint can ask for."""

_RECENT = timedelta(hours=24)


async def check_host(url: object) -> None:
    """Whether the address leads out to the public internet, asking the resolver.

    For screens, before they open a transaction: `create` and `update` check all that can be told
    without asking. Raises InvalidInputError naming `url`.
    """
    await outbound.check_host(url)


async def create(
    session: AsyncSession,
    actor: Actor,
    *,
    url: object,
    event_types: object,
    description: object = "",
) -> NewEndpoint:
    """Add an endpoint. Raises InvalidInputError naming the field, ConflictError for too many."""
    actor.require(Permission.MANAGE_DEVELOPERS)
    checked = outbound.check_url(url)
    chosen = _check_event_types(event_types)
    told = _check_description(description)
    if await repository.count_endpoints(session, actor.organization_id) >= MOST_ENDPOINTS:
        raise ConflictError(f"There are {MOST_ENDPOINTS} endpoints already: delete one first.")
    secret = signing.new_secret()
    endpoint = WebhookEndpoint(
        id=new_id(),
        organization_id=actor.organization_id,
        url=checked,
        description=told,
        event_types=chosen,
        secret_sealed=seal(secret),
        created_by=actor.user_id,
    )
    session.add(endpoint)
    await session.flush()
    _record(session, actor, endpoint, "created", url=checked, event_types=chosen)
    return NewEndpoint(endpoint.id, secret)


async def update(
    session: AsyncSession,
    actor: Actor,
    endpoint_id: object,
    *,
    url: object,
    event_types: object,
    description: object = "",
) -> None:
    """Change an endpoint. What is under way goes to the new address.

    Raises NotFoundError, and InvalidInputError naming the field.
    """
    endpoint = await _held(session, actor, endpoint_id)
    endpoint.url = outbound.check_url(url)
    endpoint.event_types = _check_event_types(event_types)
    endpoint.description = _check_description(description)
    _record(session, actor, endpoint, "updated", url=endpoint.url, event_types=endpoint.event_types)


async def rotate_secret(session: AsyncSession, actor: Actor, endpoint_id: object) -> str:
    """Replace the secret; gives the new one. The old one signs too for 24 hours more.

    Replaced again within that time, the one before last is no longer valid. Raises NotFoundError.
    """
    endpoint = await _held(session, actor, endpoint_id)
    secret = signing.new_secret()
    endpoint.old_secret_sealed = endpoint.secret_sealed
    endpoint.old_secret_until = clock.now() + OLD_SECRET_VALID
    endpoint.secret_sealed = seal(secret)
    _record(session, actor, endpoint, "secret_rotated")
    return secret


async def reveal_secret(session: AsyncSession, actor: Actor, endpoint_id: object) -> str:
    """The secret, for whoever sets up the receiver. Raises NotFoundError."""
    endpoint = await _held(session, actor, endpoint_id)
    _record(session, actor, endpoint, "secret_revealed")
    return unseal(endpoint.secret_sealed)


async def set_enabled(
    session: AsyncSession, actor: Actor, endpoint_id: object, enabled: bool
) -> None:
    """Switch an endpoint on, with its failures forgotten, or off; twice changes nothing.

    What an endpoint that is off was to be told is cancelled. Raises NotFoundError.
    """
    endpoint = await _held(session, actor, endpoint_id)
    if enabled == (endpoint.status is EndpointStatus.ENABLED):
        return
    endpoint.failures_in_a_row = 0
    endpoint.failing_since = None
    endpoint.status = EndpointStatus.ENABLED if enabled else EndpointStatus.DISABLED
    endpoint.disabled_at = None if enabled else clock.now()
    endpoint.disabled_reason = None if enabled else f"Switched off by {actor.name}."[:300]
    _record(session, actor, endpoint, "enabled" if enabled else "disabled")


async def delete(session: AsyncSession, actor: Actor, endpoint_id: object) -> None:
    """Delete an endpoint with all its deliveries. Raises NotFoundError."""
    endpoint = await _held(session, actor, endpoint_id)
    _record(session, actor, endpoint, "deleted", url=endpoint.url)
    await session.delete(endpoint)
    await session.flush()


async def send_test(session: AsyncSession, actor: Actor, endpoint_id: object) -> UUID:
    """Tell the endpoint alone of a test event; gives the delivery's id.

    Raises NotFoundError, and ConflictError for an endpoint that is off.
    """
    endpoint = await _held(session, actor, endpoint_id)
    if endpoint.status is not EndpointStatus.ENABLED:
        raise ConflictError("This endpoint is switched off: switch it on first.")
    delivery = await service.emit_test(session, endpoint)
    _record(session, actor, endpoint, "tested")
    return delivery.id


async def listing(session: AsyncSession, actor: Actor) -> list[EndpointView]:
    """The organisation's endpoints, the oldest first, in two queries."""
    actor.require(Permission.MANAGE_DEVELOPERS)
    endpoints = await repository.endpoints_of(session, actor.organization_id)
    counts = await repository.recent_counts(
        session, actor.organization_id, since=clock.now() - _RECENT
    )
    return [_view(endpoint, counts.get(endpoint.id, {})) for endpoint in endpoints]


def _view(endpoint: WebhookEndpoint, counts: dict[DeliveryStatus, int]) -> EndpointView:
    return EndpointView(
        id=endpoint.id,
        url=endpoint.url,
        description=endpoint.description,
        event_types=tuple(endpoint.event_types),
        status=endpoint.status,
        disabled_at=endpoint.disabled_at,
        disabled_reason=endpoint.disabled_reason,
        failures_in_a_row=endpoint.failures_in_a_row,
        failing_since=endpoint.failing_since,
        old_secret_until=endpoint.old_secret_until,
        created_at=endpoint.created_at,
        delivered_24h=counts.get(DeliveryStatus.DELIVERED, 0),
        failed_24h=counts.get(DeliveryStatus.FAILED, 0),
        pending=counts.get(DeliveryStatus.PENDING, 0),
    )


async def _held(session: AsyncSession, actor: Actor, endpoint_id: object) -> WebhookEndpoint:
    actor.require(Permission.MANAGE_DEVELOPERS)
    wanted = parse_id(endpoint_id)
    found = wanted and await repository.own_endpoint(session, actor.organization_id, wanted)
    if not found:
        raise NotFoundError("There is no such endpoint.")
    return found


def _check_event_types(value: object) -> list[str]:
    known = {type_.value for type_ in EVENT_TYPES}
    given = value if isinstance(value, list | tuple | set | frozenset) else ()
    if not given or not all(isinstance(one, str) and one in known for one in given):
        raise InvalidInputError("Choose at least one event.", field="event_types")
    return [type_.value for type_ in EVENT_TYPES if type_.value in given]


def _check_description(value: object) -> str:
    return clean_line(value, field="description", name="Description", longest=120, required=False)


def _record(
    session: AsyncSession, actor: Actor, endpoint: WebhookEndpoint, act: str, **details: object
) -> None:
    audit.record(
        session,
        f"webhook_endpoint.{act}",
        subject_type="webhook_endpoint",
        subject_id=endpoint.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
